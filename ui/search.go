package ui

import (
	"context"
	"errors"
	"path/filepath"
	"reflect"
	"time"

	"recollect/engine/photo"
	"recollect/ui/folders"
)

const (
	quietTime  = 150 * time.Millisecond // after the last key, before searching
	slowTime   = 350 * time.Millisecond // after the last key, before saying that it goes on
	againTime  = 500 * time.Millisecond // between a change of the library and the same search again
	resultsMax = 500                    // as many as a person may want to look through
)

// onQuery is called when the box asks for something else.
func (w *Window) onQuery(q photo.Query) {
	typed := q.Text != w.asked.Text
	w.asked = q
	w.room = folders.Photos
	if w.viewer.Visible() {
		w.closeViewer()
	}
	if q.Empty() {
		w.endSearch()
		return
	}
	wait := time.Duration(0)
	if typed {
		wait = quietTime
	}
	w.slow.Run(w.ctx, func(ctx context.Context) (struct{}, error) { return struct{}{}, pause(ctx, slowTime) },
		func(struct{}, error) { w.say("Searching…") })
	w.searching.Run(w.ctx, w.search(q, wait), func(a photo.Answer, err error) { w.showHits(q, a.Hits, err) })
}

// search is the work of searching for q after waiting.
func (w *Window) search(q photo.Query, wait time.Duration) func(context.Context) (photo.Answer, error) {
	q.Limit = resultsMax
	return func(ctx context.Context) (photo.Answer, error) {
		if err := pause(ctx, wait); err != nil {
			return photo.Answer{}, err
		}
		return w.o.Library.Search(ctx, q)
	}
}

// showHits shows what was found for q, best first.
func (w *Window) showHits(q photo.Query, hits []photo.Hit, err error) {
	w.slow.Stop()
	w.overlay.hide()
	if err != nil {
		w.say("")
		if !errors.Is(err, context.Canceled) {
			w.tell(err)
		}
		w.arrange()
		return
	}
	w.say(w.hintFor(q))
	w.setFound(q, hits)
	if w.stale {
		w.refind()
	}
}

// setFound puts what was found for q into the grid.
func (w *Window) setFound(q photo.Query, hits []photo.Hit) {
	if !w.showing {
		w.place = w.grid.Place()
	}
	fresh := !w.showing || !reflect.DeepEqual(q, w.answer)
	w.showing, w.answer, w.found = true, q, tiles(hits)
	w.arrange()
	w.grid.SetTiles(w.found, false)
	if fresh {
		w.grid.Top()
	}
	w.shown()
}

// hintFor is what is said after a search: once in a library's
// life, that pictures can be dropped.
func (w *Window) hintFor(q photo.Query) string {
	p := w.app.Preferences()
	if len(q.Images) > 0 || len(q.Like) > 0 {
		p.SetBool(prefHint, true) // found out
		return ""
	}
	if p.Bool(prefHint) && w.pill.text.Text != dropHint {
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
	w.say("")
	w.overlay.hide()
	was := w.showing
	w.showing, w.found, w.answer = false, nil, photo.Query{}
	w.arrange()
	w.grid.SetTiles(w.state.tiles, true)
	if was {
		w.grid.Return(w.place)
	}
	w.shown()
}

// refind searches again when the library has changed under what was found.
// Changes that come meanwhile lead to one more search, not to a new beginning:
// else nothing would be found while much is added.
func (w *Window) refind() {
	if w.asked.Empty() {
		return
	}
	if w.busy || !w.showing {
		w.stale = true
		return
	}
	w.busy, w.stale = true, false
	q := w.answer
	w.refinding.Run(w.ctx, w.search(q, againTime), func(a photo.Answer, err error) {
		w.busy = false
		if err == nil && w.showing && reflect.DeepEqual(q, w.answer) {
			w.setFound(q, a.Hits)
		}
		if w.stale || w.showing && !reflect.DeepEqual(q, w.answer) {
			w.refind()
		}
	})
}

// moreLike searches for the like of a photo of the library.
func (w *Window) moreLike(id photo.ID) {
	img := w.grid.Picture(id)
	w.liking.Run(w.ctx, w.photo(id), func(p photo.Photo, err error) {
		if err != nil {
			w.tell(err)
			return
		}
		w.box.Replace()
		w.box.AddLike(id, filepath.Base(p.Path), img)
		w.focusGrid()
	})
}

// photo is the work of looking up id.
func (w *Window) photo(id photo.ID) func(context.Context) (photo.Photo, error) {
	return func(ctx context.Context) (photo.Photo, error) { return w.o.Photos.Photo(ctx, id) }
}
