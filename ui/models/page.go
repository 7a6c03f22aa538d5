// Package models is the page of search models: which one finds the photos now, which
// others there are and how good each is, and what can be done with them. It shows what
// it is given and reports choices through callbacks. All of it belongs to the UI
// goroutine.
package models

import (
	"slices"

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
)

// Page is the page; make one with New. The callbacks may be nil.
type Page struct {
	OnGet    func(m photo.ModelEntry, variant string) // download its files
	OnUse    func(photo.ModelEntry)                   // find photos with it
	OnTrial  func(photo.ModelEntry)                   // measure how fast it is here
	OnCheck  func(photo.ModelEntry)                   // check its files and answers
	OnRemove func(photo.ModelEntry)
	OnFolder func()     // import a model from a folder
	OnZip    func()     // import a model from a zip file
	OnCancel func(Work) // stop this work
	OnPause  func(bool) // pause or resume embedding photos
	OnLeave  func()     // Esc on the list
	OnShown  func()     // what the page shows has changed

	state  State
	chosen string // the ID of the model whose details are shown
	object *fyne.Container
	now    *widget.Label
	advice *widget.Label
	// advised has the advice, and a button that shows the model that it is about.
	advised *fyne.Container
	build   *strip
	works   map[Work]*strip
	busy    map[Work]bool
	paused  bool
	// building is the model that will find the photos.
	building photo.Building
	list     *list
	detail   *detail
}

// State is the content of the page.
type State struct {
	Models []photo.ModelEntry
	Advice photo.ModelAdvice
	Now    photo.Model // the one that finds photos, with where it runs
	// Checked are the results of checks, by the ID of the model.
	Checked map[string]photo.ModelVerdict
}

// Work is what can be going on behind the page, once of each kind at a time.
type Work int

// The kinds of work.
const (
	Transfer Work = iota // files are downloaded or imported
	Act                  // a model is measured, checked, chosen or removed
)

// New returns a page without models.
func New() *Page {
	p := &Page{busy: map[Work]bool{}}
	title := widget.NewLabel(phrases.Say("models:title"))
	title.TextStyle.Bold, title.SizeName = true, fynetheme.SizeNameSubHeadingText
	p.now, p.advice = widget.NewLabel(""), widget.NewLabel("")
	p.now.Wrapping, p.advice.Wrapping = fyne.TextWrapWord, fyne.TextWrapWord
	p.advice.Importance = widget.LowImportance
	show := push.New(phrases.Say("models:show-advised"), func() { p.Choose(p.state.Advice.ID) })
	show.Importance = widget.LowImportance
	p.advised = container.NewBorder(nil, nil, nil, container.NewCenter(show), p.advice)
	p.advised.Hide()
	folder := push.Icon(phrases.Say("models:import-folder"), fynetheme.FolderOpenIcon(), func() {
		call.If(p.OnFolder)
	})
	zip := push.New(phrases.Say("models:import-zip"), func() { call.If(p.OnZip) })
	folder.Importance, zip.Importance = widget.LowImportance, widget.LowImportance
	p.build = newStrip(func() { call.With(p.OnPause, !p.paused) })
	p.works = map[Work]*strip{}
	lines := container.New(layout.NewCustomPaddedVBoxLayout(-8), p.build.object)
	for _, w := range []Work{Transfer, Act} {
		p.works[w] = newStrip(func() { call.With(p.OnCancel, w) })
		p.works[w].button.SetText(phrases.Say("answer:cancel"))
		lines.Add(p.works[w].object)
	}
	top := container.NewBorder(nil, nil, title, container.NewHBox(folder, zip))
	about := container.New(layout.NewCustomPaddedVBoxLayout(-8), p.now, p.advised)
	head := container.New(layout.NewCustomPaddedVBoxLayout(-4), top, about)
	p.list, p.detail = newList(p), newDetail(p)
	body := container.New(columns{}, p.list, widget.NewSeparator(), p.detail.object)
	// Work is shown below the list, which must not move when a button on it was pressed.
	parts := container.NewBorder(head, lines, nil, nil, container.New(layout.NewCustomPaddedLayout(8, 0, 0, 0), body))
	p.object = container.New(layout.NewCustomPaddedLayout(12, 8, 16, 16), parts)
	return p
}

// Object returns the object to put into the window.
func (p *Page) Object() fyne.CanvasObject { return p.object }

// Set shows s. The model whose details are shown stays; at first it is the one in use.
func (p *Page) Set(s State) {
	p.state = s
	p.now.SetText(nowText(s, p.building))
	advice := adviceText(s.Advice)
	p.advice.SetText(advice)
	p.advised.Hidden = advice == ""
	if p.at(p.chosen) < 0 {
		p.chosen = ""
		if i := slices.IndexFunc(s.Models, func(m photo.ModelEntry) bool { return m.InUse }); i >= 0 {
			p.chosen = s.Models[i].ID
		}
	}
	p.list.refill()
	p.detail.show()
	p.object.Refresh()
	frame.Ask()
	call.If(p.OnShown)
}

