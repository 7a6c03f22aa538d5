package engine

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"recollect/engine/catalog"
	"recollect/engine/ingest"
	"recollect/engine/photo"
	"recollect/engine/volume"
)

// keepGone is how long a photo is kept whose file is no longer there.
const keepGone = 30 * 24 * time.Hour

// ErrUnreachable means that something needs a folder that is not there.
var ErrUnreachable error = &photo.Fault{
	Code: "folder:unreachable",
	Text: "the folder cannot be reached",
}

// ErrElsewhere means that a folder's photos are not where they are said to be.
var ErrElsewhere error = &photo.Fault{
	Code: "folder:elsewhere",
	Text: "the folder's photos are not there",
}

// Gone returns the photos whose files are no longer there, last first. They come
// back with all that is known of them when files of the same content do, and are
// forgotten after 30 days.
func (e *Engine) Gone(ctx context.Context) ([]photo.Gone, error) { return e.catalog.Gone(ctx) }

// forgetGone forgets what is gone for too long.
func (e *Engine) forgetGone(ctx context.Context, now time.Time) error {
	return e.catalog.Update(ctx, func(tx *catalog.Tx) error {
		_, err := tx.ForgetGone(now.Add(-keepGone))
		return err
	})
}

// AcceptLosses scans a folder and believes what it sees: photos that are not
// there were deleted on purpose, however many they are. The error is ErrUnreachable
// where the folder is not there at all, catalog.ErrNotFound, or one of those that a scan has.
func (e *Engine) AcceptLosses(ctx context.Context, id photo.FolderID) error {
	if _, err := e.scanParts(ctx, func(folders []photo.Folder) []ingest.Part {
		if i := slices.IndexFunc(folders, func(f photo.Folder) bool { return f.ID == id }); i >= 0 {
			return []ingest.Part{{Folder: folders[i], Trust: true}}
		}
		return nil
	}); err != nil {
		return err
	}
	e.wakeEncoder()
	f, err := e.catalog.Folder(ctx, id)
	if err == nil && f.Away {
		err = fmt.Errorf("%s: %w", f.Path, ErrUnreachable)
	}
	return err
}

// Relocate says that a folder lies at another path now, as when its drive was
// mounted elsewhere, or the folder was renamed. Nothing is encoded again; while
// Run runs, the new place is looked at and watched from then on. Errors: ErrElsewhere unless most of its photos are
// there, catalog.ErrOverlap, those of AddFolder, or the catalog's.
func (e *Engine) Relocate(ctx context.Context, id photo.FolderID, path string) error {
	path, err := filepath.Abs(path)
	if err != nil {
		return fmt.Errorf("relocate: %w", err)
	}
	if err := e.mayAdd(path); err != nil {
		return fmt.Errorf("relocate: %w", err)
	}
	e.scanning.Lock()
	f, err := e.relocate(ctx, id, path)
	e.scanning.Unlock()
	if err != nil {
		return err
	}
	e.watcher.Remove(f.Path)
	e.state.scanned([]string{f.Path})
	e.state.expect(path)
	e.watcher.Add(path)
	e.state.set(func(s *photo.Status) { s.Generation++ })
	return e.refresh(ctx)
}

// relocate returns the folder as it was.
func (e *Engine) relocate(ctx context.Context, id photo.FolderID, path string) (photo.Folder, error) {
	f, err := e.catalog.Folder(ctx, id)
	if err != nil {
		return f, err
	}
	same, err := e.holds(ctx, f, path)
	if err == nil && !same {
		err = fmt.Errorf("%s at %s: %w", f.Path, path, ErrElsewhere)
	}
	if err != nil {
		return f, err
	}
	return f, e.catalog.Update(ctx, func(tx *catalog.Tx) error { return tx.Relocate(id, path) })
}

// Places returns where a folder that is away may lie now: other mounts of its
// volume, at which most of its photos are.
func (e *Engine) Places(ctx context.Context, id photo.FolderID) ([]string, error) {
	f, err := e.catalog.Folder(ctx, id)
	if err != nil || f.Volume == "" {
		return nil, err
	}
	found, err := volume.Find(volume.Place{Volume: f.Volume, Path: f.VolumePath})
	if err != nil {
		return nil, err
	}
	var places []string
	for _, path := range found {
		same, err := e.holds(ctx, f, path)
		if err != nil {
			return nil, err
		}
		if same && path != f.Path {
			places = append(places, path)
		}
	}
	return places, nil
}

// looked is how many of a folder's files are enough to know it again.
const looked = 100

// holds reports whether most of a folder's photos lie at path, by name and size.
func (e *Engine) holds(ctx context.Context, f photo.Folder, path string) (bool, error) {
	files, err := e.catalog.Below(ctx, f.Path)
	if err != nil {
		return false, err
	}
	there, asked := 0, 0
	for known := range slices.Chunk(files, max(1, len(files)/looked)) {
		asked++
		info, err := os.Stat(filepath.Join(path, strings.TrimPrefix(known[0].Path, f.Path)))
		if err == nil && info.Size() == known[0].Size {
			there++
		}
	}
	return asked == 0 || 2*there > asked, ctx.Err()
}
