// Package duplicates has the page that shows, group by group and side by side, what a library has more than once.
// It changes nothing itself: it reports choices through callbacks. All of it belongs to the UI goroutine.
package duplicates

import (
	"image"
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	fynetheme "fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"recollect/engine/photo"
	"recollect/ui/call"
	"recollect/ui/frame"
	"recollect/ui/notice"
	"recollect/ui/pager"
	"recollect/ui/phrases"
	"recollect/ui/push"
	"recollect/ui/theme"
	"recollect/ui/welcome"
)

// Pictures are shown in boxes of this size, in Fyne's units.
const (
	PictureWidth  float32 = 264
	PictureHeight float32 = 200
)

// Page is the page; make one with New. The callbacks may be nil.
type Page struct {
	OnWant   func([]photo.ID) // these pictures are wanted, and no others: Take
	OnReveal func(path string)
	// The photos but the one to keep are to be moved to the trash; nil: they cannot be.
	OnTrash func(keep photo.Photo, others []photo.Photo)
	// Two photos of the group are to be seen side by side: the one to keep, and another one.
	OnCompare func(group []photo.Photo, keep, other int)
	// The photos of the group are no duplicates; nil: that cannot be said.
	OnReject func(photo.Duplicates)
	OnShown  func()
	OnCount  func(int) // there are so many groups

	object  *fyne.Container
	title   *widget.Label
	note    *widget.Label
	ways    *pager.Bar
	why     *widget.Label
	trash   *push.Button
	reject  *push.Button
	keys    *widget.Label
	cards   *fyne.Container
	body    fyne.CanvasObject
	none    fyne.CanvasObject // instead of the title where there are no groups
	groups  []photo.Duplicates
	shown   int                              // the index of the group
	keep    int                              // the index of the photo to keep
	sought  photo.ID                         // whose group is to be shown once it is there; 0: none
	dropped map[photo.ID]photo.DuplicateKind // the kinds of groups that were dropped
	picture map[photo.ID]*canvas.Image
}

// New returns a page that looks for duplicates.
func New() *Page {
	p := &Page{picture: map[photo.ID]*canvas.Image{}, dropped: map[photo.ID]photo.DuplicateKind{}}
	p.title, p.note = widget.NewLabel(""), widget.NewLabel("")
	p.title.TextStyle.Bold, p.title.SizeName = true, fynetheme.SizeNameSubHeadingText
	p.title.Wrapping = fyne.TextWrapWord
	p.note.Importance, p.note.Wrapping = widget.LowImportance, fyne.TextWrapWord
	p.why = widget.NewLabel("")
	p.why.Wrapping = fyne.TextWrapWord
	p.ways = pager.New(p.show)
	p.trash = push.Icon("", fynetheme.DeleteIcon(), p.asked)
	p.reject = push.Icon(phrases.Say("duplicates:reject"), fynetheme.CancelIcon(), p.rejected)
	p.keys = widget.NewLabel(phrases.Say("duplicates:keys"))
	p.keys.Importance, p.keys.SizeName = widget.LowImportance, fynetheme.SizeNameCaptionText
	p.keys.Wrapping = fyne.TextWrapWord
	p.cards = container.NewHBox()
	head := container.NewBorder(nil, nil, nil, container.NewVBox(p.ways.Object()), p.title)
	acts := container.New(layout.NewCustomPaddedHBoxLayout(8), layout.NewSpacer(), p.reject, p.trash)
	foot := container.NewVBox(p.why, acts, notice.Room(p.keys))
	p.body = container.NewBorder(nil, foot, nil, nil, container.NewScroll(p.cards))
	top := container.New(layout.NewCustomPaddedVBoxLayout(0), head, p.note)
	parts := container.NewBorder(top, nil, nil, nil, p.body)
	none, when := phrases.Say("duplicates:none"), phrases.Say("duplicates:none-hint")
	p.none = welcome.Empty(theme.StackIcon(), none, when, "", nil)
	p.object = container.New(layout.NewCustomPaddedLayout(12, 0, 12, 16), parts, p.none)
	p.Reading()
	return p
}

