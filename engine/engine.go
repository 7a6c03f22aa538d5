// Package engine is Recollect without a window: it watches folders, analyses their pictures, and
// answers queries. Programs use it instead of the packages below it. Begin reading in this file;
// Example is a whole program.
//
// A file becomes searchable in these steps:
//
//  1. watch names the folders in which something changed (watch.Watcher.Run). At start, after
//     sleep and when events were lost, it names all.
//  2. scan compares these folders with the catalog (Engine.scanChanges, scan.Compare).
//  3. ingest records what changed (ingest.Ingester.Scan). New photos are shown from here on.
//  4. analyse decodes each content that lacks a step, runs its steps and commits the results
//     (Engine.analyseMissing, analyse.Analyser.Run).
//  5. The index follows the catalog (Engine.committed, follow.Follower.Follow). New photos are
//     found from here on.
//  6. The window is woken by Changed.
//
// Events are hints and the scan is the truth: losing an event costs time, never a photo.
// The catalog commits before the index learns, so that after a crash the index is behind
// and catches up.
//
// A query is answered in these steps:
//
//  1. query.Parse reads what was typed, once.
//  2. Queries.Search turns its filters into a photo.Set (package catalog/filter), and its
//     sentences and pictures into vectors (package model/clip).
//  3. The index finds the nearest photos of the set (index.Index).
//  4. Package search combines them, and decides with package relevance which are an answer.
//  5. The catalog gives the photos.
//
// Open starts in this order: the lock, the model's description, the catalog (repaired if it
// is damaged), the index where it is needed at once, the pipeline (connect), the services. Close stops
// in the opposite order. Run does the background work and returns when all of it has stopped.
//
// Originals are opened for reading and never written. The engine writes only in the library's
// folder, and everything but user data can be rebuilt from the photos.
package engine

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"sync"
	"sync/atomic"

	"recollect/engine/analyse"
	"recollect/engine/atlas"
	"recollect/engine/catalog"
	"recollect/engine/decode"
	"recollect/engine/duplicates"
	"recollect/engine/export"
	"recollect/engine/importing"
	"recollect/engine/ingest"
	"recollect/engine/library"
	"recollect/engine/lock"
	"recollect/engine/model/accelerator"
	"recollect/engine/model/clip"
	"recollect/engine/model/fetch"
	"recollect/engine/model/store"
	"recollect/engine/models"
	"recollect/engine/pace"
	"recollect/engine/photo"
	"recollect/engine/power"
	"recollect/engine/search"
	"recollect/engine/serving"
	"recollect/engine/sheet"
	"recollect/engine/sidecars"
	"recollect/engine/thumb"
	"recollect/engine/watch"
)

// decodeBytes is the memory for all pictures that are decoded at the same time. Two of 100
// megapixels fit, or a dozen progressive ones of 24. The rest of the process takes some 500 MB with
// a large library (docs/performance.md).
const decodeBytes = 640 << 20

// Options configure an Engine.
type Options struct {
	// Library is the library's folder, which is created if it is missing. It may be a link to one.
	Library string
	// Model holds the search model of the program; see package clip. A library may have others, and
	// be searched with one of them: see Models.
	Model fs.FS
	// ModelMirror takes the place of the hub that models are downloaded from; see fetch.Options.
	ModelMirror string
	// RuntimeDirs are searched for ONNX Runtime's library.
	RuntimeDirs []string
	// Worker starts this program as a worker, see package accelerator; none: models run on the processor.
	Worker []string
	// Purpose says to other processes who holds the library: "the window", "recollect index".
	Purpose string
	// Mode is what the library is opened for.
	Mode Mode
	// AllowReset permits Open to replace a catalog that is damaged beyond repair with an empty
	// one. The damaged file stays beside it. Without AllowReset, Open returns ErrDamaged.
	AllowReset bool
	// OnChange is called with each change of a photo, one call at a time; it may be nil.
	OnChange func(photo.Change)
	// Things is the vocabulary of things to look for in photos, as package things
	// reads it, unless the library has its own; empty: nothing is suggested.
	Things string
	// Pace says when encoding may go on.
	Pace photo.Pace
	// Log receives details that users need not see; nil: nothing is logged.
	Log *slog.Logger
}

// Mode says what a process may do with a library, and who else may have it open.
type Mode int

const (
	// Exclusive creates the library if it is missing, keeps other writers out, and
	// may do everything.
	Exclusive Mode = iota
	// Shared changes user data of a library that exists, also while another process
	// has it open: tags, favourites, albums, verdicts, and what photos are screened
	// for. Run, Sync, Suggest and Repair must not be called, and Status counts nothing.
	// The other process picks the changes up within seconds, in Run.
	Shared
	// ReadOnly reads a library that another process may be writing to. Search and everything that
	// only reads works; Run, Sync and changes of the library do not.
	ReadOnly
)

