// Package settings has the page that describes the library and the model, and on
// which a person chooses the appearance. It shows a State and reports choices
// through callbacks. All of it belongs to the UI goroutine.
package settings

import (
	"cmp"
	"runtime"
	"slices"
	"strconv"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	fynetheme "fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"recollect/engine/photo"
	"recollect/ui/call"
	"recollect/ui/phrases"
	"recollect/ui/push"
	"recollect/ui/theme"
	"recollect/ui/tick"
)

// State is the content of the page.
type State struct {
	Model   photo.Model
	Missing string // what to do about a missing model; empty if there is one
	Library string // its folder
	Version string
	// Restored says how a damaged library was replaced; empty: it was not.
	Restored string
	// Polled is how many folders are scanned at intervals, and PolledWhy the reason.
	Polled    int
	PolledWhy string
	Choice    theme.Choice
	Text      float32  // see theme.SmallText
	Language  string   // the one that was chosen; empty: that of the system
	Stackable bool     // photos that look alike can be shown as one
	Stacks    bool     // and are
	Details   string   // the report that OnDetails wanted
	Forget    bool     // there are searches that can be forgotten
	Screening bool     // pictures can be covered
	Covered   []string // the kinds that are covered: names of Kinds
	Models    bool     // there is a page of models
	Pace      photo.Pace
	// Processors is how many the computer has; 0: this computer.
	Processors int
	Reveal     bool // the library can be shown in the file manager
	Desktop    Desktop
	Updatable  bool // it can be checked whether there is a newer version
	Updates    bool // and it is
}

// Page is the page; make one with New. The callbacks may be nil.
type Page struct {
	OnAppearance func(theme.Choice, float32)
	OnLanguage   func(string)      // speak it from the next start on; empty: that of the system
	OnStacks     func(bool)        // show photos that look alike as one, or each by itself
	OnDetails    func()            // make the report for State.Details
	OnCopy       func(text string) // put text on the clipboard
	OnModels     func()            // show the page of models
	OnForget     func()            // clear the search history
	OnPace       func(photo.Pace)
	OnLibrary    func()         // show the library in the file manager
	OnScreen     func([]string) // cover these kinds of pictures, and no others
	OnKeep       func(bool)     // go on when the window is closed
	OnLogin      func(bool)     // start at login
	OnUpdates    func(bool)     // check for updates
	OnSidecars   func(bool)     // write sidecars by themselves
	OnConflicts  func()         // show those with sidecars

	object                 fyne.CanvasObject
	model                  *fyne.Container
	models                 *fyne.Container // leads to the page of models
	library                *fyne.Container
	theme                  *widget.RadioGroup
	text                   *widget.RadioGroup
	language               *widget.Select
	later                  *widget.Label // of a language that is chosen, and not spoken yet
	alike                  *widget.Label // of stacks
	stacks                 *tick.Check
	details                *widget.Label
	report                 *fyne.Container
	private                *fyne.Container // the search history
	screening              *fyne.Container
	forget                 *push.Button
	kinds                  []*tick.Check // in the order of Kinds
	all                    *tick.Check
	battery, night, gentle *tick.Check
	hours                  *fyne.Container // from and to
	from, to               *widget.Select  // their places are hours
	processors             *widget.Select
	counts                 []int // of processors, which it offers
	kept                   *fyne.Container
	showLibrary            *fyne.Container
	desktop                *fyne.Container
	keep                   *tick.Check
	login                  *tick.Check
	noTray                 *widget.Label
	updates                *tick.Check
	updating               *fyne.Container
	languageAt             string // chosen when the page was first shown
	languageSet            bool   // it was
	sidecars               sidecars
	setting                bool // Set is running: changes of widgets are not the person's
}

// themes returns the themes to choose from, by their names.
func themes() ([]string, []theme.Choice) {
	return []string{
		phrases.Say("settings:system"),
		phrases.Say("settings:light"),
		phrases.Say("settings:dark"),
	}, []theme.Choice{
		theme.System,
		theme.Light,
		theme.Dark,
	}
}

// texts returns the text sizes to choose from, by their names.
func texts() ([]string, []float32) {
	return []string{
		phrases.Say("settings:small"),
		phrases.Say("settings:normal"),
		phrases.Say("settings:large"),
	}, []float32{
		theme.SmallText,
		theme.NormalText,
		theme.LargeText,
	}
}

// New returns an empty page.
func New() *Page {
	p := &Page{model: container.New(layout.NewFormLayout()), library: container.New(layout.NewFormLayout())}
	themeNames, _ := themes()
	textNames, _ := texts()
	p.theme = widget.NewRadioGroup(themeNames, func(string) { p.chosen() })
	p.text = widget.NewRadioGroup(textNames, func(string) { p.chosen() })
	p.theme.Horizontal, p.text.Horizontal = true, true
	p.theme.Required, p.text.Required = true, true
	p.buildLanguage()
	p.buildStacks()
	p.buildReport()
	p.buildScreening()
	p.buildDesktop()
	p.buildUpdates()
	more := push.New(phrases.Say("settings:models"), func() { call.If(p.OnModels) })
	p.models = container.New(layout.NewCustomPaddedLayout(0, 0, 8, 0), container.NewHBox(more))
	p.private = container.NewVBox(p.forgetRow())
	all := container.New(layout.NewCustomPaddedVBoxLayout(8),
		heading(phrases.Say("settings:appearance")),
		form(name(phrases.Say("settings:theme")), acrossOrDown(p.theme),
			name(phrases.Say("settings:text-size")), acrossOrDown(p.text),
			name(phrases.Say("settings:language")), p.languages(),
			p.alike, p.stacks),
		p.desktop,
		p.buildPace(),
		heading(phrases.Say("settings:content")), p.model, p.models,
		p.screening,
		p.buildPrivacy(), p.private,
		heading(phrases.Say("settings:library")), p.library,
		p.buildSidecars(),
		p.updating,
		p.report,
	)
	p.object = container.NewVScroll(container.New(column{}, all))
	return p
}

