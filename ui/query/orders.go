package query

import (
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"

	"recollect/engine/query"
	"recollect/ui/phrases"
	"recollect/ui/theme"
)

// ShowOrders shows the menu of orders below the clicked button.
func (b *Box) ShowOrders(below fyne.CanvasObject) {
	d := fyne.CurrentApp().Driver()
	menu := widget.NewPopUpMenu(b.Orders(), d.CanvasForObject(below))
	at := d.AbsolutePositionForObject(below)
	menu.ShowAtPosition(fyne.NewPos(at.X+below.Size().Width-menu.MinSize().Width, at.Y+below.Size().Height))
}

// Orders returns the menu of orders, with the current one ticked. Only the box
// stores the order.
func (b *Box) Orders() *fyne.Menu {
	asked := b.Query()
	usual := query.Newest
	if !asked.OnlyFilters() {
		usual = query.ByRelevance
	}
	now := asked.Sort
	if now == "" {
		now = usual
	}
	menu := fyne.NewMenu("")
	for _, s := range query.Orders() {
		item := fyne.NewMenuItem(orderName(s), func() { b.sortBy(s, usual) })
		item.Checked = s == now
		item.Disabled = s == query.ByRelevance && usual != query.ByRelevance
		menu.Items = append(menu.Items, item)
	}
	return menu
}

// sortBy shows the order as a chip, or removes the chip for the default order. It removes an order
// from the line.
func (b *Box) sortBy(s, usual query.Sort) {
	if line := b.Typed().WithSort(""); line != b.Text() {
		b.SetText(line)
	}
	if s == usual {
		b.setOrder("", "")
		return
	}
	b.setOrder(query.SortText(s), orderName(s))
}

// setOrder replaces the chip for the order, or removes it if filter is empty.
func (b *Box) setOrder(filter, name string) {
	had := len(b.chips)
	b.chips = slices.DeleteFunc(b.chips, func(c *chip) bool { return c.order })
	switch {
	case filter != "":
		b.add(&chip{filter: filter, name: name, icon: theme.SortIcon(), order: true})
	case len(b.chips) < had:
		b.arrange()
		b.changed()
	}
}

func orderName(s query.Sort) string {
	switch s {
	case query.ByRelevance:
		return phrases.Say("order:relevance")
	case query.Newest:
		return phrases.Say("order:newest")
	case query.Oldest:
		return phrases.Say("order:oldest")
	case query.ByName:
		return phrases.Say("order:name")
	case query.BySize:
		return phrases.Say("order:size")
	case query.ByRating:
		return phrases.Say("order:rating")
	}
	return string(s)
}