// Engine is an open library. Its methods may be called from any goroutine
// except where they say otherwise.
type Engine struct {
	Photos   *Photos           // what is known of photos, and their pictures
	Timeline *Timeline         // all photos, and what changes of them
	Queries  *search.Service   // answers queries
	Folders  *library.Folders  // what the library is made of
	UserData *library.UserData // favourites, tags, what is said of photos, searches
	Tags     *library.Tags     // the list of all tags
	History  *library.History  // what was done with user data, to be undone
	Albums   *library.Albums
	Things   *Things         // what photos show, and are screened for
	Models   *models.Service // which model is used, and which could be
	// Duplicates finds photos that the library has more than once.
	Duplicates *duplicates.Service
	Places     *atlas.Service    // where photos were taken, for a map
	Pace       *pace.Pace        // when encoding may go on
	Sidecars   *sidecars.Service // writes what people say of photos beside them
	Export     *export.Service   // writes copies of photos
	Sheets     *sheet.Service    // prints contact sheets
	Import     *importing.Service
	Upkeep     *Upkeep // checks, repairs and backups

	opts Options
	lock *lock.Lock // nil when not held
	// mode is what the catalog was opened for: a Shared library that no other process
	// holds is opened as an Exclusive one, so that the remains of a crash are repaired.
	mode         Mode
	catalog      *catalog.Catalog
	accelerators *accelerator.Accelerators
	models       *serving.Models // at hand: one embeds photos, one answers
	thumbs       *thumb.Cache
	budget       *decode.Budget // of all decoding: for the catalog, the window and searches
	watcher      *watch.Watcher

	ingest   *ingest.Ingester
	analyser *analyse.Analyser

	restored    *photo.Restoration // by this Engine; nil: nothing had to be
	state       state
	pause       gate
	excludes    *library.Excludes
	analyseWake chan struct{} // capacity 1; wakes analyseMissing
	indexWake   chan struct{} // capacity 1; wakes saveIndexWhenDue
	chosenWake  chan struct{} // capacity 1; wakes accelerate
	running     atomic.Bool   // Run has begun, and not returned yet
	rescan      chan string   // files whose folders must be scanned again
	changing    sync.Mutex    // held by OnChange calls
	scanning    sync.Mutex    // held by a scan, and while folders are added, removed or relocated
}

// Open opens the library, creating it in Exclusive mode. Exclusive brings
// the index up to date at once, the other modes do so at the first search: it lies in a file, and what that lacks
// is read from the catalog, 1.1 KB a photo. Errors: ErrInUse when another process writes to it, catalog.ErrNewer,
// ErrDamaged, catalog.ErrLocked, catalog.ErrReadOnly, fs.ErrNotExist when there is no
// library to read, *file.Foreign when a link or another thing is in the place of one of
// its files, or the system's. A missing model or runtime is none: photos can be seen
// without. The caller closes the Engine.
func Open(ctx context.Context, o Options) (*Engine, error) {
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	if o.OnChange == nil {
		o.OnChange = func(photo.Change) {}
	}
	var err error
	if o.Library, err = lock.Resolve(o.Library); err != nil {
		return nil, fmt.Errorf("library: %w", err)
	}
	e := &Engine{
		opts:        o,
		budget:      decode.NewBudget(decodeBytes),
		analyseWake: make(chan struct{}, 1),
		indexWake:   make(chan struct{}, 1),
		chosenWake:  make(chan struct{}, 1),
		rescan:      make(chan string, 64),
	}
	e.Pace = pace.New(o.Pace, power.OnBattery, func(w photo.Wait) {
		e.state.set(func(s *photo.Status) { s.Waits = w })
	})
	e.state.changed = make(chan struct{}, 1)
	e.state.dirty = make(chan struct{}, 1)
	if err := e.open(ctx); err != nil {
		e.Close()
		return nil, err
	}
	return e, nil
}

func (e *Engine) open(ctx context.Context) error {
	if err := e.lockLibrary(); err != nil {
		return err
	}
	o := e.opts
	e.openModels()
	if err := e.openCatalog(ctx, e.catalogOptions()); err != nil {
		return err
	}
	e.excludes = library.NewExcludes(o.Library)
	e.thumbs = thumb.Open(filepath.Join(o.Library, "thumbs"), 0)
	e.connect()
	e.serve()
	if e.mode == Exclusive {
		e.warn(ctx, "undo what moved files to the trash and was ended", e.History.Settle(ctx))
	}
	if o.Mode == Shared {
		return nil // nobody reads its Status
	}
	return e.refresh(ctx)
}

