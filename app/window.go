package app

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"runtime/debug"
	"sync"

	"fyne.io/fyne/v2"
	fyneapp "fyne.io/fyne/v2/app"
	"fyne.io/fyne/v2/lang"
	"github.com/adrg/xdg"
	"golang.org/x/sync/errgroup"

	"recollect/app/command"
	"recollect/app/command/cli"
	"recollect/app/fonts"
	"recollect/app/instance"
	"recollect/app/opened"
	"recollect/assets"
	"recollect/engine"
	"recollect/engine/format"
	"recollect/engine/photo"
	"recollect/engine/places"
	"recollect/ui"
)

// gcPercent lets Go's heap grow by a quarter of what is in use before it is collected.
// Most of it is pictures, which have no pointers to follow: collecting costs little.
const gcPercent = 25

// show opens the library and its window, and returns the exit status when the window is closed or
// ctx ends. If another process shows the library already, its window comes to the front and opens
// what was asked for. id names the program to the system.
func show(ctx context.Context, id string, env cli.Environment, asked command.Window, r signals) int {
	debug.SetGCPercent(gcPercent)
	library, err := filepath.Abs(asked.Library)
	if err == nil {
		asked.Library = library
		log, closeLog := libraryLog(library)
		defer closeLog()
		slog.SetDefault(log) // for code that has no logger of its own: watching, the window
		log.Info("start", "version", env.Version)
		err = run(ctx, env, asked, log, func() fyne.App { return newApp(id, log, r) })
	}
	if err != nil {
		return cli.Fail(env, err)
	}
	return 0
}

// libraryLog opens the log of a library, and makes the library's folder if it is missing. If that
// fails it returns a log that discards: opening the library reports the error.
func libraryLog(library string) (*slog.Logger, func()) {
	err := os.MkdirAll(library, 0o700)
	if err == nil {
		var log *slog.Logger
		var closeLog func()
		if log, closeLog, err = openLog(library); err == nil {
			return log, closeLog
		}
	}
	return slog.New(slog.DiscardHandler), func() {}
}

// run opens the library, shows the window, and closes both in the opposite order: the window, then
// the engine's work, then the library.
func run(
	ctx context.Context, env cli.Environment, asked command.Window, log *slog.Logger, newApp func() fyne.App,
) error {
	library := asked.Library
	e, err := engine.Open(ctx, engine.Options{
		Library: library, Model: env.Model, RuntimeDirs: env.RuntimeDirs, Worker: env.Worker, Things: assets.Things,
		Purpose: "Recollect's window", Log: log, Pace: photo.Pace{SaveBattery: true},
		ModelMirror: env.Getenv(cli.MirrorVariable),
	})
	if errors.Is(err, engine.ErrInUse) {
		if asked.Hidden {
			return nil // at login, where the program was started already
		}
		sent := instance.Send(ctx, library, asked.Open)
		if sent == nil {
			return nil // the window that is open already does the rest
		}
		log.Warn("hand over to the window that is open", "err", sent)
		if errors.Is(sent, instance.ErrTooLong) {
			err = sent
		}
	}
	if err != nil && ctx.Err() != nil {
		return nil // asked to end before there was anything to show
	}
	read := make(chan struct{})
	go func() { defer close(read); fonts.Read(log) }() // beside the start of the toolkit
	defer func() { <-read }()
	files := opened.Listen()
	a := newApp()
	if err != nil {
		log.Error("open the library", "err", err)
		ui.Refuse(ctx, a, err)
		return err
	}
	defer func() {
		if err := e.Close(); err != nil {
			log.Error("close the library", "err", err)
		}
	}()
	trace, err := openTrace(env.Getenv("RECOLLECT_TRACE"))
	if err != nil {
		return err
	}
	if trace != nil {
		defer trace.Close()
	}

	running, stop := context.WithCancel(ctx)
	var g errgroup.Group
	g.Go(func() error { return e.Run(running) })
	g.Go(func() error { limitHeap(running); return nil })
	desk := newDesktop(a, a.UniqueID(), library)
	w := ui.New(a, ui.Options{
		Library: e.Queries, Timeline: e.Timeline, Photos: e.Photos, Pictures: e.Photos, Folders: e.Folders,
		Away: e.Folders, Problems: e.Folders, Work: e, Model: e.Model, Values: e.Queries, Names: e.Queries,
		Stacks: e.Duplicates, Copies: e.Duplicates, Heirs: e.Duplicates, Places: e.Places, Pace: e.Pace,
		Export: exporter(e.Export, e.Sheets), Cards: cards{e.Import}, Sidecars: e.Sidecars, Ratings: e.Timeline.Rated,
		Albums: e.Albums, Searches: e.UserData, Things: e.Things, Marks: e.UserData, Tags: e.Tags,
		Edits: e.UserData, History: e.History, HandAlbums: e.Albums, Members: e.Albums, City: places.Find,
		Screening: e.Things, Trash: e.History.Discard, Models: e.Models, ModelFiles: e.Models,
		PicturesDir: picturesDir(), Extensions: format.ShownExtensions(), SamplesDir: samples(env.RuntimeDirs),
		Reveal: reveal, Kept: keptIn(library),
		Doctor: func(ctx context.Context) string { return command.Report(ctx, env, library, e) },
		RestoredRead: func() {
			if err := e.Upkeep.RestoredRead(); err != nil {
				log.Warn("forget what was restored", "err", err)
			}
		},
		LibraryDir: library, Version: env.Version, Trace: writer(trace), Open: asked.Open, Icon: a.Icon(),
		Desktop: desk, Login: desk, Newer: newerThan(env.Version), Hidden: asked.Hidden,
		Starts: func(ctx context.Context, open func([]string)) {
			context.AfterFunc(ctx, stop) // the window is closing: its calls must not wait for a scan
			serve(ctx, library, files, open, log)
		},
	})
	w.Run(ctx)
	stop()
	return g.Wait()
}

