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

	"recollect/engine/catalog"
	"recollect/engine/file"
	"recollect/engine/model/clip"
	"recollect/engine/model/ort"
	"recollect/engine/photo"
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

// vocabulary is what photos are looked at for.
type vocabulary struct {
	shipped, list []things.Thing
	own           bool // list is the library's, and not the shipped one
	faults        []string
	again         chan struct{} // capacity 1: suggestions may be out of date

	// changing is held while the tagger is exchanged. That happens inside a
	// transaction, as suggestOne does: every photo is either suggested for by
	// the new one, or is in the catalog when the new one looks at all of them.
	changing sync.Mutex
	tagger   atomic.Pointer[things.Tagger] // nil until it is needed
}

// openThings reads the vocabulary. One that cannot be understood does not stop
// the library from being opened: what can be read of it is used, and else the shipped one.
func (e *Engine) openThings() {
	e.things.again = make(chan struct{}, 1)
	e.things.shipped, _ = things.Parse(e.opts.Things)
	e.things.list = e.things.shipped
	if len(e.things.list) == 0 {
		return
	}
	path := filepath.Join(e.opts.Library, thingsFile)
	data, err := file.Read(path, maxThingsBytes)
	if errors.Is(err, fs.ErrNotExist) {
		return
	}
	if err != nil {
		e.things.faults = append(e.things.faults, err.Error())
		return
	}
	own, faults := things.Parse(string(data))
	for _, fault := range faults {
		e.things.faults = append(e.things.faults, fmt.Sprintf("%s: %v", path, fault))
	}
	if len(own) > 0 {
		e.things.list, e.things.own = own, true
	}
}

// ThingsFaults tells, a sentence each, what could not be understood of the
// library's own vocabulary.
func (e *Engine) ThingsFaults() []string { return e.things.faults }

// Things returns what the library's photos show, in the order of the groups of the
// vocabulary, then by name. Those that are not in it any more come last, without a
// group. What screening flags is not among them.
func (e *Engine) Things(ctx context.Context) ([]photo.Thing, error) {
	all, err := e.catalog.Things(ctx)
	if err != nil {
		return nil, err
	}
	group := make(map[string]string, len(e.things.list))
	place := map[string]int{} // of a group
	for _, t := range e.things.list {
		group[t.Name] = t.Group
		if _, ok := place[t.Group]; !ok {
			place[t.Group] = len(place)
		}
	}
	rank := func(t photo.Thing) int {
		if of, ok := group[t.Name]; ok {
			return place[of]
		}
		return len(place)
	}
	all = slices.DeleteFunc(all, func(t photo.Thing) bool { return strings.HasPrefix(t.Name, things.ScreenPrefix) })
	for i := range all {
		all[i].Group = group[all[i].Name]
	}
	slices.SortStableFunc(all, func(a, b photo.Thing) int { return cmp.Compare(rank(a), rank(b)) })
	return all, nil
}

// Thing is one of Things, or of what screening flags, also where no photo shows it.
func (e *Engine) Thing(ctx context.Context, name string) (photo.Thing, error) {
	all, err := e.catalog.Things(ctx)
	thing := photo.Thing{Name: name}
	if i := slices.IndexFunc(all, func(t photo.Thing) bool { return t.Name == name }); i >= 0 {
		thing = all[i]
	}
	if i := slices.IndexFunc(e.things.list, func(t things.Thing) bool { return t.Name == name }); i >= 0 {
		thing.Group = e.things.list[i].Group
	}
	return thing, err
}

// ShownBy returns the things that a photo shows or, as a person has said, does not
// show: confirmed, then suggested ones, the likeliest first, then rejected ones.
func (e *Engine) ShownBy(ctx context.Context, id photo.ID) ([]photo.Shown, error) {
	return e.catalog.ShownBy(ctx, id)
}

