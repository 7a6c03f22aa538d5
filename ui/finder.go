package ui

import (
	"context"
	"path/filepath"
	"slices"

	"fyne.io/fyne/v2"
	fynetheme "fyne.io/fyne/v2/theme"

	"recollect/engine/photo"
	"recollect/engine/query"
	"recollect/ui/grid"
	"recollect/ui/letters"
	"recollect/ui/notice"
	querybox "recollect/ui/query"
	"recollect/ui/session"
	"recollect/ui/theme"
	"recollect/ui/view"
	"recollect/ui/welcome"
	"recollect/ui/work"
)

// finder shows a session in the window: what is asked for in the box, what is said of it
// above the photos, and what was found in the grid. The session has the rules.
type finder struct {
	*session.Session
	w *Window

	results    bool       // the grid has what was found, not all photos
	home       grid.Place // where the person was among all photos then
	remembered string     // the line that was kept last

	liking  work.Latest[[]string]
	valuing work.Latest[[]string]
}

func newFinder(w *Window) *finder {
	f := &finder{w: w}
	f.Session = session.New(session.Options{
		Library: w.o.Library, Names: w.o.Names, Where: f, Screen: f,
		Worker: func() session.Worker { return work.NewErrand(w.work) },
		Timer:  func() session.Timer { return work.NewAlarm(w.work) },
	})
	return f
}

// Box is what the box holds.
func (f *finder) Box() session.Box { return f.w.box.Line() }

// Grid is where the person is in the grid.
func (f *finder) Grid() any { return f.w.grid.Place() }

// Viewed is the photo in the viewer; 0 where that is closed.
func (f *finder) Viewed() photo.ID {
	if t, _, ok := f.w.viewer.Current(); ok && f.w.viewer.Visible() {
		return t.ID
	}
	return 0
}

// Put puts back what the box held.
func (f *finder) Put(b session.Box) {
	line, _ := b.(querybox.Line)
	f.w.box.SetLine(line)
}

// Return shows the place of a step, and the photo that was in the viewer there.
func (f *finder) Return(p session.Place) {
	f.w.grid.Return(p.Grid.(grid.Place))
	if !f.w.box.Focused() {
		f.w.focusGrid()
	}
	if at := slices.IndexFunc(f.w.grid.Tiles(), func(t photo.Tile) bool { return t.ID == p.Viewed }); at >= 0 {
		f.w.viewing.show(at)
	}
}

// Show shows what has changed in the session.
func (f *finder) Show(e session.Event) {
	switch e {
	case session.Asked:
		f.asked()
	case session.Slow:
		f.w.board.Hint("Searching…")
	case session.Settled:
		f.settled()
	case session.Failed:
		f.w.rooms.arrange()
	case session.Found:
		f.found()
		f.w.grid.Top()
	case session.Updated:
		f.found()
	case session.Ended:
		f.ended()
	case session.Entered:
		f.w.rooms.show()
	case session.Looked:
		f.w.box.Keep()
	}
}

// asked shows that something else is asked for.
func (f *finder) asked() {
	w, asked := f.w, f.State().Asked
	w.board.Act()
	w.box.SetSaved(f.albumOf(asked) != "")
	if w.viewer.Visible() {
		w.viewing.close()
	}
	if asked.Blank() {
		w.albums.Leave()
		return
	}
	f.note()
}

// settled shows that the search is over.
func (f *finder) settled() {
	f.w.board.Ready()
	f.w.box.Settle()
	hint := ""
	if s := f.State(); s.Failed == nil && !s.Asked.Empty() {
		hint = f.hint(s.Asked)
	}
	f.w.board.Hint(hint)
}

const dropHint = "Drop any picture here to find its like."

