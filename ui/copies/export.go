package copies

import (
	"context"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/dialog"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/layout"
	fynetheme "fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"recollect/engine/photo"
	"recollect/ui/ask"
	"recollect/ui/phrases"
	"recollect/ui/selection"
)

// sizes are the longest sides that are offered.
var sizes = [...]int{0, 4096, 2560, 1920, 1024}

// form asks for a Wish.
type form struct {
	format, strip *widget.RadioGroup
	size          *widget.Select
	sidecars      *widget.Check
}

// formats and strips are the values of Wish in the order in which they are offered.
var (
	formats = [...]string{"original", "jpeg", "png"}
	strips  = [...]string{"", "location", "all"}
)

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
	d := dialog.NewCustomConfirm(phrases.Say("copies:export-title", "n", len(ids)), phrases.Say("copies:choose-folder"),
		phrases.Say("answer:cancel"), f.object(), func(yes bool) {
			if yes {
				m.askWhere(ids, f.wish())
			}
		}, m.Window)
	d.SetConfirmImportance(widget.MediumImportance)
	d.Resize(fyne.NewSize(min(480, m.Window.Canvas().Size().Width-48), 0))
	d.Show()
}

func (m *Maker) askWhere(ids []photo.ID, w Wish) {
	ask.Folder(m.Window, ask.Choice{
		Title: phrases.Say("copies:where"), Confirm: phrases.Say("copies:export-here"), Dir: m.last.Dir,
		Failed: m.Board.Fail,
		Given: func(dir string) {
			w.Dir = dir
			m.export(ids, w)
		},
	})
}

func (m *Maker) export(ids []photo.ID, w Wish) {
	m.last = w
	m.begin(phrases.Say("copies:exporting"), phrases.Say("copies:exported"), len(ids), w.Dir,
		func(ctx context.Context, each func(bool, error)) error {
			return m.Export(ctx, ids, w, func(failed error) { each(failed == nil, failed) })
		})
}

// newForm returns a form that says w.
func newForm(w Wish) *form {
	f := &form{
		format: widget.NewRadioGroup([]string{
			phrases.Say("copies:original"), phrases.Say("copies:jpeg"), phrases.Say("copies:png"),
		}, nil),
		strip: widget.NewRadioGroup([]string{
			phrases.Say("copies:keep"), phrases.Say("copies:no-location"), phrases.Say("copies:no-metadata"),
		}, nil),
		sidecars: widget.NewCheck(phrases.Say("copies:sidecars"), nil),
	}
	names := make([]string, len(sizes))
	for i, px := range sizes {
		names[i] = phrases.Say("copies:pixels", "n", px)
	}
	names[0] = phrases.Say("copies:full-size")
	f.size = widget.NewSelect(names, nil)
	f.format.Required, f.strip.Required = true, true
	f.format.Selected = f.format.Options[at(formats[:], w.Format)]
	f.strip.Selected = f.strip.Options[at(strips[:], w.Strip)]
	f.size.SetSelectedIndex(at(sizes[:], w.LongPx))
	f.sidecars.SetChecked(w.Sidecars)
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
	enable := func(w fyne.Disableable, on bool) {
		if on {
			w.Enable()
		} else {
			w.Disable()
		}
	}
	enable(f.size, f.wish().Format != formats[0])
	enable(f.sidecars, f.wish().Strip != "all")
}

// wish is what the form says.
func (f *form) wish() Wish {
	w := Wish{
		Format: formats[at(f.format.Options, f.format.Selected)], Strip: strips[at(f.strip.Options, f.strip.Selected)],
	}
	if w.Format != formats[0] {
		w.LongPx = sizes[max(0, f.size.SelectedIndex())]
	}
	w.Sidecars = f.sidecars.Checked && w.Strip != "all"
	return w
}

func (f *form) object() fyne.CanvasObject {
	head := func(text string) fyne.CanvasObject {
		l := widget.NewLabel(text)
		l.TextStyle.Bold = true
		return l
	}
	return container.New(layout.NewCustomPaddedVBoxLayout(2),
		head(phrases.Say("copies:format")), f.format, f.size,
		head(phrases.Say("copies:strip")), f.strip, f.sidecars)
}
