// Package sidecars has the page of conflicts: photo by photo, what a person says and what another program has written
// beside the photo since. It changes nothing itself: it reports choices through callbacks. All of it belongs to the UI
// goroutine.
package sidecars

import (
	"image"
	"path/filepath"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	fynetheme "fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"recollect/engine/photo"
	"recollect/ui/ask"
	"recollect/ui/call"
	"recollect/ui/frame"
	"recollect/ui/notice"
	"recollect/ui/pager"
	"recollect/ui/phrases"
	"recollect/ui/push"
	"recollect/ui/theme"
	"recollect/ui/welcome"
)

// The picture is shown in a box of this size, in Fyne's units.
const (
	pictureWidth  float32 = 240
	pictureHeight float32 = 180
)

// Page is the page; make one with New. The callbacks may be nil.
type Page struct {
	OnNeed   func(at int)   // the photos around this one are wanted: Set
	OnWant   func(photo.ID) // this picture is wanted: Take
	OnSettle func(Choice)
	OnShown  func()

	object  *fyne.Container
	title   *widget.Label
	note    *widget.Label
	ways    *pager.Bar
	body    *fyne.Container
	none    fyne.CanvasObject // instead of all else where there are no conflicts
	scroll  *container.Scroll
	rows    *fyne.Container
	name    *widget.Label
	folder  *widget.Label
	picture *canvas.Image
	mine    [2]*push.Button // of the photo, and of all
	theirs  [2]*push.Button

	// Held returns the modifier keys that are held; nil: none are.
	Held func() fyne.KeyModifier

	total int
	from  int // the index of the first photo that is loaded
	all   [][]photo.Differing
	shown int
	of    photo.ID // whose picture is shown
}

// Choice says of which conflicts which side was chosen.
type Choice struct {
	Mine bool
	How  []photo.Settlement
}

// New returns a page that compares sidecars.
func New() *Page {
	p := &Page{title: widget.NewLabel(""), note: widget.NewLabel(phrases.Say("sidecars:note"))}
	p.title.TextStyle.Bold, p.title.SizeName = true, fynetheme.SizeNameSubHeadingText
	p.title.Wrapping, p.note.Wrapping = fyne.TextWrapWord, fyne.TextWrapWord
	p.note.Importance = widget.LowImportance
	p.name, p.folder = widget.NewLabel(""), widget.NewLabel("")
	p.name.TextStyle.Bold, p.name.Wrapping, p.folder.Wrapping = true, fyne.TextWrapBreak, fyne.TextWrapBreak
	p.folder.Importance, p.folder.SizeName = widget.LowImportance, fynetheme.SizeNameCaptionText
	p.ways = pager.New(p.show)
	p.picture = canvas.NewImageFromImage(nil)
	p.picture.FillMode = canvas.ImageFillContain
	p.rows = container.NewVBox()
	p.scroll = container.NewVScroll(p.rows)
	p.buildChoices()
	head := container.NewBorder(nil, nil, nil, container.NewVBox(p.ways.Object()), p.title)
	box := container.NewGridWrap(fyne.NewSize(pictureWidth, pictureHeight), p.picture)
	inset := fynetheme.InnerPadding() // as labels have
	inside := container.New(layout.NewCustomPaddedLayout(0, 0, inset, 0), box)
	about := container.NewVBox(inside, container.New(layout.NewCustomPaddedVBoxLayout(-12), p.name, p.folder))
	keys := widget.NewLabel(phrases.Say("sidecars:keys"))
	keys.Importance, keys.SizeName = widget.LowImportance, fynetheme.SizeNameCaptionText
	keys.Wrapping = fyne.TextWrapWord
	choices := container.NewGridWithColumns(2, p.mine[0], p.theirs[0], p.mine[1], p.theirs[1])
	foot := container.NewVBox(widget.NewSeparator(), choices, notice.Room(keys))
	left := container.New(layout.NewCustomPaddedLayout(0, 0, 0, 16), about)
	p.body = container.NewBorder(nil, foot, left, nil, p.scroll)
	top := container.New(layout.NewCustomPaddedVBoxLayout(0), head, p.note)
	p.object = container.New(layout.NewCustomPaddedLayout(12, 0, 12, 16),
		container.NewBorder(container.New(layout.NewCustomPaddedLayout(0, 8, 0, 0), top), nil, nil, nil, p.body))
	none, so := phrases.Say("sidecars:none"), phrases.Say("sidecars:none-hint")
	p.none = welcome.Empty(fynetheme.DocumentIcon(), none, so, "", nil)
	p.object = container.NewStack(p.object, p.none)
	p.say(phrases.Say("sidecars:looking"))
	return p
}

// buildChoices makes the buttons for the photo and for all.
func (p *Page) buildChoices() {
	of := func(text string, mine, all bool) *push.Button {
		b := push.New(text, func() { p.choose(mine, all) })
		if all {
			b.Importance = widget.LowImportance
		}
		return b
	}
	p.mine[0] = of(phrases.Say("sidecars:mine-photo"), true, false)
	p.mine[1] = of(phrases.Say("sidecars:mine-all"), true, true)
	p.theirs[0] = of(phrases.Say("sidecars:theirs-photo"), false, false)
	p.theirs[1] = of(phrases.Say("sidecars:theirs-all"), false, true)
}

// Object returns the object to put into the window.
func (p *Page) Object() fyne.CanvasObject { return p.object }