// serve calls open with what other starts of the program are to open, and what the system tells, until ctx ends.
func serve(
	ctx context.Context, library string, files *opened.Files, open func([]string), log *slog.Logger,
) {
	var g sync.WaitGroup
	defer g.Wait()
	g.Go(func() { files.Serve(ctx, open) })
	if err := instance.Serve(ctx, library, open); err != nil {
		log.Warn("other starts cannot reach this window", "err", err)
	}
}

// newApp makes the Fyne application, which must be run soon. id names it to the system. r is the
// only receiver of signals before anything is shown.
func newApp(id string, log *slog.Logger, r signals) fyne.App {
	// Fyne makes its own folder below the cache folder, but not the cache folder.
	if err := os.MkdirAll(filepath.Join(xdg.CacheHome, "fyne"), 0o700); err != nil {
		log.Warn("make the cache folder", "err", err)
	}
	a := fyneapp.NewWithID(id)
	a.SetIcon(fyne.NewStaticResource("icon.png", assets.Icon))
	dropHook(a.Lifecycle())
	r.ignoreInterrupt()
	a.Lifecycle().SetOnStarted(r.takeOver) // which the toolkit waits for
	ui.Speak(a, lang.SystemLocale().LanguageString())
	return a
}

// dropHook removes Fyne's own shutdown hook, which saves the settings once more: the hook is
// queued, and sometimes Fyne waits for it for ever. Settings are saved within 0.1 s of a change
// anyway.
func dropHook(l fyne.Lifecycle) {
	if l, ok := l.(interface{ SetOnStoppedHookExecuted(func()) }); ok {
		l.SetOnStoppedHookExecuted(nil)
	}
}

// openTrace opens the file in which the window writes what it shows, for whole-program tests; nil
// without one.
func openTrace(path string) (*os.File, error) {
	if path == "" {
		return nil, nil
	}
	return os.OpenFile(path, os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
}

// writer returns f as a writer, and a nil writer for a nil file.
func writer(f *os.File) io.Writer {
	if f == nil {
		return nil
	}
	return f
}

// picturesDir is the system's pictures folder, or empty where there is none.
func picturesDir() string {
	info, err := os.Stat(xdg.UserDirs.Pictures)
	if err != nil || !info.IsDir() {
		return ""
	}
	return xdg.UserDirs.Pictures
}
