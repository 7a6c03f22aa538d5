// Package ui is the window: it shows a library and lets a person work with it.
//
// All widget state belongs to the UI goroutine. Package work runs whatever may take time, and drops
// results that are no longer wanted; nothing else in ui starts a goroutine. The window reads the
// state of the library when it has changed, and holds only what it shows. Package session decides
// when to search; the engine finds and reads the photos.
package ui

import (
	"context"
	"time"

	"fyne.io/fyne/v2"

	"recollect/engine/photo"
	"recollect/ui/albums"
	"recollect/ui/back"
	"recollect/ui/background"
	"recollect/ui/carry"
	"recollect/ui/copies"
	"recollect/ui/drop"
	"recollect/ui/duplicates"
	"recollect/ui/edits"
	"recollect/ui/folders"
	"recollect/ui/grid"
	"recollect/ui/judge"
	"recollect/ui/letters"
	"recollect/ui/marks"
	"recollect/ui/models"
	"recollect/ui/notice"
	"recollect/ui/pages"
	"recollect/ui/places"
	"recollect/ui/problems"
	querybox "recollect/ui/query"
	"recollect/ui/recent"
	"recollect/ui/selection"
	"recollect/ui/settings"
	"recollect/ui/shell"
	"recollect/ui/sidebar"
	"recollect/ui/sidecars"
	"recollect/ui/strokes"
	"recollect/ui/tags"
	"recollect/ui/things"
	"recollect/ui/tiles"
	"recollect/ui/tip"
	"recollect/ui/trace"
	"recollect/ui/updates"
	"recollect/ui/view"
	"recollect/ui/viewer"
	"recollect/ui/work"
)

// Window is the program's window; make one with New.
type Window struct {
	o    Options
	app  fyne.App
	win  fyne.Window
	work *work.Group // all that the window has started

	box        *querybox.Box
	grid       *grid.Grid
	viewer     *viewer.Viewer
	side       *sidebar.Bar
	problems   *problems.Page
	settings   *settings.Page
	models     *models.Page
	things     *things.Page
	places     *places.Page
	duplicates *duplicates.Page
	sidecars   *sidecars.Page
	board      *notice.Board
	folders    *folders.Actions
	albums     *albums.List
	tags       *tags.List
	hand       *albums.Hand
	carry      *carry.Load
	marks      *marks.Editor
	files      *pages.Files
	copies     *copies.Maker
	pages      struct {
		viewer     *pages.Viewer
		things     *pages.Things
		places     *pages.Places       // nil where no map is
		duplicates *pages.Duplicates   // nil where none are looked for
		sidecars   *pages.SidecarPages // nil where none are written
		problems   *pages.Problems
		settings   *pages.Settings
		models     *pages.Models // nil where there are none
	}
	drop    *drop.Target
	keeper  *background.Keeper
	updates *updates.Checker
	letters letters.Keys
	judge   *judge.Bar
	edits   *edits.Editor // nil: the library stores none
	chosen  *selection.Bar
	trace   trace.Tracer
	counts  pages.Counts

	recent     recent.Lines
	finder     *finder
	asks       *asker
	notes      *notes
	nav        *navigator
	viewing    *viewing
	describing *describing
	comparing  *comparing
	list       *tiles.List
	timeline   *pages.Timeline
	ratings    pages.Ratings
	back       back.Way
	shell      *shell.Shell
	appearance appearance
	state      state
}

// changesEvery is the shortest time between two readings of the library's state.
const changesEvery = 100 * time.Millisecond

// New makes the window of app. Nothing is shown or read before Run.
func New(app fyne.App, o Options) *Window {
	w := &Window{o: o, app: app, work: new(work.Group), appearance: appearance{app}}
	w.appearance.apply()
	o.Pace.Set(settings.KeptPace(w.app.Preferences()))
	w.win = app.NewWindow("Recollect")
	w.win.SetPadded(false)
	w.win.Resize(fyne.NewSize(1100, 720))
	w.win.SetMaster()
	w.build()
	w.connect()
	(&keys{w}).bind()
	w.win.SetOnDropped(func(_ fyne.Position, items []fyne.URI) { w.dropped(drop.Paths(items)) })
	app.Settings().AddListener(func(fyne.Settings) { w.recolour() }) // the system's variant may change
	return w
}

// dropped takes files that were dropped on the window.
func (w *Window) dropped(paths []string) {
	if w.finder.State().Page == view.Models {
		w.pages.models.Drop(paths)
		return
	}
	w.drop.Open(paths)
}

