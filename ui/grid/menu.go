package grid

import (
	"strconv"

	"fyne.io/fyne/v2"
	fynetheme "fyne.io/fyne/v2/theme"

	"recollect/engine/photo"
	"recollect/ui/call"
	"recollect/ui/phrases"
	"recollect/ui/theme"
)

// likesMax is how many photos may be searched by together: each is a chip in the box.
const likesMax = 8

// menu returns the menu of photo i, and of the selection if that is part of it. Its
// items act on the photos selected now, whatever changes while it is open.
func (g *Grid) menu(i int) *fyne.Menu {
	t := g.tile(i)
	id := t.ID
	if g.also.Has(id) {
		g.selected, g.spot = id, t // the keyboard continues from the clicked photo
		g.selectionChanged()
	} else if id != g.selected {
		g.selectOnly(i)
	}
	ids := g.Selection()
	n := strconv.Itoa(len(ids))
	open, stack := phrases.Say("keys:key-enter"), g.piles.Of(id)
	if stack.Hides(id) != nil {
		open = phrases.Say("keys:key-space") // Enter opens the stack
	}
	menu := fyne.NewMenu(
		"",
		MenuItem(phrases.Say("photo:open"), fynetheme.ViewFullScreenIcon(), open, func() { g.openID(id) }),
		MenuItem(phrases.Say("photo:more"), fynetheme.SearchIcon(), "M",
			func() { call.With(g.OnMore, []photo.ID{id}) }),
	)
	if stack != nil {
		menu.Items = append(menu.Items, g.stackItem(stack))
	}
	if len(ids) == 2 {
		menu.Items = append(menu.Items, MenuItem(phrases.Say("photo:compare"), fynetheme.ViewRestoreIcon(), "C",
			func() { call.With(g.OnCompare, ids) }))
	}
	if g.also.Len() > 1 && len(ids) <= likesMax {
		text := phrases.Say("photo:more-like-these", "n", n)
		all := MenuItem(text, fynetheme.SearchIcon(), "", func() { call.With(g.OnMore, ids) })
		menu.Items = append(menu.Items, all)
	}
	menu.Items = append(menu.Items, g.markItems(ids, n)...)
	menu.Items = append(menu.Items, fyne.NewMenuItemSeparator(),
		MenuItem(phrases.Say("photo:reveal"), fynetheme.FolderOpenIcon(), "R", func() { call.With(g.OnReveal, id) }),
		MenuItem(phrases.Say("photo:copy-path", "n", n), fynetheme.ContentCopyIcon(), phrases.Say("keys:key-ctrl-c"),
			func() { call.With(g.OnCopy, ids) }))
	return menu
}

// markItems returns the items that change marks, as far as the library stores them, and that make copies.
func (g *Grid) markItems(ids []photo.ID, n string) (items []*fyne.MenuItem) {
	favourite, tag := phrases.Say("photo:favourite", "n", n), phrases.Say("photo:tag", "n", n)
	if g.OnFavourite != nil {
		items = append(items, MenuItem(favourite, theme.HeartOutlineIcon(), "F", func() { g.OnFavourite(ids) }))
	}
	if g.OnTag != nil {
		items = append(items, MenuItem(tag, theme.TagIcon(), "T", func() { g.OnTag(ids) }))
	}
	if album := phrases.Say("photo:album", "n", n); g.OnAlbum != nil {
		items = append(items, MenuItem(album, theme.StarOutlineIcon(), "B", func() { g.OnAlbum(ids) }))
	}
	if g.Items != nil {
		items = append(items, g.Items()...)
	}
	if g.OnExport != nil {
		text, key := phrases.Say("photo:export", "n", n), phrases.Say("keys:key-ctrl-e")
		items = append(items, MenuItem(text, fynetheme.UploadIcon(), key, func() { g.OnExport(ids) }))
	}
	return items
}

// MenuItem returns an item that names the key which does the same; "" for none. The toolkit's own way to show
// keys has too little contrast to be read.
func MenuItem(label string, icon fyne.Resource, key string, f func()) *fyne.MenuItem {
	if key != "" {
		label = phrases.Say("photo:with-key", "what", label, "key", key)
	}
	return &fyne.MenuItem{Label: label, Icon: icon, Action: f}
}