// SetStatus shows how far a model has come that is being built, if one is.
func (p *Page) SetStatus(st photo.Status) {
	text, share := buildingText(st)
	p.paused, p.building = st.Paused, st.Building
	p.now.SetText(nowText(p.state, p.building))
	p.build.button.SetText(phrases.Say("status:pause"))
	if st.Paused {
		p.build.button.SetText(phrases.Say("status:resume"))
	}
	p.show(p.build, text, share)
}

// Choose shows the details of the model of an ID, now or when it is part of the next State.
func (p *Page) Choose(id string) {
	if id == "" || id == p.chosen {
		return
	}
	p.chosen = id
	p.list.refill()
	p.detail.show()
}

// Begin shows that work has begun, in a sentence.
func (p *Page) Begin(w Work, text string) {
	p.busy[w] = true
	p.works[w].button.Enable()
	p.show(p.works[w], text, unknown)
	p.detail.show()
	call.If(p.OnShown)
}

// Progress shows how far files have come, in place of the sentence of Begin. It does nothing
// after End.
func (p *Page) Progress(title string, t photo.Transfer) {
	if !p.busy[Transfer] || p.works[Transfer].button.Disabled() {
		return
	}
	share := unknown
	if t.Total > 0 {
		share = float64(t.Done) / float64(t.Total)
	}
	p.show(p.works[Transfer], transferText(title, t), share)
}

// Ending shows that work was asked to end.
func (p *Page) Ending(w Work) {
	p.works[w].button.Disable()
	p.show(p.works[w], phrases.Say("models:stopping"), unknown)
}

// End shows that work has ended.
func (p *Page) End(w Work) {
	p.busy[w] = false
	p.show(p.works[w], "", unknown)
	p.detail.show()
	call.If(p.OnShown)
}

// Models are those that the page shows, which must not be changed.
func (p *Page) Models() []photo.ModelEntry { return p.state.Models }

// Chosen is the ID of the model whose details are shown; empty for none.
func (p *Page) Chosen() string { return p.chosen }

// List is the list of models, to be given the focus.
func (p *Page) List() fyne.Focusable { return p.list }

// Recolour shows the page in the theme as it is now.
func (p *Page) Recolour() {
	p.build.bar.Recolour()
	for _, s := range p.works {
		s.bar.Recolour()
	}
	p.object.Refresh()
}

// show shows a sentence about work on its line, and moves what lies below if it needs more
// room or less.
func (p *Page) show(s *strip, text string, share float64) {
	if s.set(text, share) {
		p.object.Refresh()
	}
	frame.Ask()
}

// at is where the model of an ID is in the list, -1 for nowhere.
func (p *Page) at(id string) int {
	return slices.IndexFunc(p.state.Models, func(m photo.ModelEntry) bool { return m.ID == id })
}

// model is the one whose details are shown.
func (p *Page) model() (m photo.ModelEntry, ok bool) {
	i := p.at(p.chosen)
	if i < 0 {
		return m, false
	}
	return p.state.Models[i], true
}

// choose shows the details of the model at an index.
func (p *Page) choose(i int) {
	if i < 0 || i >= len(p.state.Models) || p.state.Models[i].ID == p.chosen {
		return
	}
	p.chosen = p.state.Models[i].ID
	p.detail.show()
	p.detail.object.ScrollToTop()
	call.If(p.OnShown)
}

// columns puts the list beside the details or, in a narrow window, above them.
type columns struct{}

// The widths of the columns.
const (
	narrow    float32 = 560 // below it they lie one above the other
	listLeast float32 = 240
	listMost  float32 = 380
)

// Layout is called with the list, the line between, and the details.
func (columns) Layout(o []fyne.CanvasObject, size fyne.Size) {
	if size.Width < narrow {
		height := min(size.Height*2/5, 320)
		o[0].Resize(fyne.NewSize(size.Width, height))
		o[1].Move(fyne.NewPos(0, height))
		o[1].Resize(fyne.NewSize(size.Width, 1))
		o[2].Move(fyne.NewPos(0, height+1))
		o[2].Resize(fyne.NewSize(size.Width, size.Height-height-1))
		return
	}
	width := min(max(size.Width*2/5, listLeast), listMost)
	o[0].Resize(fyne.NewSize(width, size.Height))
	o[1].Move(fyne.NewPos(width+8, 0))
	o[1].Resize(fyne.NewSize(1, size.Height))
	o[2].Move(fyne.NewPos(width+16, 0))
	o[2].Resize(fyne.NewSize(size.Width-width-16, size.Height))
}

// MinSize leaves the rest to scrolling.
func (columns) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.NewSize(listLeast, 240) }
