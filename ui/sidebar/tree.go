package sidebar

import (
	"path/filepath"
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	fynetheme "fyne.io/fyne/v2/theme"

	"recollect/engine/photo"
	"recollect/ui/call"
	"recollect/ui/folders"
	"recollect/ui/phrases"
	"recollect/ui/view"
)

// tree is what is known of the directories in the folders of the library.
type tree struct {
	dirs  map[photo.FolderID][]*dir // below each folder, as far as they were read
	open  map[string]bool           // the directories whose own are shown, by path
	rows  map[string]*row           // by path
	below bool                      // photos below a directory are shown with it
	chose string                    // the directory whose photos are shown; empty for none
}

// dir is a directory with those in it.
type dir struct {
	path   string
	photos int // in it and below
	dirs   []*dir
}

func newTree() tree {
	return tree{dirs: map[photo.FolderID][]*dir{}, open: map[string]bool{}, rows: map[string]*row{}, below: true}
}

// grow arranges the directories below root, which are in the order of their paths. Those between that have no
// photos of their own are among them.
func grow(root string, all []photo.Dir) []*dir {
	top := &dir{path: root}
	for _, d := range all {
		at := top
		rest, ok := strings.CutPrefix(d.Path, strings.TrimSuffix(root, string(filepath.Separator)))
		if !ok {
			continue
		}
		for _, name := range strings.FieldsFunc(rest, func(r rune) bool { return r == filepath.Separator }) {
			at = at.child(name)
			at.photos += d.Photos
		}
	}
	return top.dirs
}

func (d *dir) child(name string) *dir {
	path := filepath.Join(d.path, name)
	if i := slices.IndexFunc(d.dirs, func(c *dir) bool { return c.path == path }); i >= 0 {
		return d.dirs[i]
	}
	c := &dir{path: path}
	d.dirs = append(d.dirs, c)
	return c
}

// SetDirs shows the directories of a folder, by path.
func (b *Bar) SetDirs(f photo.Folder, all []photo.Dir) {
	b.tree.dirs[f.ID] = grow(f.Path, all)
	b.showTree()
}

// SetBelow says whether a directory is shown with the photos below it.
func (b *Bar) SetBelow(below bool) { b.tree.below = below }

// SetFolder marks the directory whose photos are shown; empty for none.
func (b *Bar) SetFolder(path string) {
	if b.tree.chose == path {
		return
	}
	b.tree.chose = path
	b.markFolder()
}

func (b *Bar) markFolder() {
	for path, r := range b.tree.rows {
		r.choose(path == b.tree.chose)
	}
	b.photos.choose(b.page == view.Photos && b.album == 0 && b.tree.chose == "" && b.tags.chose == "")
}

// showTree shows the rows of all folders, and of what is open in them.
func (b *Bar) showTree() {
	var rows []fyne.CanvasObject
	was := b.tree.rows
	b.tree.rows = make(map[string]*row, len(was))
	for _, f := range b.shown {
		r := was[f.Path]
		if r == nil || r.depth > 0 {
			r = b.branch(f.Path, 0)
		}
		r.setFolder(f)
		dirs, known := b.tree.dirs[f.ID]
		r.unfold(!known || len(dirs) > 0, b.tree.open[f.Path])
		b.tree.rows[f.Path] = r
		rows = append(rows, r)
		if b.tree.open[f.Path] {
			rows = b.branches(rows, was, f, dirs, 1)
		}
	}
	b.markFolder()
	if slices.Equal(rows, b.folders.Objects) {
		return
	}
	b.folders.Objects = rows
	b.object.Refresh()
}

// branches appends the rows of directories, and of what is open in them.
func (b *Bar) branches(rows []fyne.CanvasObject, was map[string]*row, f photo.Folder, dirs []*dir, depth int,
) []fyne.CanvasObject {
	for _, d := range dirs {
		r := was[d.path]
		if r == nil || r.depth != depth {
			r = b.branch(d.path, depth)
			r.icon.SetResource(fynetheme.FolderIcon())
		}
		r.folder = f
		r.count(d.photos)
		r.unfold(len(d.dirs) > 0, b.tree.open[d.path])
		b.tree.rows[d.path] = r
		rows = append(rows, r)
		if b.tree.open[d.path] {
			rows = b.branches(rows, was, f, d.dirs, depth+1)
		}
	}
	return rows
}

// branch returns the row of a directory.
func (b *Bar) branch(path string, depth int) *row {
	r := newRow(b, folders.Name(path), nil, nil)
	r.path, r.depth = path, depth
	r.menuOf(func() *fyne.Menu {
		if depth > 0 {
			return b.dirMenu(path)
		}
		return b.menu(r.folder)
	})
	r.onFold = func() { b.fold(r) }
	r.onTap = func() {
		if depth == 0 && (r.folder.Away || b.OnFolder == nil) { // it needs an answer more than a look
			r.onMenu(fyne.CurrentApp().Driver().AbsolutePositionForObject(r).AddXY(24, rowHeight))
			return
		}
		b.OnFolder(path, b.tree.below)
	}
	return r
}

// fold shows what is in a directory, or no longer.
func (b *Bar) fold(r *row) {
	b.tree.open[r.path] = !b.tree.open[r.path]
	if _, known := b.tree.dirs[r.folder.ID]; !known {
		call.With(b.OnDirs, r.folder)
	}
	b.showTree()
}

// dirMenu returns what can be done with a directory in a folder.
func (b *Bar) dirMenu(path string) *fyne.Menu {
	about := fyne.NewMenuItem(path, nil)
	about.Disabled = true
	show := fyne.NewMenuItemWithIcon(phrases.Say("folders:reveal"), fynetheme.FolderOpenIcon(), func() {
		call.With(b.OnReveal, path)
	})
	return fyne.NewMenu("", about, fyne.NewMenuItemSeparator(), b.belowItem(path), show)
}

// belowItem returns the item that says whether directories are shown with the photos below them. It shows those
// of path then.
func (b *Bar) belowItem(path string) *fyne.MenuItem {
	item := fyne.NewMenuItem(phrases.Say("sidebar:below"), func() {
		b.tree.below = !b.tree.below
		if b.OnFolder != nil {
			b.OnFolder(path, b.tree.below)
		}
	})
	item.Checked = b.tree.below
	return item
}
