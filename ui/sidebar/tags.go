package sidebar

import (
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	fynetheme "fyne.io/fyne/v2/theme"

	"recollect/engine/photo"
	"recollect/engine/query"
	"recollect/ui/call"
	"recollect/ui/frame"
	"recollect/ui/phrases"
	"recollect/ui/theme"
)

// tags are the tags of the library, those within others below them.
type tags struct {
	title fyne.CanvasObject
	shelf *shelf
	all   []photo.Tag
	lines []line // those that are not in a closed one
	open  opened // the tags whose own are shown
	chose string // the tag whose photos are shown; empty for none
}

// line is a tag as it is listed.
type line struct {
	photo.Tag
	depth int
	folds bool // there are some within it
}

// lines returns the tags that are not in a closed one.
func lines(all []photo.Tag, open map[string]bool) (some []line) {
	closed := "" // what those begin with that are not listed
	for i, t := range all {
		if closed != "" && strings.HasPrefix(t.Name, closed) {
			continue
		}
		closed = ""
		l := line{Tag: t, depth: strings.Count(t.Name, "/")}
		l.folds = i+1 < len(all) && strings.HasPrefix(all[i+1].Name, t.Name+"/")
		if l.folds && !open[t.Name] {
			closed = t.Name + "/"
		}
		some = append(some, l)
	}
	return some
}

// newTags returns the list of no tags.
func newTags(b *Bar) tags {
	t := tags{title: title(phrases.Say("sidebar:tags")), open: newOpened(prefTags)}
	t.shelf = newShelf(b.tagRow)
	t.title.Hide()
	return t
}

// SetTags shows the tags of the library, those within another after it.
func (b *Bar) SetTags(all []photo.Tag) {
	if slices.Equal(all, b.tags.all) {
		return
	}
	b.tags.all = all
	frame.Show(b.tags.title, len(all) > 0)
	b.showTags()
}

func (b *Bar) showTags() {
	b.tags.lines = lines(b.tags.all, b.tags.open.names)
	names := make([]string, len(b.tags.lines))
	for i, l := range b.tags.lines {
		names[i] = l.Name
	}
	b.put(b.tags.shelf, names)
}

// SetTag marks the tag whose photos are shown; empty for none.
func (b *Bar) SetTag(name string) {
	if b.tags.chose == name {
		return
	}
	b.tags.chose = name
	b.tags.shelf.each(b.markTag)
	b.markFolder()
}

func (b *Bar) markTag(r *row) {
	r.choose(b.tags.chose != "" && query.SameTag(r.tag, b.tags.chose))
}

// tagRow returns the row of line i.
func (b *Bar) tagRow(i int, was *row) *row {
	l := b.tags.lines[i]
	r := was
	if r == nil {
		name := l.Name[strings.LastIndexByte(l.Name, '/')+1:]
		r = newRow(b, name, theme.TagIcon(), func() { call.With(b.OnTag, l.Name) })
		r.tag, r.depth = l.Name, l.depth
		r.onFold = func() {
			b.tags.open.turn(l.Name)
			b.showTags()
		}
		r.onRename = func() { call.With(b.OnRenameTag, l.Name) }
		r.onRemove = func() { call.With(b.OnRemoveTag, l.Name) }
		r.menuOf(func() *fyne.Menu { return b.tagMenu(l.Name) })
	}
	r.count(l.Photos)
	r.unfold(l.folds, b.tags.open.names[l.Name])
	b.markTag(r)
	return r
}

// tagMenu returns what can be done with a tag.
func (b *Bar) tagMenu(name string) *fyne.Menu {
	about := fyne.NewMenuItem(name, nil)
	about.Disabled = true
	item := func(text string, icon fyne.Resource, do func(string)) *fyne.MenuItem {
		return fyne.NewMenuItemWithIcon(text, icon, func() { call.With(do, name) })
	}
	items := []*fyne.MenuItem{
		about, fyne.NewMenuItemSeparator(),
		item(phrases.Say("tags:show"), fynetheme.GridIcon(), b.OnTag),
		item(phrases.Say("tags:search"), fynetheme.SearchIcon(), b.OnSearchTag),
	}
	if b.OnRenameTag != nil {
		items = append(items,
			item(phrases.Say("albums:rename-item"), fynetheme.DocumentCreateIcon(), b.OnRenameTag),
			fyne.NewMenuItemSeparator(),
			item(phrases.Say("tags:remove"), fynetheme.ContentRemoveIcon(), b.OnRemoveTag))
	}
	return fyne.NewMenu("", items...)
}