// At is the index of the photo that is shown.
func (p *Page) At() int { return p.shown }

// Total is how many photos have conflicts.
func (p *Page) Total() int { return p.total }

// Set shows photos with conflicts, from the one at an index on, of so many. Those of one photo follow each other.
func (p *Page) Set(from, total int, list []photo.Differing) {
	p.from, p.total, p.all = from, total, nil
	for i, d := range list {
		if i > 0 && list[i-1].Photo.ID == d.Photo.ID {
			p.all[len(p.all)-1] = append(p.all[len(p.all)-1], d)
			continue
		}
		p.all = append(p.all, []photo.Differing{d})
	}
	if total == 0 {
		p.shown = 0
		p.say("")
		return
	}
	p.say(phrases.Say("sidecars:title", "n", total))
	p.show(min(p.shown, total-1))
}

// say shows the title, and the rest of the page only with photos. Without a title it says that there are none.
func (p *Page) say(title string) {
	p.title.SetText(title)
	frame.Show(p.none, title == "")
	for _, o := range []fyne.CanvasObject{p.note, p.body, p.ways.Object()} {
		frame.Show(o, p.total > 0)
	}
	p.object.Refresh()
	call.If(p.OnShown)
}

// show shows the photo at an index.
func (p *Page) show(i int) {
	if i < 0 || i >= p.total {
		return
	}
	p.shown = i
	p.ways.Set(i, p.total)
	files := p.files()
	if files == nil {
		call.With(p.OnNeed, i)
		return
	}
	ph := files[0].Photo
	p.name.SetText(filepath.Base(ph.Path))
	p.folder.SetText(filepath.Dir(ph.Path))
	if p.of != ph.ID {
		p.of, p.picture.Image = ph.ID, nil
		p.picture.Refresh()
		call.With(p.OnWant, ph.ID)
	}
	p.leaveButton()
	p.rows.Objects = nil
	single := len(files) == 1 && len(files[0].Conflicts) == 1
	for _, f := range files {
		for _, c := range f.Conflicts {
			p.rows.Add(p.row(f, c, single))
		}
	}
	p.scroll.ScrollToTop()
	p.object.Refresh()
	frame.Ask()
	call.If(p.OnShown)
}

// leaveButton makes keys the page's again after a button was pressed: it may be replaced.
func (p *Page) leaveButton() {
	c := fyne.CurrentApp().Driver().CanvasForObject(p.object)
	if c == nil {
		return
	}
	if _, is := c.Focused().(*push.Button); is {
		ask.Unfocus(c)
	}
}

// files are the sidecars of the photo that is shown; nil if they are not loaded.
func (p *Page) files() []photo.Differing {
	if i := p.shown - p.from; i >= 0 && i < len(p.all) {
		return p.all[i]
	}
	return nil
}

// row shows one conflict, with buttons that settle it unless it is the only one of the photo.
func (p *Page) row(f photo.Differing, c photo.Conflict, single bool) fyne.CanvasObject {
	field := widget.NewLabel(fieldName(c.Field))
	field.TextStyle.Bold = true
	side := func(title, value, choice string, mine bool) fyne.CanvasObject {
		head, text := widget.NewLabel(title), widget.NewLabel(value)
		head.Importance, head.SizeName = widget.LowImportance, fynetheme.SizeNameCaptionText
		head.Wrapping, text.Wrapping = fyne.TextWrapBreak, fyne.TextWrapWord
		lines := container.New(layout.NewCustomPaddedVBoxLayout(-12), head, text)
		if single {
			return lines
		}
		b := push.New(choice, func() {
			call.With(p.OnSettle, Choice{mine, []photo.Settlement{{
				ID: f.Photo.ID, Path: f.Path, Field: c.Field, Said: c.Said, Mine: mine,
			}}})
		})
		return container.NewVBox(lines, container.New(layout.NewCustomPaddedLayout(0, 0, 4, 0), container.NewHBox(b)))
	}
	ground := canvas.NewRectangle(theme.Colour(theme.ColorNameSurface))
	ground.CornerRadius = 8
	theirs := phrases.Say("sidecars:file", "name", filepath.Base(f.Sidecar))
	both := container.NewGridWithColumns(2,
		side(phrases.Say("sidecars:said"), shown(c.Field, c.Said), phrases.Say("sidecars:mine"), true),
		side(theirs, shown(c.Field, c.File), phrases.Say("sidecars:theirs"), false))
	inside := container.New(layout.NewCustomPaddedLayout(4, 8, 4, 4),
		container.New(layout.NewCustomPaddedVBoxLayout(-8), field, both))
	return container.NewStack(ground, inside)
}

// Take receives a picture that OnWant asked for.
func (p *Page) Take(id photo.ID, img image.Image) {
	if id == p.of && img != nil {
		p.picture.Image = img
		p.picture.Refresh()
		call.If(p.OnShown)
	}
}

// Refresh shows the page in the theme as it is now.
func (p *Page) Refresh() {
	p.show(p.shown)
	p.object.Refresh()
}

// choose reports that a side holds for the photo that is shown, or for all.
func (p *Page) choose(mine, all bool) {
	how := photo.Settlement{Mine: mine}
	if files := p.files(); !all {
		if files == nil {
			return
		}
		how.ID = files[0].Photo.ID
	}
	if p.total > 0 {
		call.With(p.OnSettle, Choice{mine, []photo.Settlement{how}})
	}
}
