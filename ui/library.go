package ui

import (
	"context"
	"log/slog"

	"fyne.io/fyne/v2"
	fynetheme "fyne.io/fyne/v2/theme"

	"recollect/engine/photo"
	"recollect/ui/counts"
	"recollect/ui/folders"
	"recollect/ui/frame"
	"recollect/ui/grid"
	"recollect/ui/view"
	"recollect/ui/welcome"
)

// state is what the window knows of the library.
type state struct {
	known   bool // it was read at least once
	status  photo.Status
	tiles   []photo.Tile
	folders []photo.Folder
	err     error // why it could not be read; tiles and folders are then those of before
}

// edition tells when the list of photos must be read again: it has changed, other
// photos are away, or the work has come to an end, which has given the last of
// them their colours.
type edition struct {
	generation uint64
	photos     int
	away       int
	done       bool
}

// reader reads the state of the library, on one goroutine. It keeps the list of
// photos, which may be long and is seldom another.
type reader struct {
	edition edition
	tiles   []photo.Tile
}

// read reads the state of the library. The status is read first: what changes
// meanwhile has another generation, and is read the next time.
func (r *reader) read(ctx context.Context, o Options) state {
	s := state{status: o.Work.Status()}
	if s.folders, s.err = o.Folders.List(ctx); s.err != nil {
		return s
	}
	now := edition{s.status.Generation, s.status.Photos, s.status.Away, s.status.Done()}
	if r.tiles == nil || now != r.edition {
		tiles, err := o.Library.Tiles(ctx)
		if err != nil {
			s.err = err
			return s
		}
		r.tiles, r.edition = tiles, now
	}
	s.known, s.tiles = true, r.tiles
	return s
}

// setState shows what was read.
func (w *Window) setState(s state) {
	was := w.state
	if s.err != nil {
		slog.Error("reading the library", "err", s.err)
		s.tiles, s.folders = was.tiles, was.folders
	}
	s.known = s.known || was.known
	w.state = s
	w.side.SetCounts(s.status.Photos, s.status.Problems)
	w.side.SetFolders(s.folders)
	w.board.Status.Set(s.status, w.o.Model())
	w.relayout() // the status line may have come or gone
	w.tellTrouble(s)
	if s.status.Restored != was.status.Restored {
		w.tellRestored(s.status.Restored)
	}
	if !w.finder.State().Showing {
		w.grid.SetTiles(s.tiles, true)
	}
	if s.status.Encoded != was.status.Encoded || !grid.Same(s.tiles, was.tiles) {
		w.finder.Refresh()
	}
	if s.status.Others != was.status.Others {
		w.readKept()
	}
	if s.status.Generation != was.status.Generation || s.status.Away != was.status.Away {
		w.grid.Retry()
	}
	if w.finder.State().Room == view.Problems && (s.status.Problems != was.status.Problems || s.status.Scanning != was.status.Scanning) {
		w.pages.problems.Read()
	}
	if w.finder.State().Room == view.Things && s.status.Done() != was.status.Done() {
		w.readThings()
	}
	w.arrange()
	w.trace.Status(s.status)
}

// tellTrouble says what keeps the library from working, if anything does.
func (w *Window) tellTrouble(s state) {
	err := s.status.Trouble
	if err == nil {
		err = s.err
	}
	if err == nil {
		w.board.Trouble(folders.Unbelieved(s.folders))
		return
	}
	w.board.Trouble(Explain(err))
}

// tellRestored tells how a damaged library was replaced, until that was read.
func (w *Window) tellRestored(r *photo.Restoration) {
	if r == nil {
		return
	}
	m := sentences().Restored(*r)
	w.board.News(m.What, m.Next, w.o.RestoredRead)
}

// view is what is on screen.
func (w *Window) view() view.View {
	switch {
	case w.viewer.Visible():
		return view.OnePhoto
	case w.finder.State().Room == view.Problems:
		return view.ProblemsPage
	case w.finder.State().Room == view.Settings:
		return view.SettingsPage
	case w.finder.State().Room == view.Things:
		return view.ThingsPage
	case w.finder.State().Showing:
		return view.Results
	case w.state.known && len(w.state.folders) == 0:
		return view.Welcome
	default:
		return view.Library
	}
}

