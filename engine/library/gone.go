package library

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"recollect/engine/catalog"
	"recollect/engine/photo"
	"recollect/engine/volume"
)

// goneRetention is how long a photo stays in the catalog after its file is gone.
const goneRetention = 30 * 24 * time.Hour

// ErrUnreachable means that something needs a folder that is offline.
var ErrUnreachable error = &photo.Fault{
	Code: "folder:unreachable",
	Text: "the folder cannot be reached",
}

// ErrElsewhere means that most of a folder's photos are not at the given path.
var ErrElsewhere error = &photo.Fault{
	Code: "folder:elsewhere",
	Text: "the folder's photos are not there",
}

// Gone returns the photos whose files are gone, last first. They are restored with all that is
// known of them when files of the same content appear, and forgotten after 30 days.
func (fo *Folders) Gone(ctx context.Context) ([]photo.Gone, error) { return fo.o.Catalog.Gone(ctx) }

// ForgetGone deletes photos from the catalog that have been gone for longer than goneRetention.
func ForgetGone(ctx context.Context, c *catalog.Catalog, now time.Time) error {
	return c.Update(ctx, func(tx *catalog.Tx) error {
		_, err := tx.ForgetGone(now.Add(-goneRetention))
		return err
	})
}

// AcceptLosses scans a folder and records every missing photo as gone, however many there are: the
// person has said that they were deleted on purpose. The error is ErrUnreachable if the folder does
// not exist at all, catalog.ErrNotFound, or one of a scan.
func (fo *Folders) AcceptLosses(ctx context.Context, id photo.FolderID) error {
	if err := fo.o.Trust(ctx, id); err != nil {
		return err
	}
	f, err := fo.o.Catalog.Folder(ctx, id)
	if err == nil && f.Away {
		err = fmt.Errorf("%s: %w", f.Path, ErrUnreachable)
	}
	return err
}

// Relocate records that a folder is at another path now, as when its drive was mounted elsewhere,
// or the folder was renamed. Nothing is embedded again; while Run runs, the new place is scanned
// and watched from then on. Errors: ErrElsewhere unless most of its photos are there,
// catalog.ErrOverlap, those of AddFolder, or the catalog's.
func (fo *Folders) Relocate(ctx context.Context, id photo.FolderID, path string) error {
	path, err := filepath.Abs(path)
	if err != nil {
		return fmt.Errorf("relocate: %w", err)
	}
	if err := fo.mayAdd(path); err != nil {
		return fmt.Errorf("relocate: %w", err)
	}
	fo.o.Scanning.Lock()
	f, err := fo.relocate(ctx, id, path)
	fo.o.Scanning.Unlock()
	if err != nil {
		return err
	}
	fo.o.Watcher.Remove(f.Path)
	fo.o.State.Scanned([]string{f.Path})
	fo.o.State.Expect(path)
	fo.o.Watcher.Add(path)
	fo.o.State.Changed()
	return fo.o.State.Count(ctx)
}

// relocate records the new path and returns the folder as it was before.
func (fo *Folders) relocate(ctx context.Context, id photo.FolderID, path string) (photo.Folder, error) {
	f, err := fo.o.Catalog.Folder(ctx, id)
	if err != nil {
		return f, err
	}
	same, err := fo.holds(ctx, f, path)
	if err == nil && !same {
		err = fmt.Errorf("%s at %s: %w", f.Path, path, ErrElsewhere)
	}
	if err != nil {
		return f, err
	}
	return f, fo.o.Catalog.Update(ctx, func(tx *catalog.Tx) error { return tx.Relocate(id, path) })
}

// Places returns the paths where a folder that is offline may be now: on other mounts of its
// volume, with most of its photos.
func (fo *Folders) Places(ctx context.Context, id photo.FolderID) ([]string, error) {
	f, err := fo.o.Catalog.Folder(ctx, id)
	if err != nil || f.Volume == "" {
		return nil, err
	}
	found, err := volume.Find(volume.Place{Volume: f.Volume, Path: f.VolumePath})
	if err != nil {
		return nil, err
	}
	var places []string
	for _, path := range found {
		same, err := fo.holds(ctx, f, path)
		if err != nil {
			return nil, err
		}
		if same && path != f.Path {
			places = append(places, path)
		}
	}
	return places, nil
}

// sampleFiles is how many of a folder's files are enough to recognise it.
const sampleFiles = 100

// holds reports whether most of a folder's photos lie at path, by name and size.
func (fo *Folders) holds(ctx context.Context, f photo.Folder, path string) (bool, error) {
	files, err := fo.o.Catalog.Below(ctx, f.Path)
	if err != nil {
		return false, err
	}
	there, asked := 0, 0
	for known := range slices.Chunk(files, max(1, len(files)/sampleFiles)) {
		asked++
		info, err := os.Stat(filepath.Join(path, strings.TrimPrefix(known[0].Path, f.Path)))
		if err == nil && info.Size() == known[0].Size {
			there++
		}
	}
	return asked == 0 || 2*there > asked, ctx.Err()
}
