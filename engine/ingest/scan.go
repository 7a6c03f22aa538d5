package ingest

import (
	"cmp"
	"context"
	"errors"
	"os"
	"slices"
	"time"

	"golang.org/x/sync/errgroup"

	"recollect/engine/catalog"
	"recollect/engine/cloud"
	"recollect/engine/decode"
	"recollect/engine/photo"
	"recollect/engine/scan"
)

// chunk is how many new files are described and committed at a time: few
// enough that the first pictures appear at once, enough for cheap commits.
const chunk = 128

// Scan compares parts of the library with the record and records what happened. All parts are
// compared at once, so that a file that went from one to another is moved and not gone. Files are
// also matched against photos recorded as gone or missing, so that these can be restored. A folder
// that cannot be reached is marked as offline and keeps its photos. One that misses suspiciously
// many photos is partly offline: files that are there are recorded, and the other photos stay as
// missing, until they are found or a Part has Trust. On error, which is ctx's or the catalog's,
// changes may be unrecorded: call Scan again with the same parts.
func (in *Ingester) Scan(ctx context.Context, parts ...Part) (Summary, error) {
	var all folderState
	states := make([]folderState, len(parts))
	for i, p := range parts {
		if inconclusive(p.Folder) {
			parts[i].Scope = scan.Scope{} // all of it
		}
		v, err := in.state(ctx, parts[i])
		if err != nil {
			return Summary{}, err
		}
		all.known = append(all.known, v.known...)
		all.found = append(all.found, v.found...)
		all.unread = append(all.unread, v.unread...)
		states[i] = v
	}
	if err := in.noteUnread(ctx, parts, states); err != nil {
		return Summary{}, err
	}
	missing, err := in.mayReturn(ctx, parts, states)
	if err != nil {
		return Summary{}, err
	}
	changes, err := in.compare(ctx, all, missing)
	if err != nil {
		return Summary{}, err
	}
	changes = slices.DeleteFunc(changes, func(c scan.Change) bool { return putOff(parts, c, time.Now()) })
	changes, settled, err := in.settle(ctx, parts, states, changes, missing)
	if err != nil {
		return settled, err
	}
	s, err := in.record(ctx, parts, changes)
	s.Add(settled)
	if err != nil {
		return s, err
	}
	return s, in.endLosses(ctx, changes, missing)
}

// inconclusive reports whether the last scan of a folder could not record which photos are missing:
// the folder was offline, or an older version did not record them.
func inconclusive(f photo.Folder) bool { return f.Away && (!f.Reason.Partly() || f.Missing == 0) }

// mayReturn returns the missing photos that may be found again: those of folders that
// are partly away, and those that were missing from parts that are there now.
func (in *Ingester) mayReturn(ctx context.Context, parts []Part, states []folderState) ([]photo.Recorded, error) {
	var back []photo.FolderID
	for i, p := range parts {
		if p.Folder.Away && !states[i].unreachable {
			back = append(back, p.Folder.ID)
		}
	}
	return in.Catalog.MissingFiles(ctx, back...)
}

// compare returns the changes since the files were recorded. A restored photo is Moved with an
// empty From; a missing photo that was found is Moved from its old path.
func (in *Ingester) compare(ctx context.Context, all folderState, missing []photo.Recorded) ([]scan.Change, error) {
	files, err := in.Catalog.GoneFiles(ctx)
	if err != nil {
		return nil, err
	}
	gone, outside := map[photo.ID]bool{}, idsOf(missing)
	for _, f := range files {
		gone[f.ID] = true
		all.known = append(all.known, f)
	}
	for _, k := range all.known {
		delete(outside, k.ID)
	}
	for _, m := range missing {
		if outside[m.ID] { // this scan does not cover its old path
			all.known = append(all.known, m)
		}
	}
	hash := func(path string) (photo.Hash, error) { return decode.Hash(ctx, path) }
	changes := scan.Compare(all.known, all.found, all.unread, hash)
	changes = slices.DeleteFunc(changes, func(c scan.Change) bool {
		return c.Kind == scan.Gone && (gone[c.ID] || outside[c.ID])
	})
	for i, c := range changes {
		switch {
		case gone[c.ID]:
			changes[i].From = ""
		case outside[c.ID] && exists(c.From): // the file is back outside of this scan: this is a copy
			changes[i] = scan.Change{Kind: scan.Added, File: c.File}
		}
	}
	return changes, nil
}

func exists(path string) bool {
	_, err := os.Lstat(path)
	return err == nil
}

// folderState is what a part of a folder has on disk and in the record.
type folderState struct {
	unreachable bool // the folder could not be read; the rest is empty
	known       []photo.Recorded
	found       []photo.File
	unread      []scan.Unread
}

// state collects a part's folderState.
func (in *Ingester) state(ctx context.Context, p Part) (folderState, error) {
	if p.whole() {
		p.Scope = scan.Scope{Deep: []string{p.Folder.Path}}
	}
	var v folderState
	err := in.gather(ctx, p, &v)
	if errors.Is(err, scan.ErrAway) {
		return folderState{unreachable: true}, nil
	}
	return v, err
}

