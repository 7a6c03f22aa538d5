package ui

import (
	"context"
	"log/slog"

	"recollect/engine/photo"
	"recollect/ui/folders"
	"recollect/ui/notice"
	"recollect/ui/tiles"
	"recollect/ui/view"
)

// state is the state of the library as the window knows it.
type state struct {
	known   bool // the state was read at least once
	status  photo.Status
	list    tiles.View
	folders []photo.Folder
	err     error // why it could not be read; list and folders are then the previous ones
}

// reader reads the state of the library, on one goroutine.
type reader struct {
	o    Options
	list *tiles.List
}

func newReader(o Options, list *tiles.List) *reader { return &reader{o, list} }

// read reads the state of the library. The status is read first: later changes are read the next time.
func (r *reader) read(ctx context.Context) state {
	s := state{status: r.o.Work.Status()}
	if s.folders, s.err = r.o.Folders.List(ctx); s.err != nil {
		return s
	}
	if s.list, s.err = r.list.Read(ctx); s.err == nil {
		s.known = true
	}
	return s
}

// setState shows a new state.
func (w *Window) setState(s state) {
	was := w.state
	if s.err != nil {
		slog.Error("reading the library", "err", s.err)
		s.list, s.folders = was.list, was.folders
	}
	s.known = s.known || was.known
	w.state = s
	w.side.SetCounts(s.status.Photos, s.status.Problems)
	w.side.CountConflicts(s.status.Sidecars.Conflicts)
	w.pages.sidecars.Set(s.status.Sidecars)
	w.side.SetFolders(s.folders)
	w.board.Status.Set(s.status, w.o.Model())
	w.shell.Relayout() // the status line may have come or gone
	w.keeper.SetStatus(s.status)
	w.keeper.Trouble(showTrouble(w.board, s))
	if s.status.Restored != was.status.Restored {
		w.board.Restored(s.status.Restored, w.o.RestoredRead)
	}
	changed := s.list.Number != was.list.Number
	if changed {
		w.grid.Forget(s.list.Gone)
		w.timeline.SetView(s.list)
		w.ratings.Again()
	}
	if changed || s.status.Encoded != was.status.Encoded || s.status.Unread != was.status.Unread {
		w.finder.Refresh()
	}
	if s.status.Others != was.status.Others {
		w.readUserData()
	}
	if s.status.Generation != was.status.Generation || s.status.Away != was.status.Away {
		w.grid.Retry()
	}
	page := w.finder.State().Page
	if page == view.Places && changed {
		w.pages.places.Read()
	}
	if page == view.Duplicates && changed {
		w.pages.duplicates.Read()
	}
	reread := s.status.Problems != was.status.Problems || s.status.Scanning != was.status.Scanning
	if page == view.Problems && reread {
		w.pages.problems.Read()
	}
	if page == view.Models {
		w.pages.models.SetStatus(s.status)
	}
	if s.status.Done() && (!was.status.Done() || !was.known || s.status.Generation != was.status.Generation) {
		countAll(w)
	}
	if page == view.Things && s.status.Done() != was.status.Done() {
		w.pages.things.Read()
	}
	w.nav.arrange()
	w.trace.Status(s.status)
}

// showTimeline shows all photos as they are now, where they are shown.
func (w *Window) showTimeline() {
	if !w.finder.State().Showing {
		w.grid.SetRoll(w.timeline.Roll())
	}
	if w.comparing.timeline {
		w.comparing.pair.SetRoll(w.timeline.Roll())
	}
	if w.viewing.timeline {
		w.viewer.SetRoll(w.grid.Roll())
	}
}

// showTrouble shows what keeps the library from working, if anything does, and returns it.
func showTrouble(b *notice.Board, s state) (what, next string) {
	err := s.status.Trouble
	if err == nil {
		err = s.err
	}
	if err == nil {
		what, next = folders.Suspicious(s.folders)
	} else {
		what, next = Explain(err)
	}
	b.Trouble(what, next)
	return what, next
}
