package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"

	"recollect/engine/query"
	"recollect/ui/theme"
)

// showSortMenu offers the orders below the button that was clicked.
func (w *Window) showSortMenu(below fyne.CanvasObject) {
	menu := widget.NewPopUpMenu(w.sortMenu(), w.win.Canvas())
	at := fyne.CurrentApp().Driver().AbsolutePositionForObject(below)
	menu.ShowAtPosition(fyne.NewPos(at.X+below.Size().Width-menu.MinSize().Width, at.Y+below.Size().Height))
}

// sortMenu are the orders, of which that of the line and its chips is ticked. The box is
// the only place where the order is kept.
func (w *Window) sortMenu() *fyne.Menu {
	usual := query.Newest
	if !w.asked.Empty() && !onlyFilters(w.asked) {
		usual = query.ByRelevance
	}
	now := query.Parse(w.box.Query().Text, query.Options{}).Sort
	if now == "" {
		now = usual
	}
	menu := fyne.NewMenu("")
	for _, s := range query.Orders() {
		item := fyne.NewMenuItem(orderName(s), func() { w.sortBy(s, usual) })
		item.Checked = s == now
		item.Disabled = s == query.ByRelevance && usual != query.ByRelevance
		menu.Items = append(menu.Items, item)
	}
	return menu
}

// sortBy makes the order a chip, or takes it away where it is the usual one. One that
// was typed gives way.
func (w *Window) sortBy(s, usual query.Sort) {
	if line := query.WithSort(w.box.Text(), ""); line != w.box.Text() {
		w.box.SetText(line)
	}
	if s == usual {
		w.box.SetOrder("", "", nil)
		return
	}
	w.box.SetOrder(query.WithSort("", s), orderName(s), theme.SortIcon())
}

func orderName(s query.Sort) string {
	switch s {
	case query.ByRelevance:
		return "Best match first"
	case query.Newest:
		return "Newest first"
	case query.Oldest:
		return "Oldest first"
	case query.ByName:
		return "By name"
	case query.BySize:
		return "Largest first"
	case query.ByRating:
		return "Best rated first"
	}
	return string(s)
}
