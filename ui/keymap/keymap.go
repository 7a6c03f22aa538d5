// Package keymap shows the map of all keys.
package keymap

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/dialog"
	"fyne.io/fyne/v2/layout"
	fynetheme "fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
)

// Group are the keys of one part of the window.
type Group struct {
	Name string
	Keys [][2]string // the key, and what it does
}

// All returns all keys.
func All() []Group {
	return []Group{
		{"Everywhere", [][2]string{
			{"/, Ctrl+F", "Search"},
			{"Ctrl+S", "Save this search"},
			{"Ctrl+V", "Find the like of a copied picture file"},
			{"?", "These keys"},
			{"Esc", "Clear, then back"},
			{"Alt+Left, Alt+Right", "Back, forward again"},
			{"Ctrl+Z", "Undo the last mark"},
		}},
		{"Search box", [][2]string{
			{"Up, Down", "Earlier searches, or through the list"},
			{"Tab", "Take what the list offers"},
			{"Enter", "On to the photos"},
			{"Backspace", "At the start: remove the last chip"},
			{"Ctrl+.", "Correct a mistake"},
		}},
		{"Photos", [][2]string{
			{"Arrows", "Move; with Shift select"},
			{"Home, End, PgUp, PgDn", "Move further"},
			{"Ctrl+A", "Select all"},
			{"Enter, Space", "Open"},
			{"M", "More like this"},
			{"F", "Favourite"},
			{"T", "Tag"},
			{"Y, X", "It shows this thing, or not"},
			{"R", "Show in folder"},
			{"Other letters", "Search for what is typed"},
			{"Ctrl+C", "Copy path"},
			{"+, -", "Larger, smaller"},
		}},
		{"One photo", [][2]string{
			{"Left, Right", "The one before, the next"},
			{"I", "Information"},
			{"0, +, -", "Fit, larger, smaller"},
			{"F, T, M, R", "As in the grid"},
			{"Esc, Enter, Space", "Back"},
		}},
	}
}

// Show shows the map in win, unless a dialog is open.
func Show(win fyne.Window) {
	if win.Canvas().Overlays().Top() != nil {
		return
	}
	groups, size := All(), win.Canvas().Size()
	columns := keyColumns(groups[:2], groups[2:])
	if columns.MinSize().Width+96 > size.Width { // there is no room side by side
		columns = keyColumns(groups)
	}
	d := dialog.NewCustom("Keys", "Close", container.NewVScroll(columns), win)
	least := columns.MinSize().AddWidthHeight(48, 120)
	d.Resize(fyne.NewSize(min(size.Width-48, least.Width), min(size.Height-48, least.Height)))
	d.Show()
}

func keyColumns(columns ...[]Group) *fyne.Container {
	row := container.New(layout.NewCustomPaddedHBoxLayout(24))
	for _, groups := range columns {
		column := container.New(layout.NewCustomPaddedVBoxLayout(2))
		for _, g := range groups {
			column.Add(keyTable(g))
		}
		row.Add(column)
	}
	return row
}

func keyTable(g Group) fyne.CanvasObject {
	title := widget.NewLabel(g.Name)
	title.TextStyle.Bold = true
	keys := container.New(layout.NewCustomPaddedVBoxLayout(-12))
	does := container.New(layout.NewCustomPaddedVBoxLayout(-12))
	for _, k := range g.Keys {
		key, what := widget.NewLabel(k[0]), widget.NewLabel(k[1])
		key.SizeName, what.SizeName = fynetheme.SizeNameCaptionText, fynetheme.SizeNameCaptionText
		what.Importance = widget.LowImportance
		keys.Add(key)
		does.Add(what)
	}
	table := container.New(layout.NewCustomPaddedHBoxLayout(0), keys, does)
	return container.New(layout.NewCustomPaddedVBoxLayout(-8), title, table)
}