// Judge records what a person says of photos and a thing; photo.Suggested takes it
// back. From the tenth judged photo on the thing is learned from them, and suggested
// anew for all photos before Judge returns. Errors: ErrNoThing, or the catalog's.
func (e *Engine) Judge(ctx context.Context, thing string, ids []photo.ID, v photo.Verdict) error {
	if err := e.knows(ctx, thing); err != nil {
		return err
	}
	err := e.catalog.Update(ctx, func(tx *catalog.Tx) error {
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
	if err = e.prepareThings(ctx); err == nil {
		err = e.relearn(ctx, thing)
	}
	e.state.set(func(s *photo.Status) { s.Generation++ })
	return err
}

// knows reports ErrNoThing where nothing has this name.
func (e *Engine) knows(ctx context.Context, thing string) error {
	if slices.ContainsFunc(e.things.list, func(t things.Thing) bool { return t.Name == thing }) {
		return nil
	}
	if name, ok := strings.CutPrefix(thing, things.ScreenPrefix); ok && slices.Contains(things.Screens(), name) {
		return nil
	}
	all, err := e.catalog.Things(ctx)
	if err == nil && !slices.ContainsFunc(all, func(t photo.Thing) bool { return t.Name == thing }) {
		err = fmt.Errorf("%w: %q", ErrNoThing, thing)
	}
	return err
}

// relearn makes a thing's head from what people said of it.
func (e *Engine) relearn(ctx context.Context, thing string) error {
	e.things.changing.Lock()
	defer e.things.changing.Unlock()
	before := e.things.tagger.Load()
	if before == nil {
		return nil // there is none, or screening was changed just now: the next one learns from what was said
	}
	examples, err := e.examples(ctx, thing)
	if err != nil {
		return err
	}
	tagger, changed := before.With(thing, examples)
	if !changed {
		return nil
	}
	head, learned := tagger.Head(thing)
	var shows map[photo.ID]float64
	if learned {
		if err := e.fillIndex(ctx); err != nil {
			return err
		}
		if shows, err = e.shows(ctx, head); err != nil {
			return err
		}
	}
	return e.catalog.Update(ctx, func(tx *catalog.Tx) error {
		e.things.tagger.Store(tagger)
		if learned {
			return tx.SuggestThing(thing, shows)
		}
		nudge(e.things.again) // the rule needs all things to judge one
		return tx.SetValue(catalog.ThingsKey, "")
	})
}

// relearnAll makes the tagger anew, if there is one, from all that was judged and for
// what is screened for now, and has suggestions looked at. While it is made the old one goes on.
func (e *Engine) relearnAll(ctx context.Context) error {
	e.things.changing.Lock()
	defer e.things.changing.Unlock()
	before := e.things.tagger.Load()
	if before == nil {
		return nil
	}
	tagger, err := e.makeTagger(ctx)
	if err != nil {
		return err
	}
	nudge(e.things.again)
	return e.catalog.Update(ctx, func(tx *catalog.Tx) error {
		e.things.tagger.Store(tagger)
		if slices.Equal(before.Screens(), tagger.Screens()) {
			return nil
		}
		// Screens that were on before, and will be again, must not count as looked for meanwhile.
		return tx.SetValue(catalog.ThingsKey, "")
	})
}

// shows are the photos that a head takes for its thing.
func (e *Engine) shows(ctx context.Context, h things.Head) (map[photo.ID]float64, error) {
	out := map[photo.ID]float64{}
	direction := photo.Mean([]photo.Vector{h.Weights})
	scale := float64(photo.Dot(h.Weights, direction))
	err := e.corpus.Scan(ctx, nil, func(id photo.ID, v photo.Vector) {
		if p := h.At(float64(photo.Dot(direction, v)) * scale); p >= things.LeastLearned {
			out[id] = p
		}
	})
	return out, err
}

func (e *Engine) examples(ctx context.Context, thing string) ([]things.Example, error) {
	judged, err := e.catalog.Examples(ctx, thing)
	var out []things.Example
	for _, j := range judged {
		out = append(out, things.Example{Vector: j.Vector, Shows: j.Verdict == photo.Confirmed})
	}
	return out, err
}

// prepareThings makes the tagger if there is none yet, some seconds of work once
// for a model and a vocabulary. Where there is no vocabulary or no model there will
// be none, and that is no error.
func (e *Engine) prepareThings(ctx context.Context) error {
	if len(e.things.list) == 0 || e.mode == ReadOnly {
		return nil
	}
	e.things.changing.Lock()
	defer e.things.changing.Unlock()
	if e.things.tagger.Load() != nil {
		return nil
	}
	tagger, err := e.makeTagger(ctx)
	switch {
	case ctx.Err() != nil, errors.Is(err, clip.ErrNoModel), errors.Is(err, ort.ErrNoRuntime):
		return nil // whoever needs the model tells what is wrong with it
	case err != nil:
		return err
	}
	return e.catalog.Update(ctx, func(*catalog.Tx) error {
		e.things.tagger.Store(tagger)
		return nil
	})
}

// makeTagger embeds the vocabulary and the screens in use, and learns from all that was judged.
func (e *Engine) makeTagger(ctx context.Context) (*things.Tagger, error) {
	screens, err := e.Screening(ctx)
	if err != nil {
		return nil, err
	}
	background := e.things.shipped
	if !e.things.own {
		background = nil
	}
	tagger, err := things.New(ctx, e.texts, e.things.list, background, screens)
	if err != nil {
		return nil, err
	}
	confirmed, err := e.catalog.Confirmed(ctx) // a head needs both kinds
	if err != nil {
		return nil, err
	}
	for _, name := range confirmed {
		examples, err := e.examples(ctx, name)
		if err != nil {
			return nil, err
		}
		tagger, _ = tagger.With(name, examples)
	}
	return tagger, nil
}

// suggestOne records what a photo shows that has just got its vector. While there
// is no tagger yet, it records that all photos must be looked at.
func (e *Engine) suggestOne(tx *catalog.Tx, id photo.ID, v photo.Vector) error {
	tagger := e.things.tagger.Load()
	if tagger == nil {
		return tx.SetValue(catalog.ThingsKey, "")
	}
	return tx.SuggestPhoto(id, tagger.Suggest(v))
}

// suggestChunk is how many photos are suggested for in one transaction.
const suggestChunk = 256

// Suggest looks at all photos again if the model, the vocabulary or the screens are
// others than last time, a third of a millisecond each, and else does nothing. When
// ctx ends it stops, to begin anew the next time.
func (e *Engine) Suggest(ctx context.Context) error {
	if err := e.prepareThings(ctx); err != nil {
		return err
	}
	tagger := e.things.tagger.Load()
	if tagger == nil {
		return nil
	}
	want := e.suggestedWith(tagger)
	if have, err := e.catalog.Value(ctx, catalog.ThingsKey); err != nil || have == want {
		return err
	}
	// What is learned meanwhile resets it again.
	if err := e.catalog.Update(ctx, func(tx *catalog.Tx) error { return tx.SetValue(catalog.ThingsKey, want+" begun") }); err != nil {
		return err
	}
	if err := e.suggestAll(ctx); err != nil {
		return err
	}
	err := e.catalog.Update(ctx, func(tx *catalog.Tx) error {
		have, err := e.catalog.Value(ctx, catalog.ThingsKey)
		if err != nil || have != want+" begun" {
			return err
		}
		return tx.SetValue(catalog.ThingsKey, want)
	})
	e.state.set(func(s *photo.Status) { s.Generation++ })
	return err
}

// suggestedWith names all that the suggestions of a tagger depend on. Its screens may be
// others than those of the catalog, which another process may have changed just now.
func (e *Engine) suggestedWith(tagger *things.Tagger) string {
	return e.model.Info().Fingerprint + " " + things.Fingerprint(e.things.list, e.things.shipped, tagger.Screens())
}

func (e *Engine) suggestAll(ctx context.Context) error {
	type seen struct {
		id photo.ID
		v  photo.Vector
	}
	var chunk []seen
	flush := func() error {
		err := e.catalog.Update(ctx, func(tx *catalog.Tx) error {
			for _, s := range chunk {
				if err := e.suggestOne(tx, s.id, s.v); err != nil {
					return err
				}
			}
			return nil
		})
		chunk = chunk[:0]
		return err
	}
	err := e.catalog.Vectors(ctx, func(id photo.ID, v photo.Vector, _ []float32) error {
		if chunk = append(chunk, seen{id, v}); len(chunk) < suggestChunk {
			return nil
		}
		return flush()
	})
	if err != nil {
		return err
	}
	return flush()
}

// keepSuggesting brings suggestions up to date when the window opens and whenever
// it is woken, until ctx ends.
func (e *Engine) keepSuggesting(ctx context.Context) {
	for {
		e.warn(ctx, "suggest things", e.Suggest(ctx))
		select {
		case <-ctx.Done():
			return
		case <-e.things.again:
		}
	}
}
