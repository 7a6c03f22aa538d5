package viewer

import (
	"path/filepath"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	fynetheme "fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"recollect/engine/photo"
	"recollect/ui/call"
	"recollect/ui/frame"
	"recollect/ui/phrases"
	"recollect/ui/push"
	"recollect/ui/theme"
	"recollect/ui/tip"
)

// titleRoom is the least width of the name; the date is dropped first.
const titleRoom float32 = 160

// bar is the line above the picture.
type bar struct {
	box   *fyne.Container
	title *widget.Label
	place *widget.Label // the number of the photo, and how many there are
	date  *widget.Label
	heart *tip.Button
	more  *push.Button
	brief *tip.Button // instead of more
}

func newBar(v *Viewer) *bar {
	b := &bar{title: widget.NewLabel(""), place: widget.NewLabel(""), date: widget.NewLabel("")}
	b.title.TextStyle.Bold = true
	b.title.Truncation = fyne.TextTruncateEllipsis
	b.date.Importance, b.place.Importance = widget.LowImportance, widget.LowImportance
	close := func() {
		call.If(v.OnClose)
	}
	back := tip.New(fynetheme.NavigateBackIcon(), phrases.Say("keys:back"), phrases.Say("keys:key-esc"), close)
	more := func() { v.act(v.OnMore) }
	b.more = quiet(phrases.Say("photo:more"), fynetheme.SearchIcon(), more)
	b.brief = tip.New(fynetheme.SearchIcon(), phrases.Say("photo:more"), "M", more)
	about := tip.New(fynetheme.InfoIcon(), phrases.Say("keys:information"), "I", v.toggleInfo)
	b.heart = tip.New(theme.HeartOutlineIcon(), phrases.Say("keys:favourite"), "F", func() { v.act(v.OnFavourite) })
	whole := func() { call.If(v.OnFullScreen) }
	full := tip.New(fynetheme.ViewFullScreenIcon(), phrases.Say("keys:full-screen"), "F11", whole)
	slides := tip.New(fynetheme.MediaPlayIcon(), phrases.Say("keys:slides"), "S", func() { call.If(v.OnSlides) })
	turn := tip.New(fynetheme.ViewRefreshIcon(), phrases.Say("keys:turn"), "]", func() { v.Turn(1) })
	left := container.NewHBox(back, container.NewCenter(b.place))
	right := container.NewHBox(container.NewCenter(b.date), b.more, b.brief, b.heart, turn, slides, full, about)
	title := container.New(layout.NewCustomPaddedVBoxLayout(0), layout.NewSpacer(), b.title, layout.NewSpacer())
	b.box = container.New(layout.NewCustomPaddedLayout(8, 8, 12, 12), container.NewBorder(nil, nil, left, right, title))
	return b
}

func quiet(text string, icon fyne.Resource, f func()) *push.Button {
	b := push.Icon(text, icon, f)
	b.Importance = widget.LowImportance
	return b
}

// name shows whose picture it is.
func (b *bar) name(p photo.Photo) {
	b.title.SetText(filepath.Base(p.Path))
	b.date.SetText(phrases.Catalogue().Day(p.Taken.Time))
}

// count shows which of all photos it is.
func (b *bar) count(at, all int) { b.place.SetText(phrases.Say("photo:place", "at", at+1, "n", all)) }

func (b *bar) clear() {
	b.title.SetText("")
	b.date.SetText("")
}

// fit hides the date if there is no space for it, and then the words of a button.
func (b *bar) fit(width float32, favourites bool) {
	frame.Show(b.heart, favourites)
	b.date.Show()
	b.more.Show()
	b.brief.Hide()
	if b.box.MinSize().Width+titleRoom > width {
		b.date.Hide()
	}
	if b.box.MinSize().Width+titleRoom > width {
		b.more.Hide()
		b.brief.Show()
	}
	b.box.Refresh()
}