func (in *Ingester) gather(ctx context.Context, p Part, v *folderState) error {
	deep := slices.Clone(p.Deep)
	for _, dir := range slices.Sorted(slices.Values(p.Shallow)) { // each folder before its subfolders
		if slices.ContainsFunc(deep, func(up string) bool { return photo.Within(dir, up) }) {
			continue
		}
		all, err := in.gatherIn(ctx, p.Folder.Path, dir, v)
		if err != nil {
			return err
		}
		if !all {
			deep = append(deep, dir)
		}
	}
	for _, dir := range photo.Outermost(deep) {
		if err := in.gatherBelow(ctx, p.Folder.Path, dir, v); err != nil {
			return err
		}
	}
	return nil
}

// gatherIn adds the files of dir itself to v. If a folder that is known to be in dir is missing, it
// adds nothing and returns false: everything below dir must be scanned then, because the folder may
// have been moved there and the watcher may have missed that.
func (in *Ingester) gatherIn(ctx context.Context, root, dir string, v *folderState) (bool, error) {
	var found []photo.File
	there, unread, err := in.Walker.List(ctx, root, dir, func(f photo.File) { found = append(found, f) })
	if err != nil {
		return false, err
	}
	known, subs, err := in.Catalog.In(ctx, dir)
	if err != nil {
		return false, err
	}
	for _, sub := range subs {
		if _, on := slices.BinarySearch(there, sub); !on { // a walk returns them in lexical order
			return false, nil
		}
	}
	v.add(known, found, unread)
	return true, nil
}

// gatherBelow adds dir with all below it to v.
func (in *Ingester) gatherBelow(ctx context.Context, root, dir string, v *folderState) error {
	var found []photo.File
	unread, err := in.Walker.Walk(ctx, root, dir, func(f photo.File) { found = append(found, f) })
	if err != nil {
		return err
	}
	known, err := in.Catalog.Below(ctx, dir)
	if err != nil {
		return err
	}
	v.add(known, found, unread)
	return nil
}

func (v *folderState) add(known []photo.Recorded, found []photo.File, unread []scan.Unread) {
	v.known = append(v.known, known...)
	v.found = append(v.found, found...)
	v.unread = append(v.unread, unread...)
}

// Forget removes a folder and its photos from the catalog.
func (in *Ingester) Forget(ctx context.Context, folder photo.FolderID) error {
	return in.commit(ctx, func(tx *catalog.Tx) error { return tx.RemoveFolder(folder, time.Now()) })
}

// record commits changes in the order of scan.Compare: moves together, because two files may have
// swapped paths, the rest in chunks. Restored photos leave no path for others, and are committed in
// chunks as well.
func (in *Ingester) record(ctx context.Context, parts []Part, changes []scan.Change) (Summary, error) {
	var s Summary
	var moved, returned, gone, fresh []scan.Change
	for _, c := range changes {
		switch c.Kind {
		case scan.Moved:
			if isRestored(c) {
				returned = append(returned, c)
			} else {
				moved = append(moved, c)
			}
			if c.Renamed {
				from := cmp.Or(c.From, c.File.Path)
				fresh = append(fresh, scan.Change{Kind: scan.MetadataChanged, ID: c.ID, File: c.File, From: from})
			}
		case scan.Gone:
			gone = append(gone, c)
		default:
			fresh = append(fresh, c)
		}
	}
	// A file may have moved to the path of one that is gone or changed.
	if err := in.recordMoves(ctx, parts, moved, gone); err != nil {
		return s, err
	}
	s.Moved, s.Gone = len(moved), len(gone)
	for some := range slices.Chunk(returned, chunk) {
		if err := in.recordMoves(ctx, parts, some, nil); err != nil {
			return s, err
		}
		s.Added += len(some)
	}
	for len(fresh) > 0 {
		n := min(chunk, len(fresh))
		more, err := in.recordFresh(ctx, parts, fresh[:n])
		s.Add(more)
		if err != nil {
			return s, err
		}
		fresh = fresh[n:]
	}
	return s, nil
}

// recordMoves commits moved and gone photos together: another photo may have taken the path that
// one left.
func (in *Ingester) recordMoves(ctx context.Context, parts []Part, moved, gone []scan.Change) error {
	if len(moved)+len(gone) == 0 {
		return nil
	}
	to := make(map[photo.ID]catalog.Place, len(moved))
	for _, c := range moved {
		to[c.ID] = catalog.Place{Folder: home(parts, c.File.Path).Folder.ID, File: c.File}
	}
	err := in.commit(ctx, func(tx *catalog.Tx) error {
		for _, c := range gone {
			if err := tx.SetGone(c.ID, time.Now()); err != nil {
				return err
			}
		}
		return tx.Move(to)
	})
	if err != nil {
		return err
	}
	for _, c := range append(moved, gone...) {
		kind := c.Kind
		if isRestored(c) {
			kind = scan.Added
		}
		in.OnChange(photo.Change{Kind: kindOf(kind), Path: c.File.Path, From: c.From})
	}
	return nil
}