// Run shows the window until it is closed or ctx ends, and then waits for what
// it has started. It must be called on the main goroutine.
func (w *Window) Run(ctx context.Context) {
	ctx, cancel := context.WithCancel(ctx)
	w.keeper.OnQuit = func() {
		w.win.Hide()
		cancel()
	}
	w.win.SetCloseIntercept(w.keeper.Close)
	stop := w.work.QuitAfter(ctx, w.app)
	w.start(ctx)
	if w.o.Hidden {
		w.keeper.StartHidden()
		w.app.Run()
	} else {
		w.win.ShowAndRun()
	}
	stop()
	cancel()
	w.work.Wait()
}

// start follows the library until ctx ends.
func (w *Window) start(ctx context.Context) {
	w.work.Begin(ctx)
	w.focusBox()
	r := newReader(w.o, w.list)
	work.Follow(w.work, w.o.Work.Changed(), changesEvery, r.read, w.setState)
	w.recent.Read()
	w.readUserData()
	w.keeper.Begin()
	w.updates.Begin()
	if w.o.Starts != nil {
		w.work.Go(func(ctx context.Context) { w.o.Starts(ctx, w.openFront) })
	}
	w.drop.Open(w.o.Open)
}

// build makes the parts of the window and puts them together.
func (w *Window) build() {
	w.box, w.grid, w.viewer = querybox.New(), grid.New(), viewer.New()
	w.side, w.problems, w.settings = sidebar.New(), problems.New(), settings.New()
	w.things, w.places, w.duplicates = things.New(), places.New(), duplicates.New()
	w.models, w.sidecars, w.board = models.New(), sidecars.New(), notice.New(w.work, Explain)
	w.finder, w.asks, w.notes, w.nav, w.viewing = newFinder(w), &asker{w: w}, &notes{w}, &navigator{w}, &viewing{w: w}
	w.recent = recent.Lines{Group: w.work, Library: w.o.Searches, Box: w.box, Fail: w.board.Fail}
	w.judge = judge.New(w.o.Things, work.NewErrand(w.work))
	w.judge.Thing, w.judge.Selection = w.thing, w.grid.Selection
	w.copies = &copies.Maker{
		Group: w.work, Board: w.board, Window: w.win, Explain: Explain,
		Reveal: func(path string) { w.files.Reveal(path) },
		Export: w.o.Export, Cards: w.o.Cards, Folders: func() []photo.Folder { return w.state.folders },
		Grid: w.grid, OnGrid: func() bool { return w.shell.OnGrid() },
		Large: func() photo.ID { return viewer.Large(w.comparing.pair, w.viewer) },
	}
	w.chosen = selection.New(selection.Actions(
		w.o.Marks != nil, w.o.Edits != nil, w.copies.Actions(),
		func(key rune) { w.focusGrid(); w.grid.Act(key) }, func() { w.focusGrid(); w.grid.With(w.grid.OnCopy) },
	), w.grid.Unmark)
	w.folders = &folders.Actions{
		Group: w.work, Board: w.board, Window: w.win, Library: w.o.Folders, Away: w.o.Away, Dir: w.o.PicturesDir,
		OnAdding: func() { w.nav.enter(view.Photos); w.focusBox() },
	}
	w.files = &pages.Files{
		Group: w.work, Board: w.board, Photos: w.o.Photos, Show: w.o.Reveal, Copy: w.app.Clipboard().SetContent,
	}
	w.updates = &updates.Checker{Group: w.work, App: w.app, Newer: w.o.Newer, OnFound: func(f updates.Found) {
		if what, next := f.Message(w.o.Version); what != "" {
			w.board.News(what, next, nil)
		}
	}}
	w.keeper = &background.Keeper{
		Group: w.work, App: w.app, Window: w.win, Desktop: w.o.Desktop, OnPause: w.o.Work.SetPaused,
		OnMove: func() { w.pages.settings.ShowDesktop() },
	}
	w.albums = &albums.List{
		Group: w.work, Board: w.board, Window: w.win, Library: w.o.Albums, Paths: w.files.Paths, OnRead: w.showAlbums,
	}
	w.hand = &albums.Hand{
		Group: w.work, Board: w.board, Grid: w.grid, Shown: w.nav.handShown, OnChanged: w.edited,
		Arrange: w.finder.Arrange, OnGrid: func() bool { return w.shell.OnGrid() && w.copies.Large() == 0 },
	}
	w.buildMarks()
	w.buildPages()
	w.drop = &drop.Target{
		Group: w.work, Board: w.board, Files: w.o.Pictures, Explain: Explain,
		OnFolder: w.folders.Add, OnPictures: w.asks.likeFiles,
		OnPicture: func(p drop.Picture) { w.box.AddPicture(p.Path, p.Image); w.focusBox() },
	}
	w.trace = trace.Tracer{
		To: w.o.Trace, Group: w.work, Timer: work.NewTimer(w.work), Watch: work.NewTimer(w.work),
		Paths: w.files.Paths,
		OnScreen: func() (trace.Shown, []photo.ID) {
			l, ids := trace.Of(w.nav.view(), w.finder.State(), w.grid, w.viewer)
			l.Toast, l.Pair = w.board.Shown().Toast, w.comparing.pair.Visible()
			if _, g, ok := w.duplicates.Groups(); ok && w.nav.view() == view.DuplicatesPage {
				ids = []photo.ID{g.Members[0].ID}
			}
			return tracedMarks(w, w.tracedModels(l)).On(w.win.Canvas()), ids
		},
	}
	if w.o.Trace != nil {
		w.work.OnSlow = w.trace.Slow
	}
	w.letters = letters.Keys{Word: w.asks.word, Timer: work.NewTimer(w.work)}
	w.viewer.Hide()
	prefs := w.app.Preferences()
	w.grid.SetStacked(w.appearance.stacked())
	w.grid.SetRowSize(float32(prefs.FloatWithFallback(prefRow, float64(grid.DefaultRow))))
	w.describing, w.comparing = newDescribing(w), newComparing(w)
	w.shell = shell.New(w.box, w.grid, w.viewer, w.side, w.board, w.judge, w.chosen, w.describing.panel, prefs)
	w.shell.Over(w.comparing.pair)
	w.carry = carry.New(w.side, w.grid)
	w.shell.Root.Add(w.carry.Layer())
	w.shell.Root.Add(tip.NewLayer(work.NewTimer(w.work)))
	w.chosen.OnShow, w.shell.OnFilters, w.side.OnScroll = w.shell.Relayout, filterButton(w).Show, w.carry.Again
	w.judge.OnShow, w.board.OnMove = w.shell.Relayout, w.shell.Relayout
	w.win.SetContent(w.shell.Root)
}

