// Package marks changes favourites, tags, and verdicts on what photos show.
// Each change is shown and announced at once, and can be undone. All of it
// belongs to the UI goroutine.
package marks

import (
	"context"
	"maps"
	"slices"

	"fyne.io/fyne/v2"

	"recollect/engine/photo"
	"recollect/engine/query"
	"recollect/ui/ask"
	"recollect/ui/judge"
	"recollect/ui/notice"
	"recollect/ui/phrases"
	"recollect/ui/work"
)

// Library stores marks.
type Library interface {
	SetFavourite(ctx context.Context, ids []photo.ID, yes bool) error
	Favourites(context.Context) (map[photo.ID]bool, error)
	Tag(ctx context.Context, ids []photo.ID, tag string, yes bool) error
	Tags(context.Context, photo.ID) ([]string, error)
}

// Editor changes marks.
type Editor struct {
	Group   *work.Group
	Board   *notice.Board
	Window  fyne.Window
	Library Library      // nil: favourites and tags are not stored
	Things  judge.Things // nil: verdicts are not stored
	// Tags are all tags, to offer them; nil for none. Called off the UI goroutine.
	Tags func(context.Context) ([]string, error)
	// OnFavourites is called with the photos that are favourites.
	OnFavourites func(map[photo.ID]bool)
	// OnChanged is called after a mark has changed: what is shown of photos may differ.
	OnChanged func()
	// Record calls change and returns what undoes it, nil if nothing has changed; nil: the library has no
	// history. Called off the UI goroutine.
	Record func(ctx context.Context, change func(context.Context) error) (undo func(), err error)

	favourites map[photo.ID]bool
	reading    work.Latest[map[photo.ID]bool]
	offering   work.Latest[[]string]
}

// Read reads which photos are favourites.
func (e *Editor) Read() {
	if e.Library == nil {
		return
	}
	e.reading.Run(e.Group, e.Library.Favourites, func(all map[photo.ID]bool, err error) {
		if err != nil {
			e.Board.Fail(err)
			return
		}
		e.setFavourites(all)
	})
}

func (e *Editor) setFavourites(all map[photo.ID]bool) {
	e.favourites = all
	e.OnFavourites(all)
}

// Favour makes photos favourites, or removes the mark if all of them are.
func (e *Editor) Favour(ids []photo.ID) {
	if e.Library == nil || len(ids) == 0 {
		return
	}
	var others []photo.ID // that are none
	for _, id := range ids {
		if !e.favourites[id] {
			others = append(others, id)
		}
	}
	yes, changed, done := true, others, phrases.Say("marks:favourite", "n", len(ids))
	if len(others) == 0 {
		yes, changed, done = false, ids, phrases.Say("marks:no-favourite", "n", len(ids))
	}
	e.setFavourite(ids, yes, func(undo func()) {
		if e.Record == nil {
			undo = func() { e.setFavourite(changed, !yes, e.undone) }
		}
		e.Board.Done(done, undo)
	})
}

// Hearten makes photos favourites; those that are stay so.
func (e *Editor) Hearten(ids []photo.ID) {
	if slices.ContainsFunc(ids, func(id photo.ID) bool { return !e.favourites[id] }) {
		e.Favour(ids)
	}
}

// undone says that something was undone.
func (e *Editor) undone(func()) { e.Board.Undone() }

// setFavourite sets whether photos are favourites. It shows the change at once;
// afterwards it reads the stored favourites again, and calls done.
func (e *Editor) setFavourite(ids []photo.ID, yes bool, done func(undo func())) {
	all := maps.Clone(e.favourites)
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
	e.reading.Stop() // what it reads is outdated
	e.setFavourites(all)
	e.do(func(ctx context.Context) error { return e.Library.SetFavourite(ctx, ids, yes) }, done)
}

// do changes marks and shows the change. Once that is stored it calls done, with what undoes it if the library has a
// history and anything has changed.
func (e *Editor) do(change func(context.Context) error, done func(undo func())) {
	var undo func()
	e.Board.Do(e.Group, func(ctx context.Context) (err error) {
		if e.Record == nil {
			return change(ctx)
		}
		undo, err = e.Record(ctx, change)
		return err
	}, func(err error) {
		if err != nil {
			e.Board.Fail(err)
		} else {
			done(undo)
		}
		e.Read()
		e.OnChanged()
	})
}

// lacking returns those of some photos that do not have a tag as they should: yes or no.
func (e *Editor) lacking(ctx context.Context, ids []photo.ID, tag string, yes bool) (changed []photo.ID, err error) {
	for _, id := range ids {
		tags, err := e.Library.Tags(ctx, id)
		if err != nil {
			return nil, err
		}
		has := slices.ContainsFunc(tags, func(t string) bool { return query.SameTag(t, tag) })
		if has != yes {
			changed = append(changed, id)
		}
	}
	return changed, nil
}

// SetTag adds a tag to photos that lack it, or removes it from those that have
// it. Both can be undone.
func (e *Editor) SetTag(ids []photo.ID, tag string, yes bool) {
	var changed []photo.ID
	set := func(ctx context.Context) error {
		if e.Record == nil { // which knows what has changed
			var err error
			if changed, err = e.lacking(ctx, ids, tag, yes); err != nil {
				return err
			}
		}
		return e.Library.Tag(ctx, ids, tag, yes)
	}
	text := phrases.Say("marks:tagged", "n", len(ids), "tag", tag)
	if !yes {
		text = phrases.Say("marks:untagged", "n", len(ids), "tag", tag)
	}
	e.do(set, func(undo func()) {
		if e.Record == nil && len(changed) > 0 {
			undo = func() {
				e.do(func(ctx context.Context) error { return e.Library.Tag(ctx, changed, tag, !yes) }, e.undone)
			}
		}
		e.Board.Done(text, undo)
	})
}

// Tag asks for a tag and adds it to photos.
func (e *Editor) Tag(ids []photo.ID) {
	if e.Library == nil || len(ids) == 0 {
		return
	}
	line := ask.For(e.Window, ask.Request{
		Title: phrases.Say("marks:tag", "n", len(ids)), Placeholder: phrases.Say("marks:tag-example"),
		Confirm: phrases.Say("marks:add"), Offers: true,
		Given: func(tag string) { e.SetTag(ids, tag, true) },
	})
	if e.Tags == nil {
		return
	}
	e.offering.Run(e.Group, e.Tags, func(all []string, err error) {
		if err == nil { // else there is nothing to offer
			line.Offer(func(typed string) []string { return query.Matching(all, typed) })
		}
	})
}

// Judge gives photos a verdict on whether they show a thing, which can be undone.
func (e *Editor) Judge(thing string, ids []photo.ID, v photo.Verdict) {
	var before judge.Before
	e.do(func(ctx context.Context) (err error) {
		before, err = judge.Give(ctx, e.Things, thing, ids, v)
		return err
	}, func(undo func()) {
		if e.Record == nil {
			undo = func() {
				e.do(func(ctx context.Context) error { return before.Restore(ctx, e.Things, thing) }, e.undone)
			}
		}
		e.Board.Done(judge.Judged(thing, len(ids), v), undo)
	})
}
