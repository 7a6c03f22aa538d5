// Package keymap shows the map of all keys.
package keymap

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	fynetheme "fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"recollect/ui/ask"
	"recollect/ui/phrases"
)

// Group are the keys of one part of the window.
type Group struct {
	Name string
	Keys [][2]string // the key, and what it does
}

// All returns all keys.
func All() []Group {
	return []Group{
		{phrases.Say("keys:in-everywhere"), [][2]string{
			{phrases.Say("keys:key-ctrl-f"), phrases.Say("keys:search")},
			{phrases.Say("keys:key-ctrl-s"), phrases.Say("keys:save-this-search")},
			{phrases.Say("keys:key-ctrl-v"), phrases.Say("keys:paste")},
			{phrases.Say("keys:key-ctrl-shift-m"), phrases.Say("keys:models")},
			{"F11", phrases.Say("keys:full-screen")},
			{"?", phrases.Say("keys:these-keys")},
			{phrases.Say("keys:key-esc"), phrases.Say("keys:clear")},
			{phrases.Say("keys:key-alt-left-alt-right"), phrases.Say("keys:back-forward-again")},
			{phrases.Say("keys:key-ctrl-z"), phrases.Say("keys:undo")},
			{phrases.Say("keys:key-ctrl-shift-z"), phrases.Say("keys:redo")},
		}},
		{phrases.Say("keys:in-search-box"), [][2]string{
			{phrases.Say("keys:key-up-down"), phrases.Say("keys:earlier")},
			{phrases.Say("keys:key-tab"), phrases.Say("keys:take")},
			{phrases.Say("keys:key-enter"), phrases.Say("keys:on")},
			{phrases.Say("keys:key-backspace"), phrases.Say("keys:remove-chip")},
			{phrases.Say("keys:key-ctrl-dot"), phrases.Say("keys:correct")},
		}},
		sideBar(),
		{phrases.Say("keys:in-duplicates"), [][2]string{
			{phrases.Say("keys:key-left-right"), phrases.Say("keys:group")},
			{"1 – 9", phrases.Say("keys:keep")},
			{"C", phrases.Say("keys:compare")},
			{"X", phrases.Say("keys:reject")},
			{phrases.Say("keys:key-delete"), phrases.Say("keys:trash")},
			{"R", phrases.Say("keys:show-in-folder")},
		}},
		{phrases.Say("keys:in-places"), [][2]string{
			{phrases.Say("keys:key-arrows"), phrases.Say("keys:map-move")},
			{"+, -", phrases.Say("keys:map-zoom")},
			{phrases.Say("keys:key-tab"), phrases.Say("keys:map-next")},
			{phrases.Say("keys:key-enter"), phrases.Say("keys:map-open")},
			{"0", phrases.Say("keys:map-all")},
		}},
		{phrases.Say("keys:in-photos"), [][2]string{
			{phrases.Say("keys:key-arrows"), phrases.Say("keys:move")},
			{phrases.Say("keys:key-home-end-pgup-pgdn"), phrases.Say("keys:move-further")},
			{phrases.Say("keys:key-ctrl-a"), phrases.Say("keys:select-all")},
			{phrases.Say("keys:key-mouse"), phrases.Say("keys:mark")},
			{phrases.Say("keys:key-mouse"), phrases.Say("keys:drag")},
			{phrases.Say("keys:key-enter-space"), phrases.Say("keys:open")},
			{"I", phrases.Say("keys:information")},
			{"M", phrases.Say("keys:more-like-this")},
			{"F", phrases.Say("keys:favourite")},
			{"T", phrases.Say("keys:tag")},
			{"B", phrases.Say("keys:album")},
			{phrases.Say("keys:key-ctrl-shift-arrows"), phrases.Say("keys:order")},
			{phrases.Say("keys:key-delete"), phrases.Say("keys:take-out")},
			{phrases.Say("keys:key-digits"), phrases.Say("keys:rate")},
			{phrases.Say("keys:key-label-digits"), phrases.Say("keys:label")},
			{"Y, X", phrases.Say("keys:judge")},
			{"C", phrases.Say("keys:compare")},
			{"R", phrases.Say("keys:show-in-folder")},
			{phrases.Say("keys:key-other-letters"), phrases.Say("keys:type")},
			{phrases.Say("keys:key-ctrl-c"), phrases.Say("keys:copy-path")},
			{phrases.Say("keys:key-ctrl-e"), phrases.Say("keys:export")},
			{"+, -", phrases.Say("keys:larger-smaller")},
		}},
		{phrases.Say("keys:in-one-photo"), [][2]string{
			{phrases.Say("keys:key-left-right"), phrases.Say("keys:step")},
			{"I", phrases.Say("keys:information")},
			{"N", phrases.Say("keys:strip")},
			{"[, ]", phrases.Say("keys:turn")},
			{"S", phrases.Say("keys:slides")},
			{"Z, +, -", phrases.Say("keys:fit")},
			{phrases.Say("keys:key-one-photo"), phrases.Say("keys:as-in-the-grid")},
			{phrases.Say("keys:key-esc-enter-space"), phrases.Say("keys:back")},
		}},
		{phrases.Say("keys:in-pair"), [][2]string{
			{phrases.Say("keys:key-left-right"), phrases.Say("keys:mark-side")},
			{phrases.Say("keys:key-up-down"), phrases.Say("keys:other-photo")},
			{phrases.Say("keys:key-pair"), phrases.Say("keys:rate-side")},
			{"Z, +, -", phrases.Say("keys:fit-both")},
		}},
	}
}

