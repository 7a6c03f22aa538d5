package sidebar

import (
	"fmt"
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
	dirs   map[photo.FolderID][]*dir // below each folder, as far as they were read
	open   opened                    // the directories whose own are shown, by path
	leaves []leaf                    // those that are not in a closed one, and the folders
	shelf  *shelf
	below  bool   // photos below a directory are shown with it
	chose  string // the directory whose photos are shown; empty for none
}

// leaf is a directory as it is listed, or a folder.
type leaf struct {
	path   string
	folder photo.Folder // that it is, or lies in
	depth  int
	photos int
	folds  bool // there is something in it, as far as is known
}

// dir is a directory with those in it.
type dir struct {
	path   string
	photos int // in it and below
	dirs   []*dir
}

func newTree(b *Bar) tree {
	return tree{
		dirs: map[photo.FolderID][]*dir{}, open: newOpened(prefFolders), shelf: newShelf(b.leafRow), below: true,
	}
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
	b.tree.shelf.each(func(r *row) { r.choose(r.path == b.tree.chose) })
	b.photos.choose(b.page == view.Photos && b.album == 0 && b.tree.chose == "" && b.tags.chose == "")
}

// showTree shows the rows of all folders, and of what is open in them.
func (b *Bar) showTree() {
	t := &b.tree
	t.leaves = nil
	for _, f := range b.shown {
		dirs, known := t.dirs[f.ID]
		t.add(leaf{path: f.Path, folder: f, folds: !known}, dirs)
	}
	names := make([]string, len(t.leaves))
	for i, l := range t.leaves {
		names[i] = fmt.Sprint(l.depth, l.path) // a folder may lie in another one
	}
	b.put(t.shelf, names)
}

// add lists a directory, and those in it if it is open.
func (t *tree) add(l leaf, dirs []*dir) {
	l.folds = l.folds || len(dirs) > 0
	t.leaves = append(t.leaves, l)
	if !t.open.names[l.path] {
		return
	}
	for _, d := range dirs {
		t.add(leaf{path: d.path, folder: l.folder, depth: l.depth + 1, photos: d.photos}, d.dirs)
	}
}

// leafRow returns the row of leaf i.
func (b *Bar) leafRow(i int, was *row) *row {
	l := b.tree.leaves[i]
	r := was
	if r == nil {
		r = b.branch(l.path, l.depth)
	}
	if l.depth == 0 {
		r.setFolder(l.folder)
	} else {
		r.folder = l.folder
		r.count(l.photos)
	}
	r.unfold(l.folds, b.tree.open.names[l.path])
	r.choose(l.path == b.tree.chose)
	return r
}

// branch returns the row of a directory.
func (b *Bar) branch(path string, depth int) *row {
	r := newRow(b, folders.Name(path), nil, nil)
	if depth > 0 {
		r.icon.SetResource(fynetheme.FolderIcon())
	}
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
	b.tree.open.turn(r.path)
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
