package engine

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"sync/atomic"

	"recollect/engine/analyse"
	"recollect/engine/catalog"
	"recollect/engine/file"
	"recollect/engine/photo"
	"recollect/engine/query"
	"recollect/engine/things"
)

// thingsFile is the library's own vocabulary, in its folder. A person may have made it a link.
const (
	thingsFile     = "things.txt"
	maxThingsBytes = 4 << 20
)

// ErrNoThing means that neither the vocabulary nor the library has a thing of a name.
var ErrNoThing error = &photo.Fault{
	Code: "things:none",
	Text: "no such thing",
}

// Things are what photos show: suggestions of the model, verdicts of people, and what photos are
// screened for. Its methods may be called from any goroutine.
type Things struct {
	e *Engine

	shipped, list []things.Thing // the vocabularies: of the program, and in use
	own           bool           // list is the library's, and not the shipped one
	faults        []string
	wake          chan struct{} // capacity 1: there is no tagger, or it is out of date

	changing sync.Mutex                // held while a suggester is made and takes its place
	current  atomic.Pointer[suggester] // nil until it is needed

	suggested atomic.Bool // something was suggested since the last notify
}

// suggester is a tagger and the step that it makes.
type suggester struct {
	tagger *things.Tagger
	step   *analyse.Things
}

// openThings reads the vocabulary. If it has mistakes, the readable part is used, or else the
// shipped one; the library opens all the same.
func openThings(e *Engine) *Things {
	t := &Things{e: e, wake: make(chan struct{}, 1)}
	t.shipped, _ = things.Parse(e.opts.Things)
	if t.list = t.shipped; len(t.list) == 0 {
		return t
	}
	path := filepath.Join(e.opts.Library, thingsFile)
	data, err := file.Read(path, maxThingsBytes)
	if errors.Is(err, fs.ErrNotExist) {
		return t
	}
	if err != nil {
		t.faults = append(t.faults, err.Error())
		return t
	}
	own, faults := things.Parse(string(data))
	for _, fault := range faults {
		t.faults = append(t.faults, fmt.Sprintf("%s: %v", path, fault))
	}
	if len(own) > 0 {
		t.list, t.own = own, true
	}
	return t
}

// Faults returns the mistakes in the library's own vocabulary.
func (t *Things) Faults() []string { return t.faults }

// Things returns what the library's photos show, in the order of the groups of the
// vocabulary, then by name. Those that are not in it any more come last, without a
// group. What screening flags is not among them.
func (t *Things) Things(ctx context.Context) ([]photo.Thing, error) {
	all, err := t.e.catalog.Things(ctx)
	if err != nil {
		return nil, err
	}
	group := make(map[string]string, len(t.list))
	place := map[string]int{} // of a group
	for _, thing := range t.list {
		group[thing.Name] = thing.Group
		if _, ok := place[thing.Group]; !ok {
			place[thing.Group] = len(place)
		}
	}
	rank := func(thing photo.Thing) int {
		if of, ok := group[thing.Name]; ok {
			return place[of]
		}
		return len(place)
	}
	all = slices.DeleteFunc(all, func(thing photo.Thing) bool {
		return strings.HasPrefix(thing.Name, things.ScreenPrefix)
	})
	flagged, err := t.e.catalog.Select(ctx, []query.Filter{{Condition: query.Flagged}})
	if err != nil {
		return nil, err
	}
	for i := range all {
		all[i].Group, all[i].Flagged = group[all[i].Name], flagged.Has(all[i].Cover)
	}
	slices.SortStableFunc(all, func(a, b photo.Thing) int { return cmp.Compare(rank(a), rank(b)) })
	return all, nil
}

// Thing is one of Things, or of what screening flags, also where no photo shows it.
func (t *Things) Thing(ctx context.Context, name string) (photo.Thing, error) {
	all, err := t.e.catalog.Things(ctx)
	thing := photo.Thing{Name: name}
	if i := slices.IndexFunc(all, func(t photo.Thing) bool { return t.Name == name }); i >= 0 {
		thing = all[i]
	}
	if i := slices.IndexFunc(t.list, func(t things.Thing) bool { return t.Name == name }); i >= 0 {
		thing.Group = t.list[i].Group
	}
	return thing, err
}

// ShownBy returns the things that a photo shows or, as a person has said, does not
// show: confirmed, then suggested ones, the likeliest first, then rejected ones.
func (t *Things) ShownBy(ctx context.Context, id photo.ID) ([]photo.Shown, error) {
	return t.e.catalog.ShownBy(ctx, id)
}

// Judge records a person's verdict on photos and a thing; photo.Suggested withdraws it. From the
// tenth judged photo on the thing is learned from the verdicts, and suggested again for all photos
// before Judge returns. Errors: ErrNoThing, or the catalog's.
func (t *Things) Judge(ctx context.Context, thing string, ids []photo.ID, v photo.Verdict) error {
	if err := t.knows(ctx, thing); err != nil {
		return err
	}
	err := t.e.catalog.Update(ctx, func(tx *catalog.Tx) error {
		for _, id := range ids {
			if err := tx.Judge(id, thing, v); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	if err = t.prepare(ctx); err == nil {
		err = t.relearn(ctx, thing)
	}
	t.e.state.set(func(s *photo.Status) { s.Generation++ })
	return err
}

// knows returns ErrNoThing if nothing has this name.
func (t *Things) knows(ctx context.Context, thing string) error {
	if slices.ContainsFunc(t.list, func(t things.Thing) bool { return t.Name == thing }) {
		return nil
	}
	if name, ok := strings.CutPrefix(thing, things.ScreenPrefix); ok && slices.Contains(things.Screens(), name) {
		return nil
	}
	all, err := t.e.catalog.Things(ctx)
	if err == nil && !slices.ContainsFunc(all, func(t photo.Thing) bool { return t.Name == thing }) {
		err = fmt.Errorf("%w: %q", ErrNoThing, thing)
	}
	return err
}