// arrange shows the page that fits the room and the state.
func (w *Window) arrange() {
	w.side.SetAlbum(w.albumShown())
	w.side.SetRoom(w.roomShown())
	switch w.view() {
	case view.ProblemsPage:
		w.put(view.Page{Kind: view.OfProblems}, func() fyne.CanvasObject { return w.problems.Object() })
	case view.SettingsPage:
		w.put(view.Page{Kind: view.OfSettings}, func() fyne.CanvasObject { return w.settings.Object() })
	case view.ThingsPage:
		w.put(view.Page{Kind: view.OfThings}, func() fyne.CanvasObject { return w.things.Object() })
	case view.Results:
		w.arrangeResults()
	case view.Welcome:
		w.put(view.Page{Kind: view.First}, w.welcome)
	case view.Library:
		w.arrangeLibrary()
	}
	w.finder.note()
	w.arrangeStrip()
	if w.view() != view.Results {
		w.judge.About("", nil)
	}
	w.trace.Shown()
}

// arrangeStrip shows the line above the photos, or takes it away where there are none.
func (w *Window) arrangeStrip() {
	if text := counts.Of(len(w.state.tiles), "photo"); w.total.Text != text {
		w.total.SetText(text)
	}
	shown := w.finder.State().Room == view.Photos && (len(w.state.tiles) > 0 || w.finder.State().Showing)
	if w.strip.Visible() != shown {
		frame.Show(w.strip, shown)
		w.relayout()
	}
}

func (w *Window) arrangeResults() {
	if len(w.finder.State().Found) > 0 {
		w.put(view.Page{Kind: view.Grid}, w.gridObject)
		return
	}
	p := w.finder.State().Nothing(w.finder.around())
	w.put(view.Page{Kind: view.Nothing, Text: p.Text()}, func() fyne.CanvasObject { return w.finder.nothing(p) })
}

func (w *Window) arrangeLibrary() {
	s := w.state
	switch {
	case len(s.tiles) > 0:
		w.put(view.Page{Kind: view.Grid}, w.gridObject)
	case !s.known:
		w.put(view.Page{Kind: view.Blank}, func() fyne.CanvasObject { return clearRect(1, 1) })
	case s.status.Scanning:
		w.put(view.Page{Kind: view.Reading}, func() fyne.CanvasObject {
			return welcome.Empty(fynetheme.FolderOpenIcon(), "Looking for pictures", "They appear here as they are found.", "", nil)
		})
	default:
		title := "No pictures found in " + folders.Name(s.folders[0].Path) + " yet"
		if len(s.folders) > 1 {
			title = "No pictures found in your folders yet"
		}
		w.put(view.Page{Kind: view.Empty, Text: title}, func() fyne.CanvasObject {
			return welcome.Empty(fynetheme.MediaPhotoIcon(), title,
				"Pictures appear by themselves when they are copied there.", "Add another folder…", w.folders.Choose)
		})
	}
}

func (w *Window) gridObject() fyne.CanvasObject { return w.grid }

// put shows p, which is made only when it was not shown before.
func (w *Window) put(p view.Page, make func() fyne.CanvasObject) {
	if w.page == p && len(w.centre.Objects) > 0 {
		return
	}
	w.page = p
	w.centre.Objects = []fyne.CanvasObject{make()}
	w.relayout()
	w.centre.Refresh()
}

func (w *Window) welcome() fyne.CanvasObject {
	a := welcome.Actions{AddOther: w.folders.Choose, Icon: w.o.Icon}
	if dir := w.o.PicturesDir; dir != "" {
		a.AddPictures = func() { w.folders.Add(dir) }
	}
	if w.o.SamplesDir != nil {
		a.TrySamples = w.addSamples
	}
	return welcome.New(a)
}

// enter goes to a room, as a new step.
func (w *Window) enter(r view.Room) {
	w.board.Act()
	if r == view.Favourites {
		w.favourites()
		return
	}
	if r != w.finder.State().Room || w.viewer.Visible() {
		w.finder.Leave()
	}
	again := r == view.Photos && w.finder.State().Room == view.Photos
	top := again && !w.finder.State().Showing
	if r != view.Photos || again && w.finder.State().Showing {
		w.box.Clear() // what it asks for is not what is shown
	}
	w.finder.Enter(r)
	if top {
		w.grid.Top()
	}
}

// showRoom shows the room that the session is in.
func (w *Window) showRoom() {
	if w.viewer.Visible() {
		w.closeViewer()
	}
	r := w.finder.State().Room
	if r != view.Photos {
		w.board.Hint("") // it is about the photos
	}
	switch r {
	case view.Photos:
		w.finder.judging()
	case view.Things:
		w.readThings()
	case view.Problems:
		w.pages.problems.Read()
	case view.Settings:
		w.pages.settings.Show()
	}
	w.arrange()
}
