package ui

import (
	"context"
	"log/slog"

	"recollect/engine/photo"
	"recollect/ui/folders"
	"recollect/ui/grid"
	"recollect/ui/notice"
	"recollect/ui/view"
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
	w.shell.relayout() // the status line may have come or gone
	tellTrouble(w.board, s)
	if s.status.Restored != was.status.Restored {
		tellRestored(w.board, s.status.Restored, w.o.RestoredRead)
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
	w.rooms.arrange()
	w.trace.Status(s.status)
}

// tellTrouble says what keeps the library from working, if anything does.
func tellTrouble(b *notice.Board, s state) {
	err := s.status.Trouble
	if err == nil {
		err = s.err
	}
	if err == nil {
		b.Trouble(folders.Unbelieved(s.folders))
		return
	}
	b.Trouble(Explain(err))
}

// tellRestored tells how a damaged library was replaced, until that was read.
func tellRestored(b *notice.Board, r *photo.Restoration, read func()) {
	if r == nil {
		return
	}
	m := sentences().Restored(*r)
	b.News(m.What, m.Next, read)
}
