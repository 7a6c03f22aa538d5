package ingest

import (
	"context"
	"errors"
	"io/fs"
	"time"

	"recollect/engine/catalog"
	"recollect/engine/photo"
	"recollect/engine/relevance"
)

// gather takes what waits in c, up to most, after waiting for the first. There
// is nothing when c was closed.
func gather[T any](c <-chan T, most int) []T {
	first, ok := <-c
	if !ok {
		return nil
	}
	all := []T{first}
	for len(all) < most {
		select {
		case next, ok := <-c:
			if !ok {
				return all
			}
			all = append(all, next)
		default:
			return all
		}
	}
	return all
}

// recordAll commits what comes out of the encoder, and teaches the index, until
// out is closed. What gathers during one commit goes into the next together.
func (in *Ingester) recordAll(ctx context.Context, out <-chan decoded, q *queue, all *looks) error {
	for {
		ds := gather(out, mostCommitted)
		if len(ds) == 0 {
			return ctx.Err()
		}
		kept, err := in.keep(ctx, ds)
		if err != nil {
			return err
		}
		for i, d := range ds {
			all.forget(d.hash)
			q.finished(d.photo.ID, kept[i])
			in.report(d, kept[i])
		}
	}
}

// keep commits photos and reports which of them the catalog took.
func (in *Ingester) keep(ctx context.Context, ds []decoded) (kept []bool, err error) {
	start := time.Now()
	defer func() { in.recording.Add(int64(time.Since(start))) }()
	kept = make([]bool, len(ds))
	err = in.commit(ctx, func(tx *catalog.Tx) error {
		for i, d := range ds {
			if kept[i], err = write(tx, d); err != nil {
				return err
			}
			if !kept[i] || d.err != nil {
				continue
			}
			if err := in.Suggest(tx, d.photo.ID, d.vector); err != nil {
				return err
			}
		}
		return nil
	}, func() {
		for i, d := range ds {
			if kept[i] && d.err == nil {
				in.Corpus.Add(d.photo.ID, d.vector, in.traitsOf(d))
			}
		}
	})
	return kept, err
}

// traitsOf are those of d's vector, also where that came from the catalog.
func (in *Ingester) traitsOf(d decoded) relevance.Traits {
	if d.traits.Known() {
		return d.traits
	}
	return in.Traits(d.vector)
}

// report tells the owner what became of a photo.
func (in *Ingester) report(d decoded, kept bool) {
	switch {
	case !kept:
		in.OnStale(d.photo.Path)
	case d.err != nil:
		in.OnChange(photo.Change{Kind: photo.ChangeProblem, Path: d.photo.Path})
	default:
		in.OnChange(photo.Change{Kind: photo.ChangeEncoded, Path: d.photo.Path})
	}
}

// write records d and reports whether the catalog took it: not when the file
// is another by now.
func write(tx *catalog.Tx, d decoded) (bool, error) {
	switch {
	case errors.Is(d.err, fs.ErrNotExist):
		return false, nil
	case d.err != nil:
		return setProblem(tx, d.photo, d.err)
	default:
		return tx.SetContent(d.photo.ID, d.photo.File, catalog.Content{
			Hash: d.hash, Colour: d.colour, Colours: d.colours, Damaged: d.damaged, Vector: d.vector, Traits: d.traits.Numbers(),
		})
	}
}
