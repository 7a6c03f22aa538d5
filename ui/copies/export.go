package copies

import (
	"cmp"
	"context"
	"strconv"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/layout"
	fynetheme "fyne.io/fyne/v2/theme"

	"recollect/engine/photo"
	"recollect/ui/ask"
	"recollect/ui/frame"
	"recollect/ui/phrases"
	"recollect/ui/selection"
	"recollect/ui/work"
)

// sizes are the longest sides that are offered.
var sizes = [...]int{0, 4096, 2560, 1920, 1024}

// form asks for a Wish.
type form struct {
	format, size, strip *ask.Select
	sidecars            *ask.Check
	columns, paper      *ask.Select // of a contact sheet

	ofCopies, ofSheet fyne.CanvasObject // of which one is shown
}

// formats and strips are the values of Wish in the order in which they are offered.
var (
	formats = [...]string{"original", "jpeg", "png", sheet}
	strips  = [...]string{"", "location", "all"}
	papers  = [...]string{"a4", "letter"}
)

// sheet is the format of a contact sheet.
const sheet = "sheet"

// columns are how many photos beside each other are offered for a contact sheet, and usualColumns the first choice.
var columns = [...]int{1, 2, 3, 4, 5, 6, 8}

const usualColumns = 4

// Asker returns Ask; nil: nothing can be exported.
func (m *Maker) Asker() func([]photo.ID) {
	if m.Export == nil {
		return nil
	}
	return m.Ask
}

// Actions returns what the bar of a selection offers.
func (m *Maker) Actions() []selection.Action {
	if m.Export == nil {
		return nil
	}
	return []selection.Action{{Text: phrases.Say("selection:export"), Icon: fynetheme.UploadIcon(), Do: m.askShown}}
}

// Bind binds the key of exports.
func (m *Maker) Bind(c fyne.Canvas) {
	export := &desktop.CustomShortcut{KeyName: fyne.KeyE, Modifier: fyne.KeyModifierShortcutDefault}
	c.AddShortcut(export, func(fyne.Shortcut) {
		if c.Overlays().Top() == nil {
			m.askShown()
		}
	})
}

// askShown asks for copies of the photo that has the window, or of those that are selected in the grid.
func (m *Maker) askShown() {
	if id := m.Large(); id != 0 {
		m.Ask([]photo.ID{id})
	} else if m.OnGrid() {
		m.Grid.With(m.Ask)
	}
}

// Ask asks what copies of photos are to be like, and where, and makes them.
func (m *Maker) Ask(ids []photo.ID) {
	if m.Export == nil || len(ids) == 0 || m.task.Busy() {
		return
	}
	f := newForm(m.last)
	s := ask.Sheet{
		Title:   phrases.Say("copies:export-title", "n", len(ids)),
		Content: f.object(), First: f.format,
		Fields: []ask.Field{f.format, f.size, f.strip, f.sidecars, f.columns, f.paper},
		Yes:    phrases.Say("copies:choose-folder"), No: phrases.Say("answer:cancel"), Size: fyne.NewSize(480, 0),
		Answer: func(yes bool) {
			if yes {
				m.askWhere(ids, f.wish())
			}
		},
	}
	s.Show(m.Window)
}

func (m *Maker) askWhere(ids []photo.ID, w Wish) {
	ask.Folder(m.Window, ask.Choice{
		Title: phrases.Say("copies:where"), Confirm: phrases.Say("copies:export-here"), For: "copies",
		Failed: m.Board.Fail,
		Given: func(dir string) {
			w.Dir = dir
			m.export(ids, w)
		},
	})
}

func (m *Maker) export(ids []photo.ID, w Wish) {
	m.last, m.prints, m.made = w, w.Format == sheet, ""
	m.begin(phrases.Say("copies:exporting"), phrases.Say("copies:exported"), len(ids), w.Dir,
		func(ctx context.Context, each func(bool, error)) error {
			made, err := m.Export(ctx, ids, w, func(failed error) { each(failed == nil, failed) })
			work.OnUI(func() { m.made = made })
			return err
		})
}

// newForm returns a form that says w.
func newForm(w Wish) *form {
	f := &form{
		format: ask.NewSelect([]string{
			phrases.Say("copies:original"), phrases.Say("copies:jpeg"), phrases.Say("copies:png"),
			phrases.Say("copies:sheet"),
		}),
		strip: ask.NewSelect([]string{
			phrases.Say("copies:keep"), phrases.Say("copies:no-location"), phrases.Say("copies:no-metadata"),
		}),
		sidecars: ask.NewCheck(phrases.Say("copies:sidecars")),
		paper:    ask.NewSelect([]string{phrases.Say("copies:a4"), phrases.Say("copies:letter")}),
	}
	names := make([]string, len(sizes))
	for i, px := range sizes {
		names[i] = phrases.Say("copies:pixels", "n", px)
	}
	names[0] = phrases.Say("copies:full-size")
	f.size = ask.NewSelect(names)
	beside := make([]string, len(columns))
	for i, n := range columns {
		beside[i] = strconv.Itoa(n)
	}
	f.columns = ask.NewSelect(beside)
	f.columns.SetSelectedIndex(at(columns[:], cmp.Or(w.Columns, usualColumns)))
	f.paper.SetSelectedIndex(at(papers[:], w.Paper))
	f.format.SetSelectedIndex(at(formats[:], w.Format))
	f.strip.SetSelectedIndex(at(strips[:], w.Strip))
	f.size.SetSelectedIndex(at(sizes[:], w.LongPx))
	f.sidecars.SetChecked(w.Sidecars)
	f.ofCopies = ask.Form(ask.Row(phrases.Say("copies:size"), f.size),
		ask.Row(phrases.Say("copies:strip"), f.strip), f.sidecars)
	f.ofSheet = ask.Form(ask.Row(phrases.Say("copies:row"), f.columns), ask.Row(phrases.Say("copies:paper"), f.paper))
	f.format.OnChanged = func(string) { f.update() }
	f.strip.OnChanged = func(string) { f.update() }
	f.update()
	return f
}

// at is the index of v, or 0.
func at[T comparable](all []T, v T) int {
	for i := range all {
		if all[i] == v {
			return i
		}
	}
	return 0
}

// update disables what does not go together with the rest.
func (f *form) update() {
	frame.Show(f.ofCopies, f.wish().Format != sheet)
	frame.Show(f.ofSheet, f.wish().Format == sheet)
	frame.Enable(f.size, f.wish().Format != formats[0])
	frame.Enable(f.sidecars, f.wish().Strip != "all")
}

// wish is what the form says, of other formats too, so that it is remembered.
func (f *form) wish() Wish {
	w := Wish{
		Format: formats[at(f.format.Options, f.format.Selected)], Strip: strips[at(f.strip.Options, f.strip.Selected)],
		Columns: columns[max(0, f.columns.SelectedIndex())], Paper: papers[max(0, f.paper.SelectedIndex())],
	}
	w.Sidecars = f.sidecars.Checked && w.Strip != "all"
	if w.Format != formats[0] {
		w.LongPx = sizes[max(0, f.size.SelectedIndex())]
	}
	if w.Format == sheet {
		w.Name = phrases.Say("copies:sheet-name")
	}
	return w
}

func (f *form) object() fyne.CanvasObject {
	const border = 2 // of the last select, which the room for the content would cut
	return container.New(layout.NewCustomPaddedLayout(0, border, 0, 0),
		ask.Form(ask.Row(phrases.Say("copies:format"), f.format), f.ofCopies, f.ofSheet))
}