// hint is what is said after a search: once in a library's life, that pictures can be
// dropped.
func (f *finder) hint(q query.Query) string {
	p := f.w.app.Preferences()
	if len(q.Images) > 0 || len(q.Like) > 0 {
		p.SetBool(prefHint, true) // found out
		return ""
	}
	if p.Bool(prefHint) && f.w.board.Shown().Pill != dropHint {
		return ""
	}
	p.SetBool(prefHint, true)
	return dropHint
}

// found puts the answer into the grid.
func (f *finder) found() {
	w, s := f.w, f.State()
	if !f.results {
		f.home = w.grid.Place()
	}
	f.results = true
	w.rooms.arrange()
	w.grid.SetTiles(s.Found, s.ByDate())
	f.note()
	f.judging()
	w.trace.Shown()
}

// ended shows all photos again, where the person was among them.
func (f *finder) ended() {
	w, was := f.w, f.results
	f.results = false
	w.board.Hint("")
	w.board.Ready()
	f.note()
	f.judging()
	w.rooms.arrange()
	w.grid.SetTiles(w.state.list.Tiles, true)
	if was {
		w.grid.Return(f.home)
	}
	w.trace.Shown()
}

// around is what is told depends on beside the session.
func (f *finder) around() session.Around {
	w := f.w
	return session.Around{
		Status: w.state.status, Folders: !w.state.known || len(w.state.folders) > 0,
		Languages: w.o.Model().Languages, Album: f.albumOf(f.State().Asked),
		Typing: w.box.Offering(), Last: session.Note(w.board.Line.Content()), Explain: Explain,
	}
}

// note says above the photos what came of the search.
func (f *finder) note() {
	n, shown := f.State().Note(f.around())
	f.w.board.Line.Set(notice.Content(n))
	if f.w.board.Line.Show(shown) {
		f.w.shell.relayout()
	}
}

// nothing is what is shown in place of photos where none was found.
func (f *finder) nothing(p session.Page) fyne.CanvasObject {
	icons := map[session.Picture]fyne.Resource{
		session.Glass: fynetheme.SearchIcon(), session.Heart: theme.HeartOutlineIcon(), session.Folder: fynetheme.FolderOpenIcon(),
	}
	ways := map[session.Way]func(){
		session.ToAll: f.w.box.Clear, session.ToWeak: f.ToggleWeak, session.ToFolder: f.w.folders.Choose,
	}
	var choices []welcome.Choice
	for _, o := range p.Offers {
		choices = append(choices, welcome.Choice{Text: o.Text, Do: func() { f.take(o) }})
	}
	choices = append(choices, welcome.Choice{Text: p.WayText, Do: ways[p.Way]})
	return welcome.Choose(icons[p.Picture], p.Title, p.Hint, choices...)
}

// act does what the note offers.
func (f *finder) act() {
	if f.w.board.Line.Content().Wrong {
		f.repair()
		return
	}
	f.ToggleWeak()
}

// takeOffer does what is offered at a place of the note.
func (f *finder) takeOffer(at int) {
	if all := f.State().Offers(); at < len(all) {
		f.take(all[at])
	}
}

func (f *finder) take(o session.Offer) {
	if o.Line != "" {
		f.w.box.SetText(o.Line)
		f.w.focusBox()
		return
	}
	f.askFilter(o.Filter, o.Name, fynetheme.SearchIcon())
}

// repair takes what was meant into the line: the first mistake in a filter, or else all
// words that are misspelled.
func (f *finder) repair() {
	typed := f.w.box.Typed()
	for _, m := range typed.Mistakes {
		if fixed, ok := query.Repair(typed.Text, m); ok {
			f.take(session.Offer{Line: fixed})
			return
		}
	}
	if s := f.State(); s.Better != "" && s.Answered() {
		f.take(session.Offer{Line: s.Better})
	}
}

// keep remembers the search of which a photo was looked at.
func (f *finder) keep() {
	f.Act()
	if f.State().Showing {
		f.w.box.Keep()
	}
}

