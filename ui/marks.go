package ui

import (
	"context"
	"image"
	"log/slog"
	"maps"
	"slices"
	"strings"

	"recollect/engine/photo"
	"recollect/engine/query"
	"recollect/ui/ask"
	"recollect/ui/counts"
	"recollect/ui/judge"
	"recollect/ui/keymap"
	"recollect/ui/picture"
	"recollect/ui/theme"
	"recollect/ui/things"
	"recollect/ui/view"
	"recollect/ui/viewer"
	"recollect/ui/work"
)

// readKept reads what a person keeps of photos, and on the settings page what is covered,
// which another process may change meanwhile; the lines that were searched for it does not change.
func (w *Window) readKept() {
	w.readAlbums()
	w.readFavourites()
	if w.finder.State().Room == view.Things {
		w.readThings()
	}
	if w.finder.State().Room == view.Settings {
		w.readScreening()
	}
	w.remark()
}

// remark shows anew what depends on what is known of photos beside themselves.
func (w *Window) remark() {
	w.finder.judging()
	if t, _, ok := w.viewer.Current(); ok {
		w.tellMarks(t.ID)
	}
	w.finder.Refresh()
}

// readFavourites reads which photos are favourites.
func (w *Window) readFavourites() {
	if w.o.Marks == nil {
		return
	}
	w.marking.Run(w.work, w.o.Marks.Favourites, func(all map[photo.ID]bool, err error) {
		if err != nil {
			w.board.Fail(err)
			return
		}
		w.setFavourites(all)
	})
}

func (w *Window) setFavourites(all map[photo.ID]bool) {
	w.marked = all
	w.grid.SetFavourites(all)
	w.viewer.Remark()
}

// favour makes photos favourites, or no longer where all of them are.
func (w *Window) favour(ids []photo.ID) {
	if w.o.Marks == nil || len(ids) == 0 {
		return
	}
	var others []photo.ID // that are none
	for _, id := range ids {
		if !w.marked[id] {
			others = append(others, id)
		}
	}
	yes, changed, done := true, others, "added to favourites."
	if len(others) == 0 {
		yes, changed, done = false, ids, "removed from favourites."
	}
	w.setFavourite(ids, yes, func() {
		w.board.Done(photosText(len(ids))+" "+done, func() { w.setFavourite(changed, !yes, w.board.Undone) })
	})
}

// setFavourite makes photos favourites or not. It is shown at once; what is kept
// is read again after, and done called.
func (w *Window) setFavourite(ids []photo.ID, yes bool, done func()) {
	all := maps.Clone(w.marked)
	if all == nil {
		all = map[photo.ID]bool{}
	}
	for _, id := range ids {
		if yes {
			all[id] = true
		} else {
			delete(all, id)
		}
	}
	w.marking.Stop() // what it reads is older than this
	w.setFavourites(all)
	w.mark(func(ctx context.Context) error { return w.o.Marks.SetFavourite(ctx, ids, yes) }, done)
}

// photosText begins a sentence about n photos.
func photosText(n int) string {
	if n == 1 {
		return "Photo"
	}
	return counts.Of(n, "photo")
}

// mark changes what is known of photos, and shows it: the answer of a search may
// be another one by that. done is called once that is kept.
func (w *Window) mark(do func(context.Context) error, done func()) {
	work.Do(w.work, do, func(err error) {
		if err != nil {
			w.board.Fail(err)
		} else {
			done()
		}
		w.readFavourites()
		w.remark()
	})
}

// setTag gives photos a tag or takes it from them, as far as they have it not
// yet or still. Both can be undone.
func (w *Window) setTag(ids []photo.ID, tag string, yes bool) {
	var changed []photo.ID
	set := func(ctx context.Context) error {
		for _, id := range ids {
			tags, err := w.o.Marks.Tags(ctx, id)
			if err != nil {
				return err
			}
			has := slices.ContainsFunc(tags, func(t string) bool { return strings.EqualFold(t, tag) })
			if has != yes {
				changed = append(changed, id)
			}
		}
		return w.o.Marks.Tag(ctx, ids, tag, yes)
	}
	text := " tagged “" + tag + "”."
	if !yes {
		text = " not tagged “" + tag + "” any more."
	}
	w.mark(set, func() {
		if len(changed) == 0 {
			w.board.Done(photosText(len(ids))+text, nil)
			return
		}
		w.board.Done(photosText(len(ids))+text, func() {
			w.mark(func(ctx context.Context) error { return w.o.Marks.Tag(ctx, changed, tag, !yes) }, w.board.Undone)
		})
	})
}

