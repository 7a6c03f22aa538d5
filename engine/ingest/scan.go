package ingest

import (
	"context"
	"errors"
	"os"
	"slices"

	"golang.org/x/sync/errgroup"

	"recollect/engine/catalog"
	"recollect/engine/decode"
	"recollect/engine/photo"
	"recollect/engine/scan"
)

// chunk is how many new files are described and committed at a time: few
// enough that the first pictures appear at once, enough for cheap commits.
const chunk = 128

// Scan compares a folder of the library with the record and records what
// happened. dirs, when given, are the folders inside it worth looking at; nil
// means all of it. A folder that cannot be reached is marked as away and keeps
// its photos. It returns ctx's error, or the catalog's.
func (in *Ingester) Scan(ctx context.Context, folder photo.Folder, dirs []string) (Summary, error) {
	if dirs == nil || folder.Away {
		dirs = []string{folder.Path}
	}
	found, unread, err := in.look(ctx, folder, dirs)
	away := errors.Is(err, scan.ErrAway)
	if err != nil && !away {
		return Summary{}, err
	}
	if away != folder.Away {
		if err := in.setAway(ctx, folder.ID, away); err != nil {
			return Summary{}, err
		}
	}
	if away {
		return Summary{}, nil
	}
	known, err := in.known(ctx, folder.ID, dirs)
	if err != nil {
		return Summary{}, err
	}
	changes := scan.Compare(known, found, unread, func(path string) (photo.Hash, error) { return decode.Hash(ctx, path) })
	return in.record(ctx, folder.ID, changes)
}

func (in *Ingester) setAway(ctx context.Context, id photo.FolderID, away bool) error {
	err := in.Catalog.SetAway(ctx, id, away)
	in.OnCommit()
	return err
}

// look lists the picture files in dirs.
func (in *Ingester) look(ctx context.Context, folder photo.Folder, dirs []string) (found []photo.File, unread []scan.Unread, err error) {
	for _, dir := range dirs {
		more, err := in.Walker.Walk(ctx, folder.Path, dir, func(f photo.File) { found = append(found, f) })
		if err != nil {
			return nil, nil, err
		}
		unread = append(unread, more...)
	}
	return found, unread, nil
}

// known returns what the catalog holds of a folder, in dirs only.
func (in *Ingester) known(ctx context.Context, folder photo.FolderID, dirs []string) ([]scan.Known, error) {
	photos, err := in.Catalog.InFolder(ctx, folder)
	if err != nil {
		return nil, err
	}
	var known []scan.Known
	for _, p := range photos {
		if slices.ContainsFunc(dirs, func(dir string) bool { return photo.Within(p.Path, dir) }) {
			known = append(known, scan.Known{ID: p.ID, File: p.File, Hash: p.Hash})
		}
	}
	return known, nil
}

// record commits changes in the order that scan gave them: moves together,
// because two files may have swapped places, the rest in chunks.
func (in *Ingester) record(ctx context.Context, folder photo.FolderID, changes []scan.Change) (Summary, error) {
	var s Summary
	var gone, fresh []scan.Change
	moved := map[photo.ID]catalog.Place{}
	var moves []scan.Change
	for _, c := range changes {
		switch c.Kind {
		case scan.Moved:
			moved[c.ID] = catalog.Place{Folder: folder, File: c.File}
			moves = append(moves, c)
		case scan.Gone:
			gone = append(gone, c)
		default:
			fresh = append(fresh, c)
		}
	}
	// A file may have moved to where another was that is gone or changed.
	if err := in.recordMoves(ctx, moved, moves, gone); err != nil {
		return s, err
	}
	s.Moved, s.Gone = len(moves), len(gone)
	for len(fresh) > 0 {
		n := min(chunk, len(fresh))
		more, err := in.recordFresh(ctx, folder, fresh[:n])
		s.Add(more)
		if err != nil {
			return s, err
		}
		fresh = fresh[n:]
	}
	return s, nil
}

// recordMoves commits what moved and what is gone at once: a path that one
// photo left may be where another is now.
func (in *Ingester) recordMoves(ctx context.Context, to map[photo.ID]catalog.Place, moved, gone []scan.Change) error {
	if len(moved)+len(gone) == 0 {
		return nil
	}
	err := in.commit(ctx, func(tx *catalog.Tx) error {
		for _, c := range gone {
			if err := tx.Delete(c.ID); err != nil {
				return err
			}
		}
		return tx.Move(to)
	}, func() {
		for _, c := range gone {
			in.Index.Remove(c.ID)
		}
	})
	if err != nil {
		return err
	}
	for _, c := range append(moved, gone...) {
		in.OnChange(Change{Kind: c.Kind.String(), Path: c.File.Path, From: c.From})
	}
	return nil
}

// described is a new or changed file after a look at its header.
type described struct {
	change scan.Change
	photo  photo.Photo
	err    error // why it is not a picture that can be shown
}

// recordFresh describes new and changed files and commits them.
func (in *Ingester) recordFresh(ctx context.Context, folder photo.FolderID, changes []scan.Change) (Summary, error) {
	all, err := in.describe(ctx, folder, changes)
	if err != nil {
		return Summary{}, err
	}
	err = in.commit(ctx, func(tx *catalog.Tx) error {
		for i := range all {
			if err := all[i].write(tx); err != nil {
				return err
			}
		}
		return nil
	}, func() {
		for _, d := range all {
			if d.change.Kind == scan.Changed {
				in.Index.Remove(d.change.ID) // it was the old content's vector
			}
		}
	})
	if err != nil {
		return Summary{}, err
	}
	var s Summary
	for _, d := range all {
		if d.change.Kind == scan.Changed {
			s.Changed++
		} else {
			s.Added++
		}
		in.OnChange(Change{Kind: d.change.Kind.String(), Path: d.photo.Path})
		if d.err != nil {
			in.OnChange(Change{Kind: "problem", Path: d.photo.Path})
		}
	}
	return s, nil
}

func (d *described) write(tx *catalog.Tx) error {
	var err error
	if d.change.Kind == scan.Changed {
		err = tx.Replace(d.photo)
	} else {
		d.photo.ID, err = tx.Insert(d.photo)
	}
	if err != nil || d.err == nil {
		return err
	}
	return tx.SetProblem(d.photo.ID, decode.Reason(d.err), d.err.Error())
}

// describe reads the headers of files, several at a time. Files that are gone
// again are left out.
func (in *Ingester) describe(ctx context.Context, folder photo.FolderID, changes []scan.Change) ([]described, error) {
	all := make([]described, len(changes))
	g, ctx := errgroup.WithContext(ctx)
	g.SetLimit(in.workers)
	for i, c := range changes {
		g.Go(func() error {
			details, err := decode.Describe(c.File)
			if err != nil { // still worth a row, which has a date
				details.Taken = photo.Moment{Time: c.File.ModTime, HasOffset: true, From: photo.FromModTime}
			}
			all[i] = described{c, photo.Photo{ID: c.ID, Folder: folder, File: c.File, Details: details}, err}
			return ctx.Err()
		})
	}
	if err := g.Wait(); err != nil {
		return nil, err
	}
	here := all[:0]
	for _, d := range all {
		if !errors.Is(d.err, os.ErrNotExist) {
			here = append(here, d)
		}
	}
	return here, nil
}
