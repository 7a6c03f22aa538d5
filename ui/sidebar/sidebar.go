// Package sidebar is the side bar: the pages of the program, the albums, the folders
// and the tags. It shows what it is given and reports choices through callbacks;
// it changes nothing itself. All of it belongs to the UI goroutine.
package sidebar

import (
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	fynetheme "fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"recollect/engine/photo"
	"recollect/ui/call"
	"recollect/ui/edge"
	"recollect/ui/folders"
	"recollect/ui/frame"
	"recollect/ui/phrases"
	"recollect/ui/theme"
	"recollect/ui/view"
)

// Width is how wide the side bar is, in Fyne's units.
const Width float32 = 224

// Bar is the side bar; make one with New. The callbacks may be nil.
type Bar struct {
	OnPage   func(view.Page)
	OnAdd    func()             // add another folder
	OnRemove func(photo.Folder) // remove this one from the library
	OnReveal func(path string)  // show a folder in the file manager
	OnDirs   func(photo.Folder) // its directories are wanted (SetDirs)
	// OnFolder: the photos of a directory are to be shown, with those below it or without.
	OnFolder func(path string, below bool)
	// For an offline folder: it has moved, or its missing photos were deleted on
	// purpose.
	OnRelocate, OnAccept func(photo.Folder)
	// Of an album: show its photos, change its search or its name, take it out.
	OnAlbum, OnEditAlbum, OnRenameAlbum, OnRemoveAlbum func(photo.Album)
	// Photos that were dropped on an album that is made by hand are to be added to it, those that were dropped on the
	// favourites to be favourites; nil: there is no such thing.
	OnDropAlbum      func(photo.Album, []photo.ID)
	OnDropFavourites func([]photo.ID)
	// Of a tag: show its photos, search among them, give it another name, remove it from all photos; the last two are
	// given together or not at all.
	OnTag, OnSearchTag, OnRenameTag, OnRemoveTag func(name string)
	// Photos that were dropped on a tag are to get it; nil: there is no such thing.
	OnDropTag func(name string, ids []photo.ID)
	OnScroll  func() bool // the list was scrolled below what is carried; false: nothing is
	OnLeave   func()      // Esc on a row
	OnSearch  func()      // the key / on a row
	OnHelp    func()      // the key ? on a row

	object     *fyne.Container
	ground     *canvas.Rectangle
	page       view.Page
	photos     *row
	favourites *row
	things     *row
	places     *row
	duplicates *row
	problems   *row
	conflicts  *row
	settings   *row
	imports    *row
	onImport   func()
	list       *container.Scroll
	aimed      *row          // photos are carried over it; nil: over none
	edge       edge.Scroller // scrolls the list while something is carried
	shown      []photo.Folder
	tree       tree
	tags       tags
	albumTitle fyne.CanvasObject
	albumRows  *shelf
	albums     []photo.Album
	numbers    map[photo.AlbumID]int // of their photos
	album      photo.AlbumID         // whose photos are shown; 0 for none
}

// New returns a side bar without folders and albums, on the page of photos.
func New() *Bar {
	b := &Bar{ground: canvas.NewRectangle(theme.Colour(theme.ColorNameSurface))}
	page := func(r view.Page) func() {
		return func() {
			call.With(b.OnPage, r)
		}
	}
	b.photos = newRow(b, phrases.Say("sidebar:photos"), fynetheme.GridIcon(), page(view.Photos))
	b.favourites = newRow(b, phrases.Say("sidebar:favourites"), theme.HeartOutlineIcon(), page(view.Favourites))
	b.things = newRow(b, phrases.Say("sidebar:things"), theme.TagIcon(), page(view.Things))
	b.duplicates = newRow(b, phrases.Say("sidebar:duplicates"), theme.StackIcon(), page(view.Duplicates))
	b.places = newRow(b, phrases.Say("sidebar:places"), theme.PinIcon(), page(view.Places))
	b.favourites.Hide()
	b.things.Hide()
	b.places.Hide()
	b.duplicates.Hide()
	b.problems = newRow(b, phrases.Say("sidebar:problems"), fynetheme.WarningIcon(), page(view.Problems))
	b.settings = newRow(b, phrases.Say("sidebar:settings"), fynetheme.SettingsIcon(), page(view.Settings))
	b.conflicts = newRow(b, phrases.Say("sidebar:conflicts"), fynetheme.DocumentIcon(), page(view.Sidecars))
	b.problems.Hide()
	b.conflicts.Hide()
	b.albumTitle, b.albumRows = title(phrases.Say("sidebar:albums")), newShelf(b.albumRow)
	b.albumTitle.Hide()
	b.tree, b.tags = newTree(b), newTags(b)
	add := newRow(b, phrases.Say("sidebar:add"), fynetheme.ContentAddIcon(), func() {
		call.If(b.OnAdd)
	})
	top := container.New(tight(), b.photos, b.favourites, b.things, b.places, b.duplicates)
	b.imports = newRow(b, phrases.Say("sidebar:import"), fynetheme.DownloadIcon(), func() { call.If(b.onImport) })
	b.imports.Hide()
	folders := title(phrases.Say("sidebar:folders"))
	b.list = container.NewVScroll(
		container.New(tight(), b.albumTitle, b.albumRows.box, folders, b.tree.shelf.box, add, b.imports,
			b.tags.title, b.tags.shelf.box),
	)
	for _, s := range b.shelves() {
		s.list = b.list
	}
	b.list.OnScrolled = func(fyne.Position) { b.look() }
	bottom := container.New(tight(), b.problems, b.conflicts, b.settings)
	parts := container.NewBorder(top, bottom, nil, nil, b.list)
	inside := container.New(layout.NewCustomPaddedLayout(12, 12, 8, 8), parts)
	b.object = container.New(fixed{b.look}, b.ground, inside, widget.NewSeparator())
	b.edge.Scroll = b.scroll
	b.SetPage(view.Photos)
	return b
}