// tag asks for a tag and gives it to photos.
func (w *Window) tag(ids []photo.ID) {
	if w.o.Marks == nil || len(ids) == 0 {
		return
	}
	what := "this photo"
	if len(ids) > 1 {
		what = counts.Number(len(ids)) + " photos"
	}
	line := ask.For(w.win, ask.Request{
		Title: "Tag " + what, Placeholder: "Tag, such as garden", Confirm: "Add", Offers: true,
		Given: func(tag string) { w.setTag(ids, tag, true) },
	})
	if w.o.Values == nil {
		return
	}
	w.valuing.Run(w.work, func(ctx context.Context) ([]string, error) { return w.o.Values.Values(ctx, "tag") },
		func(all []string, err error) {
			if err == nil { // else there is nothing to offer
				line.Offer(func(typed string) []string { return query.Matching(all, typed) })
			}
		})
}

// tellMarks tells the viewer what a person and the model have made of a photo.
func (w *Window) tellMarks(id photo.ID) {
	w.telledOf.Run(w.work, func(ctx context.Context) (m viewer.Marks, err error) {
		if w.o.Things != nil {
			if m.Things, err = w.o.Things.ShownBy(ctx, id); err != nil {
				return m, err
			}
		}
		if w.o.Marks != nil {
			m.Tags, err = w.o.Marks.Tags(ctx, id)
		}
		return m, err
	}, func(m viewer.Marks, err error) {
		if err != nil {
			slog.Warn("tell of the marks of a photo", "photo", id, "err", err)
			return
		}
		w.viewer.SetMarks(id, m)
	})
}

// readThings reads what photos show, for its page.
func (w *Window) readThings() {
	flagged := map[photo.ID]bool{}
	for _, t := range w.state.tiles {
		if t.Flagged {
			flagged[t.ID] = true
		}
	}
	w.covers.Work = func(ctx context.Context, id photo.ID) (*image.RGBA, error) { return w.coverOf(ctx, id, flagged[id]) }
	if !maps.Equal(flagged, w.flagged) { // what is to be covered now may be seen
		w.flagged = flagged
		w.covers.Want(w.work, nil)
		w.things.Forget()
	}
	w.thinging.Run(w.work, w.o.Things.Things, func(all []photo.Thing, err error) {
		if err != nil {
			w.board.Fail(err)
			return
		}
		w.things.Set(all)
	})
}

// coverOf is the cover of a thing, blurred where its photo is not to be seen unasked.
func (w *Window) coverOf(ctx context.Context, id photo.ID, covered bool) (*image.RGBA, error) {
	img, err := w.o.Pictures.Thumb(ctx, id, smallThumb)
	if err != nil {
		return nil, err
	}
	const scale = 2 // enough for every screen
	width, height := int(things.CoverWidth*scale), int(things.CoverHeight*scale)
	if covered {
		return picture.Blur(img, width, height), nil
	}
	return picture.Fill(img, width, height), nil
}

func (w *Window) showCover(id photo.ID, img *image.RGBA, err error) {
	if err != nil {
		slog.Warn("show a cover", "photo", id, "err", err)
		return
	}
	w.things.Take(id, img)
}

// connectMarks lets the grid, the viewer and the page of things change what is
// known of photos, as far as the library can keep it.
func (w *Window) connectMarks() {
	g, v := w.grid, w.viewer
	if w.o.Marks != nil {
		g.OnFavourite, g.OnTag = w.favour, w.tag
		v.OnFavourite = func(id photo.ID) { w.favour([]photo.ID{id}) }
		v.OnTag = func(id photo.ID) { w.tag([]photo.ID{id}) }
		v.OnUntag = func(id photo.ID, tag string) { w.setTag([]photo.ID{id}, tag, false) }
		v.Favourite = g.Favourite
	}
	v.OnSearchTag = func(tag string) { w.askFilter(query.FilterText("tag", tag), tag, theme.TagIcon()) }
	v.OnSearchThing, w.things.OnOpen = w.openThing, w.openThing
	v.OnJudge = func(id photo.ID, thing string, verdict photo.Verdict) { w.give(thing, []photo.ID{id}, verdict) }
	v.Revealed, v.OnUncover = g.Revealed, g.Reveal
	g.OnSelect, g.OnJudge = w.finder.judging, w.finder.judgePhotos
	keys := func() { keymap.Show(w.win) }
	w.things.OnWant = func(ids []photo.ID) { w.covers.Want(w.work, ids) }
	w.things.OnLeave, w.things.OnSearch, w.things.OnHelp = w.leaveSide, w.focusBox, keys
	g.OnHelp, v.OnHelp, w.side.OnHelp = keys, keys, keys
	w.side.ShowRooms(w.o.Marks != nil, w.o.Things != nil)
}

// openThing shows the photos of a thing.
func (w *Window) openThing(name string) {
	w.askFilter(query.FilterText("thing", name), name, theme.TagIcon())
}

// give gives a verdict, which can be undone.
func (w *Window) give(thing string, ids []photo.ID, v photo.Verdict) {
	var before judge.Before
	w.mark(func(ctx context.Context) (err error) {
		before, err = judge.Give(ctx, w.o.Things, thing, ids, v)
		return err
	}, func() {
		w.board.Done(judge.Told(thing, len(ids), v), func() {
			w.mark(func(ctx context.Context) error { return before.Restore(ctx, w.o.Things, thing) }, w.board.Undone)
		})
	})
}
