package engine

import (
	"context"
	"slices"

	"recollect/engine/ingest"
	"recollect/engine/library"
	"recollect/engine/photo"
)

// folderOptions connects the folders of the library to the engine.
func (e *Engine) folderOptions() library.Options {
	return library.Options{
		Dir: e.opts.Library, Catalog: e.catalog, Excludes: e.excludes, Watcher: e.watcher, Scanning: &e.scanning,
		Trust: e.trust, Forget: e.ingest.Forget, State: folderState{e}, Log: e.opts.Log,
	}
}

// trust scans a folder and records its missing photos as gone, however many there are.
func (e *Engine) trust(ctx context.Context, id photo.FolderID) error {
	_, err := e.scanParts(ctx, func(folders []photo.Folder) []ingest.Part {
		if i := slices.IndexFunc(folders, func(f photo.Folder) bool { return f.ID == id }); i >= 0 {
			return []ingest.Part{{Folder: folders[i], Trust: true}}
		}
		return nil
	})
	if err == nil {
		e.wakeAnalyser()
	}
	return err
}

// readOthersWrites picks up the writes of other processes to the catalog.
func (e *Engine) readOthersWrites(ctx context.Context) {
	another, err := e.models.Adopt(ctx)
	if another && err == nil {
		err = e.chosen(ctx)
	}
	e.warn(ctx, "use the model that another process has chosen", err)
	if err != nil {
		e.warmUp(ctx) // which reports that the chosen model is not at hand
	}
	e.warn(ctx, "learn from verdicts of another process", e.Things.relearnAll(ctx))
	e.state.set(func(s *photo.Status) {
		s.Generation++
		s.Others++
	})
	e.state.markDirty()
}

// folderState shows changes of folders in the Status.
type folderState struct{ e *Engine }

func (s folderState) Expect(root string)              { s.e.state.expect(root) }
func (s folderState) Scanned(roots []string)          { s.e.state.scanned(roots) }
func (s folderState) Changed()                        { s.e.state.set(func(s *photo.Status) { s.Generation++ }) }
func (s folderState) Count(ctx context.Context) error { return s.e.refresh(ctx) }
func (s folderState) CountSoon()                      { s.e.state.markDirty() }
