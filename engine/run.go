package engine

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"time"

	"golang.org/x/sync/errgroup"

	"recollect/engine/ingest"
	"recollect/engine/library"
	"recollect/engine/photo"
	"recollect/engine/scan"
	"recollect/engine/serving"
)

// unfinishedEvery is how often unfinished files are checked.
const unfinishedEvery = time.Second

// retryEvery is how long encoding waits after a fault of the library itself (no model, disk full)
// before it tries again.
const retryEvery = 30 * time.Second

// restAfter is how long an unused network stays in memory.
var restAfter = time.Minute // replaced in tests

// Summary counts what Sync did.
type Summary struct {
	ingest.Summary
	Encoded int // pictures that were embedded; copies count once
}

// Sync brings the library up to date once: it scans every folder and analyses what
// is missing. A missing model or runtime ends it with model.ErrNoModel or
// ort.ErrNoRuntime after the scan.
func (e *Engine) Sync(ctx context.Context) (Summary, error) {
	var total Summary
	if err := e.follow(ctx); err != nil {
		return total, err
	}
	g, gctx := errgroup.WithContext(ctx)
	working, done := context.WithCancel(gctx)
	g.Go(func() error { return e.updateStatus(working) })
	g.Go(func() error { e.accelerate(working); return nil })
	g.Go(func() error { // during the scan, which must not end with an error here: analyseNow returns it
		e.warn(working, "embed the vocabulary", e.Things.prepare(working))
		return nil
	})
	g.Go(func() error {
		defer done()
		var err error
		if total.Summary, err = e.scanAll(gctx); err != nil {
			return err
		}
		prepared := e.Things.prepare(gctx)
		if total.Encoded, err = e.analyseNow(gctx); err != nil {
			return err
		}
		return prepared
	})
	err := errors.Join(g.Wait(), e.refresh(ctx))
	_ = e.saveIndex(ctx, serving.WhenQuiet)
	return total, err
}

// Run keeps the library up to date until ctx ends, then returns nil once all
// its work has stopped. It watches every folder, scans what changed, analyses
// what is missing, and updates Status. It must run once.
func (e *Engine) Run(ctx context.Context) error {
	e.running.Store(true)
	defer e.running.Store(false)
	folders, err := e.catalog.Folders(ctx)
	if err != nil {
		return err
	}
	e.warn(ctx, "read what is left out", e.excludes.Read(folders)) // before anything is watched
	for _, f := range folders {
		e.state.expect(f.Path)
		e.watcher.Add(f.Path)
	}
	e.warn(ctx, "write sidecars", e.Sidecars.Finish()) // that were begun
	e.wakeAnalyser()
	g, ctx := errgroup.WithContext(ctx)
	g.Go(func() error { e.readVectors(ctx); return nil })
	g.Go(func() error { e.watcher.Run(ctx); return nil })
	g.Go(func() error { return e.scanChanges(ctx) })
	g.Go(func() error { library.FollowOthers(ctx, e.folderOptions(), e.readOthersWrites); return nil })
	g.Go(func() error { return e.analyseMissing(ctx) })
	g.Go(func() error { e.Things.prepareTaggers(ctx); return nil })
	g.Go(func() error { e.warmUp(ctx); return nil })
	g.Go(func() error { e.accelerate(ctx); return nil })
	g.Go(func() error { e.models.Rest(ctx, restAfter); return nil })
	g.Go(func() error { e.saveIndexWhenDue(ctx); return nil })
	g.Go(func() error { return e.updateStatus(ctx) })
	g.Go(func() error { e.backUpDaily(ctx); return nil })
	g.Go(func() error { e.trimThumbs(ctx); return nil })
	g.Go(func() error {
		e.Sidecars.Follow(ctx, func(err error) { e.warn(ctx, "write sidecars", err) })
		return nil
	})
	err = g.Wait()
	atEnd, cancel := context.WithTimeout(context.WithoutCancel(ctx), saveAtEnd)
	defer cancel()
	_ = e.saveIndex(atEnd, serving.AtClose)
	return err
}

// saveAtEnd is how long Run may take to write the index at its end; saveQuiet is how long nothing changes before
// it is written though little has changed; saveAgain is how long it waits after it could not be written, as
// on a full disk, before it tries again.
const (
	saveAtEnd = 5 * time.Second
	saveQuiet = time.Minute
	saveAgain = 10 * time.Minute
)