// Object returns the object to put into the window.
func (p *Page) Object() fyne.CanvasObject { return p.object }

// Reading says that duplicates are being looked for, unless some are shown.
func (p *Page) Reading() {
	if len(p.groups) == 0 {
		p.say(phrases.Say("duplicates:looking"), "")
	}
}

// Set shows groups, of those that were shown the same one again, with the same photo to keep. waiting is how many
// photos were not looked at yet.
func (p *Page) Set(groups []photo.Duplicates, waiting int) {
	at, keep := 0, 0
	if p.shown < len(p.groups) {
		was := p.groups[p.shown]
		at = slices.IndexFunc(groups, func(g photo.Duplicates) bool {
			return g.Kind == was.Kind && indexOf(g, was.Members[0].ID) >= 0 // equal files may look like others, too
		})
		if at >= 0 && p.keep > 0 {
			keep = max(0, indexOf(groups[at], was.Members[p.keep].ID))
		}
		if at < 0 {
			at = p.shown
		}
	}
	kind, known := p.dropped[p.sought]
	of := func(g photo.Duplicates) bool { return (!known || g.Kind == kind) && indexOf(g, p.sought) >= 0 }
	if i := slices.IndexFunc(groups, of); p.sought != 0 && i >= 0 {
		delete(p.dropped, p.sought)
		at, keep, p.sought = i, 0, 0
	}
	p.groups = groups
	call.With(p.OnCount, len(groups))
	note := ""
	if waiting > 0 {
		note = phrases.Say("duplicates:waiting", "n", waiting)
	}
	if len(groups) == 0 {
		p.say("", note)
		p.want()
		return
	}
	p.say(phrases.Say("duplicates:title", "n", len(groups)), note)
	p.shown, p.keep = min(at, len(groups)-1), keep
	p.build()
}

// Seek shows the group of a photo as soon as Set has it, unless the person goes to another one before. Of one whose
// group was dropped, that is a group of the same kind.
func (p *Page) Seek(id photo.ID) { p.sought = id }

// indexOf returns the index of a photo in a group, -1 if it is not there.
func indexOf(g photo.Duplicates, id photo.ID) int {
	return slices.IndexFunc(g.Members, func(m photo.Duplicate) bool { return m.ID == id })
}

// Refresh shows the page in the theme as it is now.
func (p *Page) Refresh() {
	if len(p.groups) > 0 {
		p.build()
	}
}

// Groups returns how many groups there are, and the one that is shown; ok is false if none is.
func (p *Page) Groups() (n int, shown photo.Duplicates, ok bool) {
	if p.shown >= len(p.groups) {
		return len(p.groups), shown, false
	}
	return len(p.groups), p.groups[p.shown], true
}

// Drop takes the group of a photo off the page: what to do about it is done.
func (p *Page) Drop(keep photo.ID) {
	has := func(g photo.Duplicates) bool { return indexOf(g, keep) >= 0 }
	if _, g, _ := p.Groups(); has(g) {
		for _, m := range g.Members {
			p.dropped[m.ID] = g.Kind
		}
	}
	p.Set(slices.DeleteFunc(slices.Clone(p.groups), has), 0)
}

// say shows the title and the note, and the rest of the page only with groups. Without a title it says that there are
// none.
func (p *Page) say(title, note string) {
	p.title.SetText(title)
	p.note.SetText(note)
	p.note.Hidden = note == ""
	some := len(p.groups) > 0
	frame.Show(p.none, title == "")
	frame.Show(p.title, title != "")
	for _, o := range []fyne.CanvasObject{p.body, p.ways.Object()} {
		frame.Show(o, some)
	}
	p.object.Refresh()
	call.If(p.OnShown)
}

// show shows group i, whose first photo is the one to keep.
func (p *Page) show(i int) {
	if i < 0 || i >= len(p.groups) {
		return
	}
	p.shown, p.keep, p.sought = i, 0, 0
	p.build()
}

