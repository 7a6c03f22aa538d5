package ui

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"sync"

	"recollect/engine/photo"
)

// userData is a memory of what a person makes of photos: albums, searches, verdicts,
// favourites, tags and what is covered.
type userData struct {
	mu         sync.Mutex
	albums     []photo.Album
	searches   []string
	things     []photo.Thing
	shown      map[photo.ID][]photo.Shown
	favourites map[photo.ID]bool
	tags       []string
	allTags    []photo.Tag
	covering   []string
	changes    []string // what the window changed
	reads      []string // what the window has read of favourites and things
}

func (k *userData) record(format string, args ...any) error {
	k.changes = append(k.changes, fmt.Sprintf(format, args...))
	return nil
}

// recorded is what the window has changed so far.
func (k *userData) recorded() []string {
	k.mu.Lock()
	defer k.mu.Unlock()
	return slices.Clone(k.changes)
}

func (k *userData) Values(_ context.Context, key string) ([]string, error) {
	k.mu.Lock()
	defer k.mu.Unlock()
	return []string{key + " one", key + " two"}, nil
}

func (k *userData) Albums(context.Context) ([]photo.Album, error) {
	k.mu.Lock()
	defer k.mu.Unlock()
	return slices.Clone(k.albums), nil
}

func (k *userData) SaveAlbum(_ context.Context, name, line string) (photo.Album, error) {
	k.mu.Lock()
	defer k.mu.Unlock()
	a := photo.Album{ID: photo.AlbumID(len(k.albums) + 1), Name: name, Line: line}
	k.albums = append(k.albums, a)
	return a, nil
}

func (k *userData) RenameAlbum(_ context.Context, id photo.AlbumID, name string) error {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.albums[id-1].Name = name
	return nil
}

func (k *userData) RemoveAlbum(_ context.Context, id photo.AlbumID) error {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.albums = slices.DeleteFunc(k.albums, func(a photo.Album) bool { return a.ID == id })
	return nil
}

func (k *userData) Searches(context.Context) ([]string, error) {
	k.mu.Lock()
	defer k.mu.Unlock()
	return slices.Clone(k.searches), nil
}

func (k *userData) Remember(_ context.Context, line string) error {
	k.mu.Lock()
	defer k.mu.Unlock()
	return k.record("remember %s", line)
}

func (k *userData) ForgetSearches(context.Context) error {
	k.mu.Lock()
	defer k.mu.Unlock()
	return k.record("forget")
}

func (k *userData) Things(context.Context) ([]photo.Thing, error) {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.reads = append(k.reads, "things")
	return slices.Clone(k.things), nil
}

func (k *userData) Judge(_ context.Context, thing string, ids []photo.ID, v photo.Verdict) error {
	k.mu.Lock()
	defer k.mu.Unlock()
	for _, id := range ids {
		for i := range k.shown[id] {
			if k.shown[id][i].Thing == thing {
				k.shown[id][i].Verdict = v
			}
		}
	}
	return k.record("judge %s %v %d", thing, ids, v)
}

func (k *userData) ShownBy(_ context.Context, id photo.ID) ([]photo.Shown, error) {
	k.mu.Lock()
	defer k.mu.Unlock()
	return slices.Clone(k.shown[id]), nil
}

func (k *userData) SetFavourite(_ context.Context, ids []photo.ID, yes bool) error {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.favourites == nil {
		k.favourites = map[photo.ID]bool{}
	}
	for _, id := range ids {
		k.favourites[id] = yes
		if !yes {
			delete(k.favourites, id)
		}
	}
	return k.record("favourite %v %v", ids, yes)
}

func (k *userData) Favourites(context.Context) (map[photo.ID]bool, error) {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.reads = append(k.reads, "favourites")
	return maps.Clone(k.favourites), nil
}

func (k *userData) Tag(_ context.Context, ids []photo.ID, tag string, yes bool) error {
	k.mu.Lock()
	defer k.mu.Unlock()
	return k.record("tag %v %s %v", ids, tag, yes)
}

func (k *userData) Tags(context.Context, photo.ID) ([]string, error) {
	k.mu.Lock()
	defer k.mu.Unlock()
	return slices.Clone(k.tags), nil
}

func (k *userData) AllTags(context.Context) ([]photo.Tag, error) {
	k.mu.Lock()
	defer k.mu.Unlock()
	return slices.Clone(k.allTags), nil
}

func (k *userData) RenameTag(_ context.Context, name, to string) error {
	k.mu.Lock()
	defer k.mu.Unlock()
	for i := range k.allTags {
		if k.allTags[i].Name == name {
			k.allTags[i].Name = to
		}
	}
	return k.record("rename %s %s", name, to)
}

func (k *userData) RemoveTag(_ context.Context, name string) error {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.allTags = slices.DeleteFunc(k.allTags, func(t photo.Tag) bool { return t.Name == name })
	return k.record("remove tag %s", name)
}

func (k *userData) Screening(context.Context) ([]string, error) {
	k.mu.Lock()
	defer k.mu.Unlock()
	return slices.Clone(k.covering), nil
}

func (k *userData) SetScreening(_ context.Context, names []string) error {
	k.mu.Lock()
	defer k.mu.Unlock()
	return k.record("cover %v", names)
}

// all lets a window work with k.
func (k *userData) all(o *Options) {
	o.Values, o.Albums, o.Searches, o.Things, o.Marks, o.Screening, o.Tags = k, k, k, k, k, k, k
}