// back goes one step back, and reports whether there was one.
func (f *finder) back() bool {
	ok := f.Back()
	if ok && f.State().Room != view.Photos {
		f.w.focusGrid()
	}
	return ok
}

// forward undoes back.
func (f *finder) forward() {
	if f.Forward() && f.State().Room != view.Photos {
		f.w.focusGrid()
	}
}

// moreLike searches for the like of photos of the library.
func (f *finder) moreLike(ids []photo.ID) {
	w := f.w
	f.liking.Run(w.work, func(ctx context.Context) ([]string, error) { return w.files.Paths(ctx, ids) },
		func(paths []string, err error) {
			if err != nil {
				w.board.Fail(err)
				return
			}
			w.albums.Leave()
			f.Leap(func() {
				w.box.Replace()
				for i, id := range ids {
					w.box.AddLike(id, filepath.Base(paths[i]), w.grid.Picture(id))
				}
			})
			w.focusGrid()
		})
}

// rune takes a character that is typed on photos, and what it does alone.
func (f *finder) rune(r rune, act func()) {
	if letters.Verdict(r) && !f.judges() {
		act = nil
	}
	f.w.letters.Typed(r, act)
}

// beginWord goes to the search box with the beginning of a word. What was asked
// before is a step back.
func (f *finder) beginWord(begun string) {
	f.Begin(func() {
		f.w.box.Replace()
		f.w.box.SetText(begun)
	})
	f.w.focusBox()
}

// judges reports whether the person can say of photos that they show a thing.
func (f *finder) judges() bool {
	return f.w.o.Things != nil && f.w.rooms.view() == view.Results && f.State().Answer.Thing() != ""
}

// judging asks about the selected photos when they are of a thing that somebody
// should judge.
func (f *finder) judging() {
	if f.judges() {
		f.w.judge.About(f.State().Answer.Thing(), f.w.grid.Selection())
		return
	}
	f.w.judge.About("", nil)
}

// judgePhotos says whether photos show the thing that was asked for, and goes on
// from a single one to the next.
func (f *finder) judgePhotos(ids []photo.ID, yes bool) {
	if !f.judges() || len(ids) == 0 {
		return
	}
	verdict := photo.Rejected
	if yes {
		verdict = photo.Confirmed
	}
	f.w.marks.Judge(f.State().Answer.Thing(), ids, verdict)
	if len(ids) == 1 && ids[0] == f.w.grid.Selected() {
		f.w.grid.TypedKey(&fyne.KeyEvent{Name: fyne.KeyRight})
	}
	f.w.focusGrid()
}

// remember keeps a line over restarts.
func (f *finder) remember(line string) {
	if f.w.o.Searches == nil || line == f.remembered {
		return
	}
	f.remembered = line
	work.Do(f.w.work, func(ctx context.Context) error { return f.w.o.Searches.Remember(ctx, line) }, f.w.board.Fail)
}

// readSearches gives the box what was searched for in earlier times.
func (f *finder) readSearches() {
	if f.w.o.Searches == nil {
		return
	}
	work.Always(f.w.work, f.w.o.Searches.Searches, func(lines []string, err error) {
		if err != nil {
			f.w.board.Fail(err)
			return
		}
		f.w.box.SetHistory(lines)
	})
}

// forgetSearches forgets what was searched for, here and on disk.
func (f *finder) forgetSearches() {
	f.remembered = ""
	f.w.box.Forget()
	work.Do(f.w.work, f.w.o.Searches.ForgetSearches, f.w.board.Fail)
}

// values fetches what completes a filter.
func (f *finder) values(key string) {
	if f.w.o.Values == nil {
		return
	}
	f.valuing.Run(f.w.work, func(ctx context.Context) ([]string, error) { return f.w.o.Values.Values(ctx, key) },
		func(values []string, err error) {
			if err == nil { // else there is nothing to offer
				f.w.box.SetValues(key, values)
			}
		})
}
