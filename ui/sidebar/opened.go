package sidebar

import (
	"maps"
	"slices"

	"fyne.io/fyne/v2"
)

// The preferences that say what is open, and how much they hold: what is in no library any more stays among them.
const (
	prefFolders = "folders-open"
	prefTags    = "tags-open"
	mostOpen    = 200
)

// opened are the names of those of which what is in them is shown. They are remembered over a restart.
type opened struct {
	names map[string]bool
	key   string
	prefs fyne.Preferences // nil: they are not remembered
}

func newOpened(key string) opened { return opened{names: map[string]bool{}, key: key} }

// Remember remembers which folders, directories and tags are open, and opens those that were.
func (b *Bar) Remember(p fyne.Preferences) {
	for _, o := range []*opened{&b.tree.open, &b.tags.open} {
		o.prefs = p
		for _, name := range p.StringList(o.key) {
			o.names[name] = true
		}
	}
}

// turn opens what is closed, and closes what is open.
func (o *opened) turn(name string) {
	if o.names[name] {
		delete(o.names, name)
	} else {
		o.names[name] = true
	}
	if o.prefs != nil {
		all := slices.Sorted(maps.Keys(o.names))
		o.prefs.SetStringList(o.key, all[:min(len(all), mostOpen)])
	}
}
