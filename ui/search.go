package ui

import (
	"context"
	"errors"
	"log/slog"
	"path/filepath"
	"time"

	"recollect/engine/photo"
	"recollect/engine/query"
	"recollect/ui/view"
	"recollect/ui/work"
)

const (
	quietTime  = 150 * time.Millisecond // after the last key, before searching
	slowTime   = 350 * time.Millisecond // after the last key, before saying that it goes on
	againTime  = 500 * time.Millisecond // between a change of the library and the same search again
	resultsMax = 500                    // as many as a person may want to look through
	nearestMax = 24                     // photos that are shown as the nearest to a picture that nothing is like
)

// onQuery is called when the box asks for something else.
func (w *Window) onQuery(q query.Query) {
	typed := q.Text != w.asked.Text
	q.All = w.asked.All && sameQuestion(q, w.asked)
	w.ask(q, typed)
}

// sameQuestion reports whether a and b are about the same line and pictures.
func sameQuestion(a, b query.Query) bool {
	a.All, a.AsTyped = b.All, b.AsTyped
	return a.Same(b)
}

// ask searches for q, after a while if it is being typed.
func (w *Window) ask(q query.Query, typed bool) {
	w.board.Act()
	w.leave(q, typed)
	w.asked, w.failed = q, nil
	w.resting.Stop()
	w.box.SetSaved(w.albumOf(q) != "")
	w.room = view.Photos
	if w.viewer.Visible() {
		w.closeViewer()
	}
	if q.Blank() {
		w.editing = photo.Album{}
		w.endSearch()
		w.arrive()
		return
	}
	wait := time.Duration(0)
	if typed {
		wait = quietTime
	}
	w.arrangeNote() // first: what it takes must not shorten the wait for the next key
	w.slow.After(w.work, slowTime, func() { w.board.Hint("Searching…") })
	w.searching.Run(w.work, w.search(q, wait), func(a reply, err error) { w.showAnswer(q, a, err) })
}

// reply is what the library says to a search.
type reply struct {
	photo.Answer
	known  []photo.Known // what its words are the names of
	better string        // the line that was typed, without its slips; empty where it has none
}

// search is the work of searching for q after waiting. Where q asks for nothing
// it is just the waiting: what is being typed is no mistake yet.
func (w *Window) search(q query.Query, wait time.Duration) func(context.Context) (reply, error) {
	q = q.At(time.Now()) // one that is asked again may be of yesterday
	if !q.OnlyFilters() {
		q.Limit = resultsMax
	}
	typed := w.box.Typed()
	return func(ctx context.Context) (reply, error) {
		began := time.Now()
		if wait > 0 && !q.OnlyFilters() {
			w.o.Library.Warm() // while the next key is waited for
		}
		if err := work.Pause(ctx, wait-time.Since(began)); err != nil || q.Empty() {
			return reply{}, err
		}
		a, err := w.o.Library.Search(ctx, q)
		if err == nil && len(a.Hits) == 0 && a.Weak > 0 && q.OnlyPictures() {
			q.All, q.Limit = true, nearestMax
			a, err = w.o.Library.Search(ctx, q)
		}
		if err != nil {
			return reply{}, err
		}
		r := reply{Answer: a}
		w.lookUp(ctx, q, typed, &r)
		return r, nil
	}
}

// lookUp finds out what the words of q are, and of what was typed of it. Where that cannot
// be found out there is nothing to offer, and the answer is there all the same.
func (w *Window) lookUp(ctx context.Context, q, typed query.Query, r *reply) {
	if w.o.Names == nil || q.OnlyFilters() {
		return
	}
	var err, wrong error
	r.known, err = w.o.Names.Known(ctx, q)
	r.better, wrong = w.o.Names.Correct(ctx, typed)
	if err := errors.Join(err, wrong); err != nil && ctx.Err() == nil {
		slog.Warn("look up words", "err", err)
	}
}

// showAnswer shows what was found for q, or says why nothing could be looked for.
func (w *Window) showAnswer(q query.Query, a reply, err error) {
	w.slow.Stop()
	w.board.Ready()
	w.box.Settle()
	switch {
	case err != nil:
		w.board.Hint("")
		if !errors.Is(err, context.Canceled) {
			slog.Error("search", "err", err)
			w.failed = err
		}
		w.going = nil
		w.arrange()
		return
	case q.Empty():
		w.endSearch()
		w.answer = q
		w.arrangeNote()
		w.arrive()
		return
	}
	w.board.Hint(w.hintFor(q))
	w.setFound(q, a)
	w.arrive()
	w.rest()
	if w.stale {
		w.refind()
	}
}

