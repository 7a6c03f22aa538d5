package analyse

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"reflect"
	"slices"
	"time"

	"recollect/engine/catalog"
	"recollect/engine/decode"
	"recollect/engine/photo"
	"recollect/engine/relevance"
)

// entry is a content to be written, and the photos that have it.
type entry struct {
	*content
	photos   []task
	accepted []bool // of each of photos, by write: the catalog took what was read
}

// commitAll commits the batches from out until it is closed. Those that arrive during one
// commit go into the next together.
func (a *Analyser) commitAll(ctx context.Context, out <-chan []*content, q *queue, all *inProgress) error {
	for {
		cs := slices.Concat(gather(out, mostCommitted/batch)...)
		if len(cs) == 0 {
			return ctx.Err()
		}
		for {
			entries := takeEntries(cs, all)
			if len(entries) == 0 {
				break
			}
			if err := a.commit(ctx, entries, q); err != nil {
				return err
			}
		}
	}
}

// takeEntries returns an entry for each content that still has uncommitted photos. Duplicates found
// while a content is in progress are added to it.
func takeEntries(cs []*content, all *inProgress) []*entry {
	var entries []*entry
	for _, c := range cs {
		if photos := all.take(c); len(photos) > 0 {
			entries = append(entries, &entry{content: c, photos: photos})
		}
	}
	return entries
}

func (a *Analyser) commit(ctx context.Context, entries []*entry, q *queue) error {
	if err := a.write(ctx, entries); err != nil {
		return err
	}
	if err := a.rerunReplaced(ctx, entries); err != nil {
		return err
	}
	for _, r := range entries {
		for i, t := range r.photos {
			if r.accepted[i] && r.settled() {
				q.recorded(t.photo.ID)
			}
			a.report(r, t, r.accepted[i])
		}
	}
	return nil
}

// write records contents in one transaction.
func (a *Analyser) write(ctx context.Context, entries []*entry) error {
	start := time.Now()
	defer func() { a.recording.Add(int64(time.Since(start))) }()
	if err := a.Catalog.Update(ctx, func(tx *catalog.Tx) error {
		for _, r := range entries {
			if err := r.write(tx); err != nil {
				return err
			}
		}
		return nil
	}); err != nil {
		return err
	}
	a.OnCommit(ctx)
	return nil
}

// rerunReplaced runs steps again that were replaced by others with the same key while their
// contents were in progress. Contents that are committed later are left to the code that replaces a
// step.
func (a *Analyser) rerunReplaced(ctx context.Context, entries []*entry) error {
	steps, err := a.Steps(ctx)
	if err != nil {
		return err
	}
	var some []*entry
	for _, r := range entries {
		var changed []Step
		for _, s := range steps {
			ran := func(old Step) bool { _, ok := r.results[old]; return ok && old != s && old.Key() == s.Key() }
			if slices.ContainsFunc(r.steps, ran) && !later(s) { // until then, the results of the previous step stay
				changed = append(changed, s)
			}
		}
		if len(changed) > 0 {
			c := *r.content
			c.steps, c.all, c.results = changed, steps, map[Step]Result{}
			some = append(some, &entry{content: &c})
		}
	}
	if len(some) == 0 {
		return nil
	}
	for _, r := range some {
		for _, s := range r.steps {
			if _, err := a.runStep(ctx, s, []*content{r.content}); err != nil {
				return err
			}
		}
	}
	return a.write(ctx, some)
}

// failure returns why a step will never have a result for the content, or nil.
func (c *content) failure(s Step) error {
	if c.err == nil || !needsPixels(s) {
		return c.results[s].Err
	}
	if decode.BlamesFile(c.err) {
		return c.err
	}
	return nil
}

// has reports whether the result of a step will be in the catalog.
func (c *content) has(s Step) bool {
	if e, embeds := s.(*Embed); embeds && c.vectors[e.Model] != nil || c.measured(s) {
		return true
	}
	r, ran := c.results[s]
	return ran && r.Err == nil
}

// settled reports whether all steps of the content are done, or have failed for good.
func (c *content) settled() bool {
	return !slices.ContainsFunc(c.steps, func(s Step) bool { return !c.has(s) && c.failure(s) == nil })
}

// mayPass reports whether decoding failed for a reason that may pass, such as a permission.
func (c *content) mayPass() bool { return c.err != nil && !decode.BlamesFile(c.err) }