// buildMarks makes the editors of marks.
func (w *Window) buildMarks() {
	w.marks = &marks.Editor{
		Group: w.work, Board: w.board, Window: w.win, Library: w.o.Marks, Things: w.o.Things,
		OnFavourites: func(all map[photo.ID]bool) {
			w.grid.SetFavourites(all)
			w.viewer.Remark()
			w.comparing.pair.Remark()
			w.side.CountFavourites(len(all))
		},
		OnChanged: w.refreshMarks,
	}
	w.tags = &tags.List{
		Group: w.work, Board: w.board, Window: w.win, OnRead: w.side.SetTags, OnChanged: w.edited,
		OnRenamed: w.nav.renamed,
	}
	if w.o.Edits != nil {
		w.edits = &edits.Editor{
			Group: w.work, Board: w.board, Window: w.win, Library: w.o.Edits, History: w.o.History,
			Albums: w.o.HandAlbums, City: w.o.City, OnChanged: w.edited, OnBack: w.back.Done,
		}
		if w.o.Places != nil {
			w.edits.Choose = w.nav.toPlace
		}
		w.marks.Record, w.tags.Record, w.tags.Library = w.edits.Record, w.edits.Record, w.o.Tags
		w.hand.Library, w.hand.Record = w.o.Members, w.edits.Record
	}
	if v := w.o.Values; v != nil {
		w.marks.Tags = func(ctx context.Context) ([]string, error) { return v.Values(ctx, "tag") }
	}
}

