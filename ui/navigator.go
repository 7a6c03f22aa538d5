package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	fynetheme "fyne.io/fyne/v2/theme"

	"recollect/engine/photo"
	"recollect/ui/folders"
	"recollect/ui/phrases"
	"recollect/ui/tags"
	"recollect/ui/view"
	"recollect/ui/welcome"
)

// navigator switches pages, and shows the view for the page and the state of the library.
type navigator struct{ w *Window }

// view returns what is on screen.
func (n *navigator) view() view.View {
	switch {
	case n.w.viewer.Visible():
		return view.OnePhoto
	case n.w.finder.State().Page == view.Problems:
		return view.ProblemsPage
	case n.w.finder.State().Page == view.Sidecars:
		return view.SidecarsPage
	case n.w.finder.State().Page == view.Settings:
		return view.SettingsPage
	case n.w.finder.State().Page == view.Models:
		return view.ModelsPage
	case n.w.finder.State().Page == view.Things:
		return view.ThingsPage
	case n.w.finder.State().Page == view.Places:
		return view.PlacesPage
	case n.w.finder.State().Page == view.Duplicates:
		return view.DuplicatesPage
	case n.w.finder.State().Showing:
		return view.Results
	case n.w.state.known && len(n.w.state.folders) == 0:
		return view.Welcome
	default:
		return view.Library
	}
}

// enter goes to a page, as a new step.
func (n *navigator) enter(r view.Page) {
	n.w.back.Stop()
	n.w.board.Act()
	if r == view.Favourites {
		n.w.asks.favourites()
		return
	}
	if r != n.w.finder.State().Page || n.w.viewer.Visible() {
		n.w.finder.Leave()
	}
	again := r == view.Photos && n.w.finder.State().Page == view.Photos
	top := again && !n.w.finder.State().Showing
	if r != view.Photos || again && n.w.finder.State().Showing {
		n.w.box.Clear() // its query is not the one shown
	}
	n.w.finder.Enter(r)
	if top {
		n.w.grid.Top()
	}
}

// enterModels goes to the page of models, if there is one, and moves the focus to its list.
func (n *navigator) enterModels() {
	if n.w.pages.models != nil {
		n.enter(view.Models)
		n.w.win.Canvas().Focus(n.w.models.List())
	}
}

// toMap shows the surroundings of a place on the map.
func (n *navigator) toMap(at photo.Place) {
	n.enter(view.Places)
	n.w.places.Look(at.Latitude, at.Longitude)
}

// toPlace lets a person choose on the map where photos were taken, and then goes back.
func (n *navigator) toPlace(photos int, now *photo.Place, given func(photo.Place)) {
	n.enter(view.Places)
	n.w.places.Choose(photos, now, func(at photo.Place) { n.leave(); given(at) })
}

// show shows the page that the session is in.
func (n *navigator) show() {
	n.w.comparing.close()
	if n.w.viewer.Visible() {
		n.w.viewing.close()
	}
	r := n.w.finder.State().Page
	if r != view.Photos {
		n.w.board.Hint("") // the hint is about photos
		n.w.grid.Unmark()
	}
	switch r {
	case view.Photos:
		n.w.judge.Update()
	case view.Things:
		n.w.pages.things.Read()
	case view.Places:
		n.w.pages.places.Enter()
	case view.Duplicates:
		n.w.pages.duplicates.Read()
	case view.Problems:
		n.w.pages.problems.Read()
	case view.Sidecars:
		n.w.pages.sidecars.Read()
	case view.Settings:
		n.w.pages.settings.Show()
	case view.Models:
		n.w.pages.models.Show(n.w.state.status)
	}
	n.arrange()
	if r == view.Places {
		n.w.focusGrid()
	}
}

// leave goes back from a page without photos.
func (n *navigator) leave() {
	if n.w.finder.back() {
		return
	}
	if n.w.finder.State().Page != view.Photos {
		n.enter(view.Photos)
		return
	}
	n.w.finder.leaveGrid()
}

// leaveSide moves the focus from the side bar to the photos.
func (n *navigator) leaveSide() {
	if n.w.finder.State().Page != view.Photos {
		n.leave()
	}
	n.w.focusGrid()
}

