package ui

import (
	"fyne.io/fyne/v2"
	fynetheme "fyne.io/fyne/v2/theme"

	"recollect/engine/photo"
	"recollect/ui/folders"
	"recollect/ui/phrases"
	"recollect/ui/view"
	"recollect/ui/welcome"
)

// rooms shows the page for the current room and the state of the library.
type rooms struct{ w *Window }

// view returns what is on screen.
func (m *rooms) view() view.View {
	switch {
	case m.w.viewer.Visible():
		return view.OnePhoto
	case m.w.finder.State().Room == view.Problems:
		return view.ProblemsPage
	case m.w.finder.State().Room == view.Settings:
		return view.SettingsPage
	case m.w.finder.State().Room == view.Things:
		return view.ThingsPage
	case m.w.finder.State().Showing:
		return view.Results
	case m.w.state.known && len(m.w.state.folders) == 0:
		return view.Welcome
	default:
		return view.Library
	}
}

// enter goes to a room, as a new step.
func (m *rooms) enter(r view.Room) {
	m.w.board.Act()
	if r == view.Favourites {
		m.w.asks.favourites()
		return
	}
	if r != m.w.finder.State().Room || m.w.viewer.Visible() {
		m.w.finder.Leave()
	}
	again := r == view.Photos && m.w.finder.State().Room == view.Photos
	top := again && !m.w.finder.State().Showing
	if r != view.Photos || again && m.w.finder.State().Showing {
		m.w.box.Clear() // its query is not the one shown
	}
	m.w.finder.Enter(r)
	if top {
		m.w.grid.Top()
	}
}

// show shows the room that the session is in.
func (m *rooms) show() {
	if m.w.viewer.Visible() {
		m.w.viewing.close()
	}
	r := m.w.finder.State().Room
	if r != view.Photos {
		m.w.board.Hint("") // it is about the photos
	}
	switch r {
	case view.Photos:
		m.w.judge.Update()
	case view.Things:
		m.w.readThings()
	case view.Problems:
		m.w.pages.problems.Read()
	case view.Settings:
		m.w.pages.settings.Show()
	}
	m.arrange()
}

// leave goes back from a room without photos.
func (m *rooms) leave() {
	if m.w.finder.back() {
		return
	}
	if m.w.finder.State().Room != view.Photos {
		m.enter(view.Photos)
		return
	}
	m.w.finder.leaveGrid()
}

// leaveSide moves the focus from the side bar to the photos.
func (m *rooms) leaveSide() {
	if m.w.finder.State().Room != view.Photos {
		m.leave()
	}
	m.w.focusGrid()
}

// arrange shows the page for the room and the state.
func (m *rooms) arrange() {
	st := m.w.finder.State()
	m.w.side.SetAlbum(m.albumShown())
	m.w.side.SetRoom(st.Marked(m.w.o.Marks != nil, m.w.o.Things != nil))
	switch m.view() {
	case view.ProblemsPage:
		m.w.shell.put(view.Content{Kind: view.OfProblems}, func() fyne.CanvasObject { return m.w.problems.Object() })
	case view.SettingsPage:
		m.w.shell.put(view.Content{Kind: view.OfSettings}, func() fyne.CanvasObject { return m.w.settings.Object() })
	case view.ThingsPage:
		m.w.shell.put(view.Content{Kind: view.OfThings}, func() fyne.CanvasObject { return m.w.things.Object() })
	case view.Results:
		m.results()
	case view.Welcome:
		m.w.shell.put(view.Content{Kind: view.First}, m.welcome)
	case view.Library:
		m.library()
	}
	m.w.notes.show()
	photos := len(m.w.state.list.Tiles)
	m.w.shell.showStrip(st.Room == view.Photos && (photos > 0 || st.Showing), photos)
	if m.view() != view.Results {
		m.w.judge.Update()
	}
	m.w.trace.Shown()
}

// albumShown returns the album whose photos are shown, 0 for none.
func (m *rooms) albumShown() photo.AlbumID {
	if m.w.finder.State().Room != view.Photos {
		return 0
	}
	a, _ := m.w.albums.Of(m.w.finder.State().Asked)
	return a.ID
}

// results shows the answer of the search.
func (m *rooms) results() {
	if len(m.w.finder.State().Found) > 0 {
		m.w.shell.put(view.Content{Kind: view.Grid}, m.grid)
		return
	}
	text, content := m.w.notes.nothing()
	m.w.shell.put(view.Content{Kind: view.Nothing, Text: text}, content)
}

// library shows all photos, or says why there are none.
func (m *rooms) library() {
	s := m.w.state
	switch {
	case len(s.list.Tiles) > 0:
		m.w.shell.put(view.Content{Kind: view.Grid}, m.grid)
	case !s.known:
		m.w.shell.put(view.Content{Kind: view.Blank}, func() fyne.CanvasObject { return clearRect(1, 1) })
	case s.status.Scanning:
		m.w.shell.put(view.Content{Kind: view.Reading}, func() fyne.CanvasObject {
			return welcome.Empty(fynetheme.FolderOpenIcon(), phrases.Say("empty:looking"),
				phrases.Say("empty:looking-hint"), "", nil)
		})
	default:
		title := phrases.Say("empty:one-folder", "name", folders.Name(s.folders[0].Path))
		if len(s.folders) > 1 {
			title = phrases.Say("empty:title")
		}
		m.w.shell.put(view.Content{Kind: view.Empty, Text: title}, func() fyne.CanvasObject {
			return welcome.Empty(fynetheme.MediaPhotoIcon(), title,
				phrases.Say("empty:hint"),
				phrases.Say("empty:add"), m.w.folders.Choose)
		})
	}
}

func (m *rooms) grid() fyne.CanvasObject { return m.w.grid }

// welcome returns the page of the first start.
func (m *rooms) welcome() fyne.CanvasObject {
	a := welcome.Actions{AddOther: m.w.folders.Choose, Icon: m.w.o.Icon}
	if dir := m.w.o.PicturesDir; dir != "" {
		a.AddPictures = func() { m.w.folders.Add(dir) }
	}
	if m.w.o.SamplesDir != nil {
		a.TrySamples = func() { m.w.folders.AddSamples(m.w.o.SamplesDir) }
	}
	return welcome.New(a)
}
