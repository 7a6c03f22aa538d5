package engine

import (
	"context"
	"errors"

	"recollect/engine/analyse"
	"recollect/engine/catalog"
	"recollect/engine/model"
	"recollect/engine/model/ort"
	"recollect/engine/photo"
	"recollect/engine/things"
)

// use replaces the tagger for all photos that are analysed from now on.
func (t *Things) use(tagger *things.Tagger) *suggester {
	suggest := func(v photo.Vector) map[string]float64 {
		t.suggested.Store(true)
		return tagger.Suggest(v)
	}
	s := &suggester{tagger, &analyse.Things{Name: t.key(tagger.Screens()), Model: t.model(), Suggest: suggest}}
	t.current.Store(s)
	return s
}

// key identifies everything that suggestions depend on.
func (t *Things) key(screens []string) string {
	return catalog.SuggestKey(t.model() + " " + things.Fingerprint(t.list, t.shipped, screens))
}

func (t *Things) model() string { return t.e.models.Answerer().Fingerprint() }

// step is the step that suggests things; nil where there is no vocabulary. Its screens may be
// others than those of the catalog, which another process may have changed just now.
func (t *Things) step(ctx context.Context) (*analyse.Things, error) {
	if len(t.list) == 0 {
		return nil, nil
	}
	if s := t.current.Load(); s != nil {
		return s.step, nil
	}
	screens, err := t.Screening(ctx)
	return &analyse.Things{Name: t.key(screens), Model: t.model()}, err
}

// relearn trains a thing's head from people's verdicts. Photos that are being analysed meanwhile
// are tagged by the new tagger too: see rerunReplaced in package analyse.
func (t *Things) relearn(ctx context.Context, thing string) error {
	t.changing.Lock()
	defer t.changing.Unlock()
	before := t.current.Load()
	if before == nil {
		return nil // there is none, or screening has just changed: the next tagger learns from the verdicts
	}
	examples, err := t.examples(ctx, thing)
	if err != nil {
		return err
	}
	tagger, changed := before.tagger.With(thing, examples)
	if !changed {
		return nil
	}
	now := t.use(tagger)
	head, learned := tagger.Head(thing)
	if !learned { // the rule needs all things to judge one
		err := t.e.catalog.Update(ctx, func(tx *catalog.Tx) error { return tx.Forget(now.step.Key()) })
		t.e.wakeAnalyser()
		return err
	}
	if err := t.e.follow(ctx); err != nil {
		return err
	}
	shows, err := t.shows(ctx, head)
	if err != nil {
		return err
	}
	return t.e.catalog.Update(ctx, func(tx *catalog.Tx) error { return tx.SuggestThing(thing, shows) })
}

// relearnAll replaces the tagger, if there is one, by one with all verdicts and the present
// screens. The old one is used meanwhile.
func (t *Things) relearnAll(ctx context.Context) error {
	t.changing.Lock()
	defer t.changing.Unlock()
	if t.current.Load() == nil {
		return nil
	}
	tagger, err := t.makeTagger(ctx)
	if err != nil {
		return err
	}
	t.use(tagger)
	t.e.wakeAnalyser() // another process may have made suggestions missing
	return nil
}

// shows returns the photos that a head classifies as its thing.
func (t *Things) shows(ctx context.Context, h things.Head) (map[photo.ID]float64, error) {
	out := map[photo.ID]float64{}
	direction := photo.Mean([]photo.Vector{h.Weights})
	scale := float64(photo.Dot(h.Weights, direction))
	err := t.e.models.Answerer().Corpus.Scan(ctx, nil, func(id photo.ID, v photo.Vector) {
		if p := h.At(float64(photo.Dot(direction, v)) * scale); p >= things.LeastLearned {
			out[id] = p
		}
	})
	return out, err
}

func (t *Things) examples(ctx context.Context, thing string) ([]things.Example, error) {
	judged, err := t.e.catalog.Examples(ctx, t.model(), thing)
	var out []things.Example
	for _, j := range judged {
		out = append(out, things.Example{Vector: j.Vector, Shows: j.Verdict == photo.Confirmed})
	}
	return out, err
}

// prepare makes the tagger if there is none yet, which takes some seconds once for a model and a
// vocabulary. Without a vocabulary or a model there is none, which is no error.
func (t *Things) prepare(ctx context.Context) error {
	if len(t.list) == 0 || t.e.mode == ReadOnly {
		return nil
	}
	t.changing.Lock()
	defer t.changing.Unlock()
	if t.current.Load() != nil {
		return nil
	}
	tagger, err := t.makeTagger(ctx)
	switch {
	case ctx.Err() != nil, errors.Is(err, model.ErrNoModel), errors.Is(err, ort.ErrNoRuntime):
		return nil // code that needs the model reports its error
	case err != nil:
		return err
	}
	t.use(tagger)
	return nil
}

// makeTagger embeds the vocabulary and the screens in use, and learns from all verdicts.
func (t *Things) makeTagger(ctx context.Context) (*things.Tagger, error) {
	screens, err := t.Screening(ctx)
	if err != nil {
		return nil, err
	}
	background := t.shipped
	if !t.own {
		background = nil
	}
	tagger, err := things.New(ctx, t.e.models.Answerer().Texts, t.list, background, screens)
	if err != nil {
		return nil, err
	}
	confirmed, err := t.e.catalog.Confirmed(ctx) // a head needs both kinds
	if err != nil {
		return nil, err
	}
	for _, name := range confirmed {
		examples, err := t.examples(ctx, name)
		if err != nil {
			return nil, err
		}
		tagger, _ = tagger.With(name, examples)
	}
	return tagger, nil
}

// Suggest brings suggestions up to date for all photos whose content is known, a third
// of a millisecond each, where the model, the vocabulary or the screens are others than
// last time. When ctx ends it stops, to continue the next time. It must not be called while Run or Sync does.
func (t *Things) Suggest(ctx context.Context) error {
	if err := t.prepare(ctx); err != nil {
		return err
	}
	s := t.current.Load()
	if s == nil {
		return ctx.Err()
	}
	err := t.e.analyser.RunStep(ctx, s.step.Key())
	t.notify()
	return err
}

// notify makes the window read things again if there are new suggestions.
func (t *Things) notify() {
	if t.suggested.Swap(false) {
		t.e.state.set(func(s *photo.Status) { s.Generation++ })
	}
}

// prepareTaggers makes a tagger whenever there is none, and then wakes the analyser, until ctx ends.
func (t *Things) prepareTaggers(ctx context.Context) {
	for {
		before := t.current.Load()
		t.e.warn(ctx, "embed the vocabulary", t.prepare(ctx))
		if t.current.Load() != before {
			t.e.wakeAnalyser()
		}
		select {
		case <-ctx.Done():
			return
		case <-t.wake:
		}
	}
}