// problem returns the error to record for photos that are read for the first time, or nil.
func (c *content) problem() error {
	if c.err != nil {
		return c.err
	}
	for _, s := range c.steps {
		if _, embeds := s.(*Embed); embeds && c.results[s].Err != nil {
			return c.results[s].Err
		}
	}
	return nil
}

// write records the content and its photos: vectors first, since a photo counts as read only
// with its vector, and other results last, since some stand with the photos that have the content.
func (r *entry) write(tx *catalog.Tx) error {
	r.accepted = make([]bool, len(r.photos))
	if err := r.writeVectors(tx); err != nil {
		return err
	}
	for i, t := range r.photos {
		var err error
		if r.accepted[i], err = r.writePhoto(tx, t); err != nil {
			return err
		}
	}
	if !r.known() {
		return nil
	}
	for s, result := range r.results {
		if err := writeResult(tx, r.hash, s, result); err != nil {
			return err
		}
	}
	return r.writeLedger(tx)
}

func (r *entry) writeVectors(tx *catalog.Tx) error {
	for s, result := range r.results {
		e, embeds := s.(*Embed)
		if !embeds || result.Err != nil {
			continue
		}
		if err := tx.SetVector(r.hash, e.Model, result.Vector, result.Traits.Numbers()); err != nil {
			return err
		}
	}
	return nil
}

// writePhoto records the result of reading a photo, and reports whether the catalog accepted it:
// not if the file has changed meanwhile.
func (r *entry) writePhoto(tx *catalog.Tx, t task) (bool, error) {
	trouble := r.problem()
	switch {
	case errors.Is(trouble, fs.ErrNotExist):
		return false, nil
	case !t.unread():
		return true, nil
	case trouble != nil:
		p := decode.ProblemOf(trouble)
		p.ID = t.photo.ID
		return tx.SetProblem(p, t.photo.File, r.mayPass())
	}
	return tx.SetContent(t.photo.ID, t.photo.File, catalog.Content{Hash: r.hash, Colour: r.colour, Damaged: r.damaged})
}

// writeResult records what a step derived from a content, for all photos that have it. A kind
// of result without a case here is an error: it would be lost, and its step be done.
func writeResult(tx *catalog.Tx, h photo.Hash, s Step, result Result) error {
	if result.Err != nil {
		return nil // for writeLedger
	}
	left := result // what is not recorded
	if _, embeds := s.(*Embed); embeds {
		left.Vector, left.Traits = nil, relevance.Traits{} // by writeVectors
	}
	if left.Traits.Known() {
		if err := tx.SetTraits(h, s.Needs().Vector, left.Traits.Numbers()); err != nil {
			return err
		}
	}
	if left.Colours != nil {
		if err := tx.SetColours(h, *left.Colours); err != nil {
			return err
		}
	}
	if left.Look != nil {
		if err := tx.SetLook(h, *left.Look); err != nil {
			return err
		}
	}
	if left.Grade != nil {
		if err := tx.SetGrade(h, *left.Grade); err != nil {
			return err
		}
	}
	if left.Shows != nil {
		if err := tx.Suggest(h, left.Shows); err != nil {
			return err
		}
	}
	left.Traits, left.Colours, left.Look, left.Grade, left.Shows = relevance.Traits{}, nil, nil, nil, nil
	if !reflect.ValueOf(left).IsZero() {
		return fmt.Errorf("step %q: a result of a kind that is not recorded: %+v", s.Key(), left)
	}
	return nil
}

// writeLedger records which steps have done the content, and which never will.
func (r *entry) writeLedger(tx *catalog.Tx) error {
	var done []string
	for _, s := range r.steps {
		if r.has(s) {
			done = append(done, s.Key())
			continue
		}
		if err := r.failure(s); err != nil {
			if err := tx.Failed(r.hash, s.Key(), err.Error()); err != nil {
				return err
			}
		}
	}
	return tx.Done(r.hash, done...)
}

// report calls the callbacks for a photo.
func (a *Analyser) report(r *entry, t task, accepted bool) {
	change := photo.Change{Path: t.photo.Path}
	switch {
	case !accepted:
		a.OnStale(t.photo.Path)
		return
	case t.unread() && r.problem() != nil:
		change.Kind = photo.ChangeProblem
	case t.unread() || r.embedded():
		change.Kind = photo.ChangeEncoded
	default:
		return
	}
	a.OnChange(change)
}

// embedded reports whether the content was embedded now.
func (c *content) embedded() bool {
	for _, r := range c.results {
		if r.Vector != nil {
			return true
		}
	}
	return false
}