// build shows the group with the photo to keep as it is chosen.
func (p *Page) build() {
	g := p.groups[p.shown]
	p.ways.Set(p.shown, len(p.groups))
	was := p.picture
	p.picture = map[photo.ID]*canvas.Image{}
	p.cards.Objects = nil
	for k, f := range facts(g.Members) {
		id := g.Members[k].ID
		img := was[id]
		if img == nil {
			img = canvas.NewImageFromImage(nil)
			img.FillMode = canvas.ImageFillContain
		}
		p.picture[id] = img
		p.cards.Add(p.card(k, img, f))
	}
	p.cards.Refresh()
	why := reasons(g)
	if p.keep > 0 {
		why = phrases.Say("duplicates:keep-chosen")
	}
	p.why.SetText(kindText(g.Kind) + " " + why)
	n := 0
	for k, m := range g.Members {
		if k != p.keep && !m.Away {
			n++
		}
	}
	p.trash.SetText(phrases.Say("duplicates:trash", "n", n))
	p.trash.Hidden, p.reject.Hidden = p.OnTrash == nil, p.OnReject == nil
	frame.Enable(p.trash, n > 0 && !g.Members[p.keep].Away)
	p.object.Refresh()
	p.want()
	call.If(p.OnShown)
}

func kindText(k photo.DuplicateKind) string {
	if k == photo.DuplicateExact {
		return phrases.Say("duplicates:exact")
	}
	return phrases.Say("duplicates:near")
}

// card shows one photo of the group.
func (p *Page) card(k int, img *canvas.Image, all []fact) fyne.CanvasObject {
	ground := canvas.NewRectangle(theme.Colour(theme.ColorNameRaised))
	box := container.NewGridWrap(fyne.NewSize(PictureWidth, PictureHeight), container.NewStack(ground, img))
	keep := widget.NewCheck(keepText(k), func(bool) { p.choose(k) })
	keep.Checked = k == p.keep
	lines := container.New(layout.NewCustomPaddedVBoxLayout(-12), keep)
	for _, f := range all {
		if f.text == "" {
			continue
		}
		l := widget.NewLabel(f.text)
		l.Wrapping = fyne.TextWrapWord
		l.SizeName = fynetheme.SizeNameCaptionText
		l.TextStyle.Bold = f.differs
		if !f.differs {
			l.Importance = widget.LowImportance
		}
		lines.Add(l)
	}
	path := p.groups[p.shown].Members[k].Path
	reveal := push.Icon(phrases.Say("photo:reveal"), fynetheme.FolderOpenIcon(), func() {
		call.With(p.OnReveal, path)
	})
	reveal.Importance = widget.LowImportance
	lines.Add(container.NewHBox(reveal))
	edge := container.New(layout.NewCustomPaddedLayout(0, 0, fynetheme.InnerPadding(), 0), box) // as that of the text
	return container.NewVBox(edge, lines)
}

// keepText is what chooses photo k, with its key.
func keepText(k int) string {
	if k >= mostKeys {
		return phrases.Say("duplicates:keep")
	}
	return phrases.Say("duplicates:keep-key", "key", k+1)
}

// want asks for the pictures that are missing.
func (p *Page) want() {
	var ids []photo.ID
	if _, g, ok := p.Groups(); ok {
		for _, m := range g.Members {
			if img := p.picture[m.ID]; img != nil && img.Image == nil {
				ids = append(ids, m.ID)
			}
		}
	}
	call.With(p.OnWant, ids)
}

// Take receives a picture that OnWant asked for.
func (p *Page) Take(id photo.ID, img image.Image) {
	if c := p.picture[id]; c != nil && img != nil {
		c.Image = img
		c.Refresh()
		call.If(p.OnShown)
	}
}

// rejected reports that the photos of the group are no duplicates.
func (p *Page) rejected() {
	if _, g, ok := p.Groups(); ok {
		call.With(p.OnReject, g)
	}
}

// asked reports that all but the photo to keep are to go.
func (p *Page) asked() {
	_, g, ok := p.Groups()
	if !ok || p.OnTrash == nil {
		return
	}
	var others []photo.Photo
	for k, m := range g.Members {
		if k != p.keep && !m.Away {
			others = append(others, m.Photo)
		}
	}
	p.OnTrash(g.Members[p.keep].Photo, others)
}