// saveIndexWhenDue saves the index whenever much of it has changed, or some and nothing changes any more,
// until ctx ends.
func (e *Engine) saveIndexWhenDue(ctx context.Context) {
	quiet := time.NewTimer(saveQuiet)
	defer quiet.Stop()
	for {
		when := serving.WhileChanging
		select {
		case <-ctx.Done():
			return
		case <-e.indexWake:
			quiet.Reset(saveQuiet)
		case <-quiet.C:
			when = serving.WhenQuiet
		}
		if e.saveIndex(ctx, when) == nil {
			continue
		}
		select {
		case <-ctx.Done():
		case <-time.After(saveAgain):
			quiet.Reset(0) // perhaps nothing changes any more
		}
	}
}

// saveIndex writes the index to a file if that is worth it; see serving.Answerer.SaveIndex. Nothing is lost
// if it fails: it logs the error and returns it.
func (e *Engine) saveIndex(ctx context.Context, when serving.Occasion) error {
	if e.mode != Exclusive {
		return nil
	}
	err := e.models.Answerer().SaveIndex(ctx, when)
	e.warn(ctx, "write the index", err)
	return err
}

// warmUp embeds a word and the bank, so that the first search does not wait for the network to be
// loaded, and a missing model is reported before anybody searches.
func (e *Engine) warmUp(ctx context.Context) {
	model := e.models.Answerer()
	_, err := model.Text(ctx, "photo")
	if err == nil {
		err = e.models.Missing(ctx)
	}
	e.trouble(ctx, ofModel, err)
	if err == nil {
		_, err = model.Bank.Get(ctx)
		e.warn(ctx, "embed the bank of prompts", err)
	}
}

// accelerate moves the model that embeds photos to a faster accelerator, once one is found, until
// ctx ends.
func (e *Engine) accelerate(ctx context.Context) {
	for {
		e.warn(ctx, "try the accelerators", e.accelerators.Prepare(ctx, e.models.Embeds()))
		select {
		case <-ctx.Done():
			return
		case <-e.chosenWake:
		}
	}
}

// trimThumbs removes old thumbnails whenever the cache exceeds its size, until ctx ends.
func (e *Engine) trimThumbs(ctx context.Context) {
	for {
		e.warn(ctx, "remove old thumbnails", e.thumbs.Trim(ctx))
		select {
		case <-ctx.Done():
			return
		case <-e.thumbs.Full():
		}
	}
}

// scanChanges scans the dirty folders of the watcher, and those of files that analysis found
// changed. Folders whose scan failed are scanned again later, as are files that were still being
// written.
func (e *Engine) scanChanges(ctx context.Context) error {
	retry := time.NewTicker(retryEvery)
	defer retry.Stop()
	again := time.NewTimer(0)
	defer again.Stop()
	dirtyFolders := e.watcher.Dirty()
	var failed scan.Scope
	unfinished := map[string]bool{}
	for {
		now := failed
		select {
		case <-ctx.Done():
			return nil
		case dirty, ok := <-dirtyFolders:
			if !ok {
				return nil
			}
			now = now.And(dirty.Scope)
		case path := <-e.rescan:
			now.Shallow = append(now.Shallow, e.staleDirs(path)...)
		case <-again.C:
			now.Shallow = append(now.Shallow, quiet(unfinished)...)
			if len(unfinished) > 0 {
				again.Reset(unfinishedEvery)
			}
		case <-retry.C:
			now.Deep = append(now.Deep, library.ReadableAgain(ctx, e.folderOptions())...)
		}
		if now.Empty() {
			continue
		}
		failed = scan.Scope{}
		now = now.Outermost()
		_, err := e.scanScope(ctx, now, func(path string) {
			unfinished[path] = true
			again.Reset(unfinishedEvery)
		})
		if err != nil {
			failed = now
		}
		e.trouble(ctx, ofScan, err)
		e.wakeAnalyser()
	}
}

// quiet removes from unfinished the files that seem complete now, and returns their folders.
func quiet(unfinished map[string]bool) (dirs []string) {
	for path := range unfinished {
		if info, err := os.Lstat(path); err != nil || !ingest.Written(info.ModTime(), time.Now()) {
			delete(unfinished, path)
			dirs = append(dirs, filepath.Dir(path))
		}
	}
	return dirs
}