// buildPages makes the readers of the pages.
func (w *Window) buildPages() {
	p := &w.pages
	w.list = tiles.New(w.o.Timeline)
	if w.o.Stacks != nil {
		w.list.Stacks = w.o.Stacks.Stacks
	}
	w.timeline = pages.NewTimeline(w.work, w.o.Timeline, w.list)
	w.timeline.OnChange, w.timeline.OnFail = w.showTimeline, w.board.Fail
	pages.ServeGrid(w.work, w.grid, w.o.Photos, w.o.Pictures)
	w.ratings = pages.Ratings{Group: w.work, Grid: w.grid, Read: w.o.Ratings}
	w.back = back.Way{
		Group: w.work, Grid: w.grid, Page: w.duplicates, Timeline: w.timeline, Photos: w.o.Photos,
		Answer: func() bool { return w.finder.results }, OnGrid: func() bool { return w.shell.OnGrid() },
	}
	p.viewer = pages.NewViewer(w.work, w.viewer, w.o.Photos, w.o.Pictures, w.o.Marks, w.o.Things)
	scanning := func() bool { return w.state.status.Scanning }
	p.problems = pages.NewProblems(w.work, w.board, w.problems, w.o.Problems, scanning)
	w.counts = pages.Counts{
		Group: w.work, Search: w.o.Library.Search, Show: w.side.SetNumbers, Places: w.o.Places != nil,
	}
	if w.o.Things != nil {
		w.counts.Things, w.counts.Suggest = w.o.Things.Things, w.box.Suggest
	}
	p.settings = &pages.Settings{
		Group: w.work, Board: w.board, Page: w.settings, Screening: w.o.Screening,
		Doctor: w.o.Doctor, State: w.settingsState, Login: w.o.Login, Kept: w.o.Kept,
	}
	if w.o.Models != nil {
		p.models = &pages.Models{
			Group: w.work, Board: w.board, Window: w.win, Page: w.models, Choice: w.o.Models, Files: w.o.ModelFiles,
			Now: w.o.Model, OnDrop: func(paths []string) { w.drop.Open(paths) }, OnAsked: w.trace.Shown,
			OnBrought: func(text string) { w.keeper.Tell(text, "") },
		}
		p.models.Serve()
	}
	if w.o.Places != nil {
		p.places = &pages.Places{
			Group: w.work, Board: w.board, Page: w.places, Spots: w.o.Places, Thumbs: w.o.Pictures,
			Timer: work.NewTimer(w.work),
		}
		p.places.Serve()
		w.side.ShowPlaces(true)
	}
	if w.o.Copies != nil {
		p.duplicates = &pages.Duplicates{
			Group: w.work, Board: w.board, Window: w.win, Page: w.duplicates, Copies: w.o.Copies,
			Thumbs: w.o.Pictures, Trash: w.o.Trash, Heirs: w.o.Heirs, History: w.o.History,
			Timer: work.NewTimer(w.work), OnCount: w.side.CountDuplicates, OnBack: w.back.Done,
		}
		p.duplicates.Serve()
		w.side.ShowDuplicates(true)
	}
	if w.o.Sidecars != nil {
		p.sidecars = &pages.SidecarPages{
			Group: w.work, Board: w.board, Page: w.sidecars, Settings: w.settings, Library: w.o.Sidecars,
			Thumbs: w.o.Pictures, Explain: Explain, OnChanged: w.edited,
		}
		p.sidecars.Serve()
	}
	if w.o.Things != nil {
		p.things = pages.NewThings(w.work, w.board, w.things, w.o.Things.Things, w.o.Pictures)
	}
}