// setFound puts what was found for q into the grid.
func (w *Window) setFound(q query.Query, a reply) {
	if !w.showing {
		w.place = w.grid.Place()
	}
	fresh := !w.showing || !q.Same(w.answer)
	w.showing, w.answer, w.found, w.weak = true, q, tiles(a.Hits), weaker(q, a.Answer)
	w.unsure, w.known, w.better = a.Unsure, a.known, a.better
	w.nearest = len(a.Hits) > 0 && !q.All && !a.Hits[0].Relevant
	w.arrange()
	w.grid.SetTiles(w.found, byDate(q))
	if fresh {
		w.grid.Top()
	}
	w.arrangeNote()
	w.judging()
	w.trace.Shown()
}

// weaker is how many weak matches are among the hits, or else would come with them: no
// more photos are shown than a person may want to look through.
func weaker(q query.Query, a photo.Answer) int {
	fitting := 0
	for _, h := range a.Hits {
		if h.Relevant {
			fitting++
		}
	}
	if q.All {
		return len(a.Hits) - fitting
	}
	return max(min(a.Weak, resultsMax-fitting), 0)
}

// byDate reports whether the answer to q is in the order of time.
func byDate(q query.Query) bool {
	order := q.Order()
	return order == query.Newest || order == query.Oldest
}

// hintFor is what is said after a search: once in a library's
// life, that pictures can be dropped.
func (w *Window) hintFor(q query.Query) string {
	p := w.app.Preferences()
	if len(q.Images) > 0 || len(q.Like) > 0 {
		p.SetBool(prefHint, true) // found out
		return ""
	}
	if p.Bool(prefHint) && w.board.Shown().Pill != dropHint {
		return ""
	}
	p.SetBool(prefHint, true)
	return dropHint
}

const dropHint = "Drop any picture here to find its like."

func tiles(hits []photo.Hit) []photo.Tile {
	t := make([]photo.Tile, len(hits))
	for i, h := range hits {
		t[i] = h.Tile
	}
	return t
}

// endSearch shows the library again, where the person was.
func (w *Window) endSearch() {
	w.searching.Stop()
	w.refinding.Stop()
	w.slow.Stop()
	w.busy, w.stale = false, false
	w.board.Hint("")
	w.board.Ready()
	was := w.showing
	w.showing, w.found, w.weak, w.unsure, w.known, w.better, w.answer = false, nil, 0, nil, nil, "", query.Query{}
	w.arrangeNote()
	w.judging()
	w.arrange()
	w.grid.SetTiles(w.state.tiles, true)
	if was {
		w.grid.Return(w.place)
	}
	w.trace.Shown()
}

// refind searches again when the library has changed under what was found.
// Changes that come meanwhile lead to one more search, not to a new beginning:
// else nothing would be found while much is added.
func (w *Window) refind() {
	if w.asked.Blank() {
		return
	}
	if w.busy || !w.showing {
		w.stale = true
		return
	}
	w.busy, w.stale = true, false
	q := w.answer
	w.refinding.Run(w.work, w.search(q, againTime), func(a reply, err error) {
		w.busy = false
		if err == nil && w.showing && q.Same(w.answer) {
			w.setFound(q, a)
		}
		if w.stale || w.showing && !q.Same(w.answer) {
			w.refind()
		}
	})
}

// moreLike searches for the like of photos of the library.
func (w *Window) moreLike(ids []photo.ID) {
	w.liking.Run(w.work, func(ctx context.Context) ([]string, error) { return w.paths(ctx, ids) },
		func(paths []string, err error) {
			if err != nil {
				w.board.Fail(err)
				return
			}
			w.editing = photo.Album{}
			w.leap(func() {
				w.box.Replace()
				for i, id := range ids {
					w.box.AddLike(id, filepath.Base(paths[i]), w.grid.Picture(id))
				}
			})
			w.focusGrid()
		})
}

// photo is the work of looking up id.
func (w *Window) photo(id photo.ID) func(context.Context) (photo.Photo, error) {
	return func(ctx context.Context) (photo.Photo, error) { return w.o.Photos.Photo(ctx, id) }
}