// kindOf returns the kind that is reported for c.
func kindOf(k scan.Kind) photo.ChangeKind {
	return map[scan.Kind]photo.ChangeKind{
		scan.Moved: photo.ChangeMoved, scan.Changed: photo.ChangeReplaced, scan.MetadataChanged: photo.ChangeMetadata,
		scan.Added: photo.ChangeAdded, scan.Gone: photo.ChangeGone, scan.Found: photo.ChangeFound,
	}[k]
}

// isRestored reports whether c restores a photo that was gone, as compare reports it.
func isRestored(c scan.Change) bool { return c.Kind == scan.Moved && c.From == "" }

// described is a new or changed file whose header was read.
type described struct {
	change scan.Change
	photo  photo.Photo
	err    error // why it is not a picture that can be shown
}

// recordFresh reads the metadata of new and changed files and commits them.
func (in *Ingester) recordFresh(ctx context.Context, parts []Part, changes []scan.Change) (Summary, error) {
	all, err := in.describe(ctx, parts, changes)
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
	})
	if err != nil {
		return Summary{}, err
	}
	var s Summary
	for _, d := range all {
		d.count(&s)
		in.OnChange(photo.Change{Kind: kindOf(d.change.Kind), Path: d.photo.Path})
		if d.err != nil && !in.follows(ctx, d.photo.ID) {
			in.OnChange(photo.Change{Kind: photo.ChangeProblem, Path: d.photo.Path})
		}
	}
	return s, nil
}

// replaced reports whether the photo has another content than recorded.
func (d *described) replaced() bool {
	return d.change.Kind == scan.Changed || d.change.Kind == scan.MetadataChanged && d.err != nil
}

func (d *described) count(s *Summary) {
	switch {
	case d.change.Kind == scan.Changed:
		s.Changed++
	case d.change.Kind == scan.Added:
		s.Added++
	case d.change.From == "": // others are counted as moved
		s.MetadataChanged++
	}
}

func (d *described) write(tx *catalog.Tx) error {
	var err error
	switch {
	case d.replaced():
		err = tx.Replace(d.photo)
	case d.change.Kind == scan.MetadataChanged:
		err = tx.RefreshMetadata(d.photo)
	default:
		d.photo.ID, err = tx.Insert(d.photo)
	}
	if err != nil || d.err == nil {
		return err
	}
	return setProblem(tx, d.photo, d.err)
}

// follows reports whether a file belongs to a photo, such as the film of a live photo: then it is
// no problem that it cannot be shown.
func (in *Ingester) follows(ctx context.Context, id photo.ID) bool {
	p, err := in.Catalog.Photo(ctx, id)
	return err == nil && p.Lead != 0
}

// setProblem records why a file cannot be shown. A fault of the file stays until the file changes;
// a fault of the system is tried again.
func setProblem(tx *catalog.Tx, p photo.Photo, why error) error {
	problem := decode.ProblemOf(why)
	problem.ID = p.ID
	_, err := tx.SetProblem(problem, p.File, !decode.BlamesFile(why))
	return err
}

// describe reads the headers and the sidecars of files, several at a time. Some are skipped.
func (in *Ingester) describe(ctx context.Context, parts []Part, changes []scan.Change) ([]described, error) {
	all := make([]described, len(changes))
	g, ctx := errgroup.WithContext(ctx)
	g.SetLimit(in.workers)
	for i, c := range changes {
		g.Go(func() error {
			end, err := in.Begin(ctx)
			if err != nil {
				return err
			}
			details, err := describeFile(c.File)
			end()
			if err != nil { // still worth a row, which has a date
				details.Taken = photo.Moment{Time: c.File.ModTime, HasOffset: true, From: photo.FromModTime}
			}
			folder := home(parts, c.File.Path).Folder.ID
			all[i] = described{c, photo.Photo{ID: c.ID, Folder: folder, File: c.File, Details: details}, err}
			return ctx.Err()
		})
	}
	if err := g.Wait(); err != nil {
		return nil, err
	}
	return slices.DeleteFunc(all, in.cannotRecord), nil
}

// describeFile reads a file's header, unless the file would have to be downloaded.
func describeFile(f photo.File) (photo.Details, error) {
	if f.InCloud {
		return photo.Details{}, cloud.ErrOnly
	}
	return decode.Describe(f)
}

// cannotRecord reports whether a file must be skipped now: it is gone again, or it is known and
// cannot be read at present.
func (in *Ingester) cannotRecord(d described) bool {
	switch {
	case errors.Is(d.err, os.ErrNotExist):
		return true
	case d.err != nil && d.change.Kind == scan.MetadataChanged && !decode.BlamesFile(d.err):
		in.OnChange(photo.Change{Kind: photo.ChangeFileUnreadable, Path: d.photo.Path})
		return true
	}
	return false
}
