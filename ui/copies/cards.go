package copies

import (
	"context"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"

	"recollect/ui/ask"
	"recollect/ui/counts"
	"recollect/ui/phrases"
)

// Importer returns what asks for an import; nil: nothing can be imported.
func (m *Maker) Importer() func() {
	if m.Cards == nil {
		return nil
	}
	return m.Import
}

// Import asks for a camera, a card or another folder, tells what it has, asks which of the library's folders to copy it
// to, and does so.
func (m *Maker) Import() {
	if m.task.Busy() {
		return
	}
	var folders []string
	for _, f := range m.Folders() {
		if !f.Away {
			folders = append(folders, f.Path)
		}
	}
	ask.Folder(m.Window, ask.Choice{
		Title: phrases.Say("copies:from"), Confirm: phrases.Say("copies:look"), Failed: m.Board.Fail,
		Given: func(from string) { m.lookAt(from, folders) },
	})
}

// lookAt looks what a folder has, and offers that.
func (m *Maker) lookAt(from string, folders []string) {
	m.look.Run(m.Group, func(ctx context.Context) (Found, error) { return m.Cards.Look(ctx, from) },
		func(f Found, err error) {
			switch {
			case err != nil:
				m.Board.Fail(err)
			case f.Files == 0:
				m.Board.Passing(phrases.Say("copies:nothing"))
			default:
				m.offer(from, f, folders)
			}
		})
}

// kindOf says what a folder looks like.
func kindOf(f Found) string {
	switch f.Kind {
	case "camera":
		return phrases.Say("copies:camera")
	case "takeout":
		return phrases.Say("copies:takeout")
	case "apple":
		return phrases.Say("copies:apple")
	}
	return phrases.Say("copies:folder")
}

// offer tells what was found, and asks where to.
func (m *Maker) offer(from string, f Found, folders []string) {
	found := widget.NewLabel(phrases.Say("copies:found", "n", f.Files, "size", counts.Bytes(f.Bytes)) + " " + kindOf(f))
	how := widget.NewLabel(phrases.Say("copies:how"))
	found.Wrapping, how.Wrapping = fyne.TextWrapWord, fyne.TextWrapWord
	how.Importance = widget.LowImportance
	other := phrases.Say("copies:other-folder")
	to := ask.NewSelect(append(append([]string{}, folders...), other))
	to.SetSelectedIndex(0)
	s := ask.Sheet{
		Title: phrases.Say("copies:import-title"), Yes: phrases.Say("copies:import"), No: phrases.Say("answer:cancel"),
		Content: ask.Form(found, ask.Row(phrases.Say("copies:to"), to), how),
		First:   to, Fields: []ask.Field{to}, Size: fyne.NewSize(520, 0),
		Answer: func(yes bool) {
			switch i := to.SelectedIndex(); {
			case !yes:
			case i < len(folders):
				m.copyCard(from, folders[i], f.Files)
			default:
				ask.Folder(m.Window, ask.Choice{
					Title: phrases.Say("copies:where"), Confirm: phrases.Say("copies:import"), Failed: m.Board.Fail,
					Given: func(dir string) { m.copyCard(from, dir, f.Files) },
				})
			}
		},
	}
	s.Show(m.Window)
}

func (m *Maker) copyCard(from, to string, files int) {
	m.prints = false
	m.begin(phrases.Say("copies:importing"), phrases.Say("copies:imported"), files, to,
		func(ctx context.Context, each func(bool, error)) error { return m.Cards.Import(ctx, from, to, each) })
}