// shelves returns the rows of the list that change.
func (b *Bar) shelves() []*shelf { return []*shelf{b.albumRows, b.tree.shelf, b.tags.shelf} }

// look makes the rows that can be seen now.
func (b *Bar) look() {
	for _, s := range b.shelves() {
		s.look()
	}
}

// Object returns the object to put into the window.
func (b *Bar) Object() fyne.CanvasObject { return b.object }

// ShowImport shows the row that asks for an import from a camera or a card; nil: there is none.
func (b *Bar) ShowImport(do func()) {
	b.onImport = do
	b.imports.Hidden = do == nil
}

// SetPage marks the page that the person is on.
func (b *Bar) SetPage(r view.Page) {
	b.page = r
	b.markFolder()
	b.favourites.choose(r == view.Favourites)
	b.things.choose(r == view.Things)
	b.places.choose(r == view.Places)
	b.duplicates.choose(r == view.Duplicates)
	b.problems.choose(r == view.Problems)
	b.conflicts.choose(r == view.Sidecars)
	b.settings.choose(r == view.Settings || r == view.Models)
	b.showConflicts()
}

// SetCounts shows how many photos and problems there are.
func (b *Bar) SetCounts(photos, problems int) {
	b.photos.count(photos)
	b.problems.count(problems)
	if hidden := problems == 0; hidden != b.problems.Hidden {
		frame.Show(b.problems, !hidden)
		b.object.Refresh()
	}
}

// CountConflicts shows how many photos have conflicts with sidecars.
func (b *Bar) CountConflicts(n int) {
	b.conflicts.count(n)
	b.showConflicts()
}

// showConflicts shows the row of conflicts while there are any, or the person is on their page.
func (b *Bar) showConflicts() {
	if hidden := b.conflicts.number == "" && b.page != view.Sidecars; hidden != b.conflicts.Hidden {
		frame.Show(b.conflicts, !hidden)
		b.object.Refresh()
	}
}

// SetFolders shows the folders of the library. The rows stay if only details of
// the folders have changed: a row that is clicked, hovered or focused must not
// be replaced while photos are counted.
func (b *Bar) SetFolders(all []photo.Folder) {
	if slices.Equal(all, b.shown) {
		return
	}
	for _, f := range all { // its photos may lie elsewhere now
		if b.tree.open.names[f.Path] && !slices.Contains(b.shown, f) {
			call.With(b.OnDirs, f)
		}
	}
	b.shown = all
	b.showTree()
}

// Refresh shows the side bar in the theme as it is now.
func (b *Bar) Refresh() {
	b.ground.FillColor = theme.Colour(theme.ColorNameSurface)
	b.object.Refresh()
}

func (b *Bar) menu(f photo.Folder) *fyne.Menu {
	path := f.Path
	away := f.Away && !f.Reason.Partly()
	if away {
		path = phrases.Say("folders:away", "path", f.Path)
	}
	about := fyne.NewMenuItem(path, nil)
	about.Disabled = true
	show := fyne.NewMenuItemWithIcon(phrases.Say("folders:reveal"), fynetheme.FolderOpenIcon(), func() {
		call.With(b.OnReveal, f.Path)
	})
	show.Disabled = away
	remove := fyne.NewMenuItemWithIcon(phrases.Say("folders:remove-item"), fynetheme.ContentRemoveIcon(), func() {
		call.With(b.OnRemove, f)
	})
	items := []*fyne.MenuItem{about, fyne.NewMenuItemSeparator(), show}
	if says, badge := state(f); badge != nil && !f.Away {
		how := fyne.NewMenuItemWithIcon(says, badge, nil)
		how.Disabled = true
		items = append([]*fyne.MenuItem{about, how}, items[1:]...)
	}
	items = append(items, b.awayItems(f)...)
	return fyne.NewMenu("", append(items, b.belowItem(f.Path), remove)...)
}

// awayItems returns the menu items of an offline folder.
func (b *Bar) awayItems(f photo.Folder) []*fyne.MenuItem {
	if !f.Away {
		return nil
	}
	why := fyne.NewMenuItem(folders.Why(f), nil)
	why.Disabled = true
	elsewhere := func() { call.With(b.OnRelocate, f) }
	items := []*fyne.MenuItem{
		why, fyne.NewMenuItemWithIcon(phrases.Say("folders:elsewhere"), fynetheme.SearchReplaceIcon(), elsewhere),
	}
	if f.Reason != photo.AwayMissing {
		items = append(
			items,
			fyne.NewMenuItemWithIcon(phrases.Say("folders:deleted-item"), fynetheme.ConfirmIcon(), func() {
				call.With(b.OnAccept, f)
			}),
		)
	}
	return items
}

func title(text string) fyne.CanvasObject {
	l := widget.NewLabel(text)
	l.Importance, l.SizeName = widget.LowImportance, fynetheme.SizeNameCaptionText
	return container.New(layout.NewCustomPaddedLayout(12, 0, 4, 0), l)
}

func tight() fyne.Layout { return layout.NewCustomPaddedVBoxLayout(gap) }

// fixed gives the side bar its width and draws its last object as the line at
// its right edge.
type fixed struct{ done func() }

func (f fixed) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	last := len(objects) - 1
	for _, o := range objects[:last] {
		o.Resize(size)
	}
	objects[last].Move(fyne.NewPos(size.Width-1, 0))
	objects[last].Resize(fyne.NewSize(1, size.Height))
	f.done()
}

func (fixed) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.NewSize(Width, 0) }