// staleDirs returns the folders of path and of all other files that wait in rescan.
func (e *Engine) staleDirs(path string) []string {
	dirs := []string{filepath.Dir(path)}
	for {
		select {
		case path := <-e.rescan:
			dirs = append(dirs, filepath.Dir(path))
		default:
			return dirs
		}
	}
}

// scanAll scans every folder of the library.
func (e *Engine) scanAll(ctx context.Context) (ingest.Summary, error) {
	folders, err := e.catalog.Folders(ctx)
	if err != nil {
		return ingest.Summary{}, err
	}
	var roots []string
	for _, f := range folders {
		roots = append(roots, f.Path)
	}
	return e.scanScope(ctx, scan.Scope{Deep: roots}, nil)
}

// scanScope scans what Outermost returned. putOff is called with the files that are left for later
// because they may still be being written; nil: none is.
func (e *Engine) scanScope(ctx context.Context, scope scan.Scope, putOff func(path string)) (ingest.Summary, error) {
	s, err := e.scanParts(ctx, func(folders []photo.Folder) []ingest.Part {
		var parts []ingest.Part
		for _, f := range folders {
			if mine := scope.Within(f.Path); !mine.Empty() {
				parts = append(parts, ingest.Part{Folder: f, Scope: mine, PutOff: putOff})
			}
		}
		return parts
	})
	if err == nil {
		e.state.scanned(scope.Deep)
	}
	return s, err
}

// scanParts scans what choose chooses of the library's folders.
func (e *Engine) scanParts(ctx context.Context, choose func([]photo.Folder) []ingest.Part) (ingest.Summary, error) {
	e.scanning.Lock()
	defer e.scanning.Unlock()
	e.state.set(func(s *photo.Status) { s.Scanning = true })
	// Count before Scanning is reset: Status must not be "all done" between a scan and its count.
	defer func() {
		e.warn(ctx, "count the library", e.refresh(ctx))
		e.state.set(func(s *photo.Status) { s.Scanning = false })
	}()

	folders, err := e.catalog.Folders(ctx)
	if err != nil {
		return ingest.Summary{}, err
	}
	if err := e.excludes.Read(folders); err != nil {
		return ingest.Summary{}, err
	}
	return e.ingest.Scan(ctx, choose(folders)...)
}

// analyseNow analyses what is missing. It returns how many pictures were embedded.
func (e *Engine) analyseNow(ctx context.Context) (int, error) {
	// Photos embedded from here on have traits. Without a model there are none; Run reports that if
	// it needs one.
	if err := e.models.Banks(ctx); err != nil {
		e.warn(ctx, "open the bank of prompts", err)
	}
	embedded, err := e.analyser.Run(ctx)
	if err != nil {
		return embedded, err
	}
	if promoted, err := e.promote(ctx); err != nil || !promoted {
		return embedded, err
	}
	if err := e.Things.prepare(ctx); err != nil {
		return embedded, err
	}
	more, err := e.analyser.Run(ctx) // what photos show
	return embedded + more, err
}

// analyseMissing analyses whenever it is woken.
func (e *Engine) analyseMissing(ctx context.Context) error {
	retry := time.NewTicker(retryEvery)
	defer retry.Stop()
	for {
		select {
		case <-ctx.Done():
			return nil
		case <-e.analyseWake:
		case <-retry.C:
			if !e.state.stuck() {
				continue
			}
		}
		_, err := e.analyseNow(ctx)
		e.Things.notify()
		e.trouble(ctx, ofAnalysis, err)
		if err == nil {
			nudge(e.Things.wake) // there may be a model by now
		}
		if err == nil && e.state.stuck() {
			e.warmUp(ctx) // the trouble of the model may be over
		}
	}
}

func (e *Engine) wakeAnalyser() { nudge(e.analyseWake) }

// trouble shows err in the Status until the same source succeeds, which nil means.
func (e *Engine) trouble(ctx context.Context, source int, err error) {
	if ctx.Err() != nil {
		return // stopping is no fault
	}
	if err != nil {
		e.opts.Log.Error("keep the library up to date", "err", err)
	}
	e.state.trouble(source, err)
}

func (e *Engine) warn(ctx context.Context, what string, err error) {
	if err != nil && ctx.Err() == nil {
		e.opts.Log.Warn(what, "err", err)
	}
}