// connect connects the callbacks of the parts.
func (w *Window) connect() {
	w.connectGrid()
	w.connectViewer()
	w.comparing.connect()
	w.connectMarks()
	w.connectBox()
	w.side.OnPage, w.side.OnAdd, w.grid.OnExport = w.nav.enter, w.folders.Choose, w.copies.Asker()
	w.side.OnFolder = w.asks.folder
	w.side.Remember(w.app.Preferences())
	w.side.SetBelow(w.app.Preferences().BoolWithFallback(prefBelow, true))
	w.side.OnDirs = (&pages.Dirs{
		Group: w.work, Board: w.board, Timer: work.NewTimer(w.work), Read: w.o.Folders.Dirs, Show: w.side.SetDirs,
	}).Want
	w.side.OnRemove, w.side.OnReveal = w.folders.Remove, w.files.Reveal
	w.side.OnRelocate, w.side.OnAccept = w.folders.Relocate, w.folders.AcceptLosses
	w.places.Canvas, w.places.OnShown, w.places.OnOpen = w.win.Canvas(), w.trace.Shown, w.asks.cluster
	w.places.OnLeave, w.places.OnSearch = w.nav.leave, w.asks.retype
	w.side.ShowImport(w.copies.Importer())
	w.duplicates.OnReveal, w.duplicates.OnShown = w.files.Reveal, w.trace.Shown
	w.sidecars.OnShown, w.settings.OnConflicts = w.trace.Shown, func() { w.nav.enter(view.Sidecars) }
	w.problems.OnReveal, w.problems.OnCopy = w.files.Reveal, w.files.Copy
	w.settings.OnAppearance, w.settings.OnStacks = w.appearance.choose, w.chooseStacks
	w.settings.OnKeep, w.settings.OnLogin = w.keeper.SetKeep, w.pages.settings.SetLogin
	w.settings.OnLanguage, w.settings.OnUpdates = w.appearance.chooseLanguage, w.updates.Set
	w.settings.OnPace = func(s photo.Pace) {
		settings.KeepPace(w.app.Preferences(), s)
		w.o.Pace.Set(s)
	}
	w.settings.OnLibrary = func() { w.files.Reveal(w.o.LibraryDir) }
	w.settings.OnDetails, w.settings.OnCopy = w.pages.settings.Report, w.files.Copy
	w.board.Status.OnPause, w.board.Status.OnAnyway = w.o.Work.SetPaused, w.o.Pace.Anyway
	w.board.Status.OnProblems = func() { w.nav.enter(view.Problems) }
	w.models.OnPause, w.models.OnLeave, w.models.OnShown = w.o.Work.SetPaused, w.nav.leave, w.trace.Shown
	w.board.Status.OnModel, w.settings.OnModels = w.nav.enterModels, w.nav.enterModels
	w.board.OnDetails = func() { w.nav.enter(view.Settings); w.pages.settings.Report() }
}

func (w *Window) connectBox() {
	b := w.box
	b.OnChanged, b.OnChoose, b.OnPaste = w.finder.Change, w.choosePicture, w.drop.Add
	b.OnLeave, b.OnEnter, b.OnRemember, b.OnValues = w.focusGrid, w.finder.enterGrid, w.recent.Remember, w.finder.values
	b.OnOffer = w.notes.show
	w.board.Line.OnAction, w.board.Line.OnOffer = w.notes.act, w.notes.take
	if w.o.Albums != nil {
		b.OnSave = w.saveSearch
		w.side.OnAlbum, w.side.OnEditAlbum = w.asks.album, w.asks.editAlbum
		w.side.OnRenameAlbum, w.side.OnRemoveAlbum = w.albums.Rename, w.albums.Remove
	}
	if w.o.Searches != nil {
		w.settings.OnForget = w.recent.Forget
	}
	if w.o.Screening != nil {
		w.settings.OnScreen = w.pages.settings.Cover
	}
}

func (w *Window) connectGrid() {
	g := w.grid
	g.Scale = w.win.Canvas().Scale
	g.Below = func() float32 { return w.board.Status.Object().MinSize().Height }
	g.OnOpen, g.OnMore = w.viewing.open, w.asks.like
	g.OnReveal, g.OnCopy = w.files.RevealPhoto, w.files.CopyPaths
	g.OnLeave, g.OnSearch, g.OnPick = w.finder.leaveGrid, w.asks.retype, w.finder.remember
	g.OnShown, g.OnRune = func() { w.ratings.Need(); w.trace.Shown() }, w.finder.rune
	g.OnFold, g.OnKey = w.notes.show, func(e *fyne.KeyEvent) { strokes.Before(e, &w.letters) }
	g.OnNeed, g.OnIDs = w.finder.need, w.timeline.IDs
	g.OnRowSize = func(row float32) { w.app.Preferences().SetFloat(prefRow, float64(row)) }
}

func (w *Window) connectViewer() {
	v := w.viewer
	v.Scale = w.win.Canvas().Scale
	v.OnClose, v.OnNeed = w.viewing.leave, w.viewing.need
	v.OnFullScreen, v.OnSlides = w.viewing.fullScreen, w.viewing.toggleSlides
	w.grid.OnFullScreen = w.viewing.fullScreen
	v.OnMore = func(id photo.ID) { w.asks.like([]photo.ID{id}) }
	v.OnReveal = w.files.RevealPhoto
	v.Thumb = w.grid.Picture
	v.SetStrip(w.app.Preferences().BoolWithFallback(prefStrip, true))
	v.OnStrip = func(shown bool) { w.app.Preferences().SetBool(prefStrip, shown) }
	v.OnShown, v.OnRune, v.OnKey = w.trace.Shown, w.finder.rune, w.grid.OnKey
}