// arrange shows the page and the view for the state.
func (n *navigator) arrange() {
	st := n.w.finder.State()
	n.w.side.SetAlbum(n.albumShown().ID)
	n.w.side.SetFolder(n.folderShown())
	n.w.side.SetTag(n.tagShown())
	n.w.side.SetPage(st.Marked(n.w.o.Marks != nil, n.w.o.Things != nil))
	switch n.view() {
	case view.ProblemsPage:
		n.w.shell.Put(view.Content{Kind: view.OfProblems}, func() fyne.CanvasObject { return n.w.problems.Object() })
	case view.SidecarsPage:
		n.w.shell.Put(view.Content{Kind: view.OfSidecars}, n.w.sidecars.Object)
	case view.SettingsPage:
		n.w.shell.Put(view.Content{Kind: view.OfSettings}, func() fyne.CanvasObject { return n.w.settings.Object() })
	case view.ModelsPage:
		n.w.shell.Put(view.Content{Kind: view.OfModels}, func() fyne.CanvasObject { return n.w.models.Object() })
	case view.PlacesPage:
		n.w.shell.Put(view.Content{Kind: view.OfPlaces}, n.w.places.Object)
	case view.DuplicatesPage:
		n.w.shell.Put(view.Content{Kind: view.OfDuplicates}, n.w.duplicates.Object)
	case view.ThingsPage:
		n.w.shell.Put(view.Content{Kind: view.OfThings}, func() fyne.CanvasObject { return n.w.things.Object() })
	case view.Results:
		n.results()
	case view.Welcome:
		n.w.shell.Put(view.Content{Kind: view.First}, n.welcome)
	case view.Library:
		n.library()
	}
	n.w.notes.show()
	photos := n.w.timeline.Roll().Len()
	n.w.shell.ShowStrip(st.Page == view.Photos && (photos > 0 || st.Showing), photos)
	if n.view() != view.Results {
		n.w.judge.Update()
	}
	n.w.showChosen()
	n.w.describing.follow()
}

// folderShown returns the directory whose photos are shown, empty for none.
func (n *navigator) folderShown() string {
	if st := n.w.finder.State(); st.Page == view.Photos {
		return folders.Asked(st.Asked)
	}
	return ""
}

// tagShown returns the tag whose photos are shown, empty for none.
func (n *navigator) tagShown() string {
	if st := n.w.finder.State(); st.Page == view.Photos {
		return tags.Asked(st.Asked)
	}
	return ""
}

// renamed goes on showing the photos of a tag that has another name.
func (n *navigator) renamed(name, to string) {
	if was := n.tagShown(); was != "" && tags.Renamed(was, name, to) != was {
		n.w.asks.tagAlone(tags.Renamed(was, name, to))
	}
}

// albumShown returns the album whose photos are shown, the zero Album for none.
func (n *navigator) albumShown() photo.Album {
	if n.w.finder.State().Page != view.Photos {
		return photo.Album{}
	}
	a, _ := n.w.albums.Of(n.w.finder.State().Asked)
	return a
}

// handShown is albumShown for albums that are made by hand, whose photos are shown in their own order.
func (n *navigator) handShown() photo.Album {
	if st := n.w.finder.State(); !st.Showing || !st.Own || !st.Answered() {
		return photo.Album{}
	}
	return n.albumShown()
}

// results shows the answer of the search.
func (n *navigator) results() {
	if n.w.finder.State().Found.Len() > 0 {
		n.w.shell.Put(view.Content{Kind: view.Grid}, n.grid)
		return
	}
	text, content := n.w.notes.nothing()
	n.w.shell.Put(view.Content{Kind: view.Nothing, Text: text}, content)
}

// library shows all photos, or says why there are none.
func (n *navigator) library() {
	s := n.w.state
	switch {
	case n.w.timeline.Roll().Len() > 0:
		n.w.shell.Put(view.Content{Kind: view.Grid}, n.grid)
	case !s.known:
		n.w.shell.Put(view.Content{Kind: view.Blank}, func() fyne.CanvasObject { return container.NewWithoutLayout() })
	case s.status.Scanning:
		n.w.shell.Put(view.Content{Kind: view.Reading}, func() fyne.CanvasObject {
			return welcome.Empty(fynetheme.FolderOpenIcon(), phrases.Say("empty:looking"),
				phrases.Say("empty:looking-hint"), "", nil)
		})
	default:
		title := phrases.Say("empty:one-folder", "name", folders.Name(s.folders[0].Path))
		if len(s.folders) > 1 {
			title = phrases.Say("empty:title")
		}
		n.w.shell.Put(view.Content{Kind: view.Empty, Text: title}, func() fyne.CanvasObject {
			return welcome.Empty(fynetheme.MediaPhotoIcon(), title,
				phrases.Say("empty:hint"),
				phrases.Say("empty:add"), n.w.folders.Choose)
		})
	}
}

func (n *navigator) grid() fyne.CanvasObject { return n.w.grid }

// welcome returns the page of the first start.
func (n *navigator) welcome() fyne.CanvasObject {
	a := welcome.Actions{AddOther: n.w.folders.Choose, Icon: n.w.o.Icon}
	if dir := n.w.o.PicturesDir; dir != "" {
		a.AddPictures = func() { n.w.folders.Add(dir) }
	}
	if n.w.o.SamplesDir != nil {
		a.TrySamples = func() { n.w.folders.AddSamples(n.w.o.SamplesDir) }
	}
	return welcome.New(a)
}