func sideBar() Group {
	return Group{phrases.Say("tip:side"), [][2]string{
		{"F2", phrases.Say("keys:rename")},
		{phrases.Say("keys:key-delete"), phrases.Say("keys:remove")},
	}}
}

// Show shows the map in win, unless a dialog is open.
func Show(win fyne.Window) {
	if win.Canvas().Overlays().Top() != nil {
		return
	}
	groups, size := All(), win.Canvas().Size()
	columns := keyColumns(true, groups[:5], groups[5:])
	tooWide := func() bool { return columns.MinSize().Width+96 > size.Width }
	if tooWide() { // there is no room side by side
		columns = keyColumns(true, groups)
	}
	if tooWide() {
		columns = keyColumns(false, groups)
	}
	s := ask.Sheet{Title: phrases.Say("keys:title"), Content: columns, No: phrases.Say("answer:close")}
	s.Show(win)
}

// keyColumns returns groups in columns; aligned: all texts of a column begin at one line.
func keyColumns(aligned bool, columns ...[]Group) *fyne.Container {
	row := container.New(layout.NewCustomPaddedHBoxLayout(24))
	for _, groups := range columns {
		column := container.New(layout.NewCustomPaddedVBoxLayout(2))
		var widest fyne.Size // of the keys of a group
		var tables []keyTable
		for _, g := range groups {
			t := newKeyTable(g)
			widest = widest.Max(fyne.NewSize(t.keys.MinSize().Width, 0))
			tables = append(tables, t)
		}
		for _, t := range tables {
			if aligned {
				t.least.SetMinSize(widest)
			}
			column.Add(t.all)
		}
		row.Add(column)
	}
	return row
}

// keyTable is a group of keys.
type keyTable struct {
	all, keys fyne.CanvasObject
	least     *canvas.Rectangle // as wide as the keys are at least
}

func newKeyTable(g Group) keyTable {
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
	least := canvas.NewRectangle(color.Transparent)
	rows := container.New(layout.NewCustomPaddedHBoxLayout(0), container.NewStack(least, keys), does)
	all := container.New(layout.NewCustomPaddedVBoxLayout(-8), title, rows)
	return keyTable{all, keys, least}
}