// Object returns the object to put into the window.
func (p *Page) Object() fyne.CanvasObject { return p.object }

// Set shows s.
func (p *Page) Set(s State) {
	p.setting = true
	defer func() { p.setting = false }()
	p.model.Objects = modelRows(s)
	p.model.Refresh()
	p.library.Objects = libraryRows(s)
	p.library.Refresh()
	choose(p.theme, s.Choice, themes)
	choose(p.text, s.Text, texts)
	p.setLanguage(s.Language)
	p.stacks.SetChecked(s.Stacks)
	p.alike.Hidden, p.stacks.Hidden = !s.Stackable, !s.Stackable
	p.private.Hidden, p.screening.Hidden, p.models.Hidden = !s.Forget, !s.Screening, !s.Models
	p.mark(s.Covered)
	p.setPace(s.Pace, cmp.Or(s.Processors, runtime.GOMAXPROCS(0)))
	p.showLibrary.Hidden = !s.Reveal
	p.SetDesktop(s.Desktop)
	p.updates.SetChecked(s.Updates)
	p.updating.Hidden = !s.Updatable
	p.forget.SetText(phrases.Say("settings:forget"))
	p.forget.Enable()
	p.details.SetText(s.Details)
	p.details.Hidden = s.Details == ""
}

// modelRows describes the model.
func modelRows(s State) []fyne.CanvasObject {
	m := s.Model
	if m.Name == "" {
		return []fyne.CanvasObject{
			name(phrases.Say("settings:model")),
			value(phrases.Say("settings:no-model", "missing", s.Missing)),
		}
	}
	provider := m.Provider
	if provider == "" {
		provider = phrases.Say("settings:unused")
	}
	return rows([][2]string{
		{phrases.Say("settings:model"), m.Name + " " + m.Version},
		{phrases.Say("settings:provider"), provider},
		{phrases.Say("settings:quality"), m.Quality},
		{phrases.Say("settings:terms"), m.Terms},
	})
}

// libraryRows describes the library.
func libraryRows(s State) []fyne.CanvasObject {
	return rows([][2]string{
		{phrases.Say("settings:place"), s.Library},
		{phrases.Say("settings:version"), s.Version},
		{phrases.Say("settings:backup"), s.Restored},
		{phrases.Say("settings:changes"), polled(s.Polled, s.PolledWhy)},
	})
}

func polled(folders int, why string) string {
	if folders == 0 {
		return ""
	}
	text := phrases.Say("settings:polled", "n", strconv.Itoa(folders))
	if why != "" {
		text += "\n" + why
	}
	return text
}

// rows returns labels of names and values, without pairs that have no value.
func rows(all [][2]string) []fyne.CanvasObject {
	var known []fyne.CanvasObject
	for _, r := range all {
		if r[1] != "" {
			known = append(known, name(r[0]), value(r[1]))
		}
	}
	return known
}

func (p *Page) buildReport() {
	p.details = widget.NewLabel("")
	p.details.TextStyle.Monospace = true
	p.details.SizeName = fynetheme.SizeNameCaptionText
	p.details.Wrapping = fyne.TextWrapBreak
	p.details.Selectable = true
	p.details.Hide()
	show := push.New(phrases.Say("settings:details"), func() {
		call.If(p.OnDetails)
	})
	copy := push.Icon(phrases.Say("settings:copy"), fynetheme.ContentCopyIcon(), func() {
		call.With(p.OnCopy, p.details.Text)
	})
	copy.Importance = widget.LowImportance
	buttons := container.NewHBox(show, copy)
	row := container.New(layout.NewCustomPaddedLayout(0, 0, 8, 0), buttons)
	p.report = container.NewVBox(heading(phrases.Say("settings:details")), row, p.details)
}

func (p *Page) chosen() {
	if p.setting || p.OnAppearance == nil {
		return
	}
	p.OnAppearance(marked(p.theme, themes), marked(p.text, texts))
}

// choose marks the name that belongs to value.
func choose[T comparable](g *widget.RadioGroup, value T, all func() ([]string, []T)) {
	names, values := all()
	if i := slices.Index(values, value); i >= 0 {
		g.SetSelected(names[i])
	}
}

// marked returns the value whose name is marked, the first where none is.
func marked[T any](g *widget.RadioGroup, all func() ([]string, []T)) T {
	names, values := all()
	return values[max(slices.Index(names, g.Selected), 0)]
}

func heading(text string) fyne.CanvasObject {
	l := widget.NewLabel(text)
	l.TextStyle.Bold, l.SizeName = true, fynetheme.SizeNameSubHeadingText
	return container.New(layout.NewCustomPaddedLayout(16, 0, 0, 0), l)
}

func form(objects ...fyne.CanvasObject) fyne.CanvasObject {
	return container.New(layout.NewFormLayout(), objects...)
}

func name(text string) *widget.Label {
	l := widget.NewLabel(text)
	l.Importance = widget.LowImportance
	return l
}

func value(text string) *widget.Label {
	l := widget.NewLabel(text)
	l.Wrapping = fyne.TextWrapWord
	return l
}

// column limits lines of text to a readable length.
type column struct{}

const columnWidth = 720

func (column) Layout(o []fyne.CanvasObject, size fyne.Size) {
	o[0].Move(fyne.NewPos(24, 8))
	o[0].Resize(fyne.NewSize(min(size.Width-48, columnWidth), size.Height-32))
}

func (column) MinSize(o []fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(320, o[0].MinSize().Height+32)
}
