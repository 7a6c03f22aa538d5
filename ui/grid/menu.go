package grid

import (
	"fmt"

	"fyne.io/fyne/v2"
	fynetheme "fyne.io/fyne/v2/theme"

	"recollect/engine/photo"
	"recollect/ui/call"
	"recollect/ui/theme"
)

// likesMax is how many photos may be searched by together: each is a chip in the box.
const likesMax = 8

// menu returns the menu of id, and of the selection if id is part of it. Its
// items act on the photos selected now, whatever changes while it is open.
func (g *Grid) menu(id photo.ID) *fyne.Menu {
	if g.also[id] {
		g.selected = id // the keyboard continues from the clicked photo
		g.selectionChanged()
	} else if id != g.selected {
		g.selectOnly(id)
	}
	ids := g.Selection()
	menu := fyne.NewMenu("", menuItem("Open", fynetheme.ViewFullScreenIcon(), func() { g.openID(id) }),
		menuItem("More like this", fynetheme.SearchIcon(), func() { call.With(g.OnMore, []photo.ID{id}) }))
	if n := len(ids); n > 1 && n <= likesMax {
		text := fmt.Sprintf("More like these %d", n)
		all := menuItem(text, fynetheme.SearchIcon(), func() { call.With(g.OnMore, ids) })
		menu.Items = append(menu.Items, all)
	}
	menu.Items = append(menu.Items, g.markItems(ids)...)
	menu.Items = append(menu.Items, fyne.NewMenuItemSeparator(),
		menuItem("Show in folder", fynetheme.FolderOpenIcon(), func() { call.With(g.OnReveal, id) }),
		menuItem("Copy path", fynetheme.ContentCopyIcon(), func() { call.With(g.OnCopy, id) }))
	return menu
}

// markItems returns the items that change marks, as far as the library stores
// them.
func (g *Grid) markItems(ids []photo.ID) (items []*fyne.MenuItem) {
	favourite, tag := "Favourite", "Tag…"
	if n := len(ids); n > 1 {
		favourite, tag = fmt.Sprintf("Favourite these %d", n), fmt.Sprintf("Tag these %d…", n)
	}
	if g.OnFavourite != nil {
		items = append(items, menuItem(favourite, theme.HeartOutlineIcon(), func() { g.OnFavourite(ids) }))
	}
	if g.OnTag != nil {
		items = append(items, menuItem(tag, theme.TagIcon(), func() { g.OnTag(ids) }))
	}
	return items
}

func menuItem(label string, icon fyne.Resource, f func()) *fyne.MenuItem {
	return &fyne.MenuItem{Label: label, Icon: icon, Action: f}
}