// lockLibrary makes the library's folder if the mode says so, and takes the lock.
func (e *Engine) lockLibrary() error {
	o := e.opts
	err := lock.CheckOwn(o.Library)
	if err != nil {
		return fmt.Errorf("library: %w", err)
	}
	if o.Mode == Shared {
		if _, err := os.Stat(e.files().Catalog()); err != nil {
			return fmt.Errorf("library: %w", err)
		}
	}
	e.mode = o.Mode
	if o.Mode == ReadOnly {
		return nil
	}
	// Its content is as private as the photos.
	if err := os.MkdirAll(o.Library, 0o700); err != nil {
		return fmt.Errorf("library: %w", lock.Unwritable(err))
	}
	if e.opts.Library, err = lock.Resolve(o.Library); err != nil { // one that was just made
		return fmt.Errorf("library: %w", err)
	}
	switch e.lock, err = lock.Acquire(e.opts.Library, o.Purpose); {
	case err == nil:
		e.mode = Exclusive
	case o.Mode != Shared || !errors.Is(err, ErrInUse):
		return err
	}
	return nil
}

// openModels opens the models at hand, to run where they are fastest.
func (e *Engine) openModels() {
	o := e.opts
	e.accelerators = accelerator.New(accelerator.Options{
		Library: o.Library, Program: o.Worker, RuntimeDirs: o.RuntimeDirs,
		OnNotice: func(f *photo.Fault) {
			o.Log.Warn("an accelerator", "err", f)
			e.state.trouble(ofProvider, f)
		},
	})
	e.models = serving.Open(serving.Options{
		Shipped: o.Model, Store: store.Open(filepath.Join(o.Library, "models")),
		TextsDir: filepath.Join(o.Library, "texts"), IndexDir: filepath.Join(o.Library, "index"),
		Networks: clip.Options{LibraryDirs: o.RuntimeDirs, Run: e.accelerators.Run, Begin: e.Pace.Begin}, Log: o.Log,
	})
}

// serve makes the services.
func (e *Engine) serve() {
	e.Photos = &Photos{catalog: e.catalog, thumbs: e.thumbs, budget: e.budget, want: e.analyser.Want, log: e.opts.Log}
	e.Timeline = &Timeline{e.catalog}
	e.Folders = library.NewFolders(e.folderOptions())
	e.UserData, e.Tags = library.NewUserData(e.catalog), library.NewTags(e.catalog)
	e.History = library.NewHistory(e.catalog)
	e.Albums = library.NewAlbums(e.catalog)
	e.Things = openThings(e)
	e.Queries = search.NewService(e.searchOptions())
	e.Models = models.NewService(e.modelOptions())
	e.Duplicates = duplicates.New(duplicates.Options{
		Catalog: e.catalog, Thumbs: e.thumbs, Budget: e.budget, Log: e.opts.Log, Dir: e.opts.Library,
		May: e.mayAnalyse, Begin: e.Pace.Begin,
	})
	e.Places = atlas.New(e.catalog)
	e.Sidecars = sidecars.New(sidecars.Options{
		Catalog: e.catalog, Library: e.opts.Library, Yield: e.yield,
		OnChange: func(now photo.SidecarState) { e.state.set(func(s *photo.Status) { s.Sidecars = now }) },
	})
	e.Export = export.New(e.catalog, e.budget, e.opts.Library)
	e.Sheets = sheet.New(e.catalog, e.thumbs, e.budget, e.opts.Library)
	e.Import = importing.New(e.catalog, e.opts.Library)
	e.Upkeep = &Upkeep{e}
}

func (e *Engine) modelOptions() models.Options {
	return models.Options{
		Catalog: e.catalog, Models: e.models, Store: store.Open(filepath.Join(e.opts.Library, "models")),
		Library: e.opts.Library, Budget: e.budget, Access: models.Access(e.mode), OnChoose: e.chosen,
		Fetch: fetch.Options{Mirror: e.opts.ModelMirror},
		Probe: func(ctx context.Context, dir string) error {
			files, err := store.Folder(dir)
			if err != nil {
				return err
			}
			m := clip.Open(clip.Options{Model: files, LibraryDirs: e.opts.RuntimeDirs})
			defer m.Close()
			return e.accelerators.Loads(ctx, m)
		},
	}
}

// Close releases the library. Run must have returned.
func (e *Engine) Close() error {
	var errs []error
	if e.models != nil {
		errs = append(errs, e.models.Close())
	}
	if e.catalog != nil {
		errs = append(errs, e.catalog.Close())
	}
	if e.lock != nil {
		errs = append(errs, e.lock.Release())
	}
	return errors.Join(errs...)
}

// Model describes the search model. Its Provider is empty until it was used.
func (e *Engine) Model() photo.Model { return e.models.Answerer().Info() }

// Index says how the index of the search model is searched.
func (e *Engine) Index() photo.IndexState { return e.models.Index() }
