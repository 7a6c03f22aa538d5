// Package edits changes what a person says of photos in place of their files, puts photos into albums that
// are made by hand, and undoes what was done to user data, also before the program began. All of it
// belongs to the UI goroutine.
package edits

import (
	"context"
	"errors"
	"strings"

	"fyne.io/fyne/v2"

	"recollect/engine/photo"
	"recollect/engine/query"
	"recollect/ui/ask"
	"recollect/ui/call"
	"recollect/ui/notice"
	"recollect/ui/phrases"
	"recollect/ui/work"
)

// Library stores what a person says.
type Library interface {
	Edit(context.Context, []photo.ID, photo.Edit) error
}

// History is what was done to user data.
type History interface {
	// Record calls change, and returns the act of the history that it is; 0 if nothing has changed.
	Record(ctx context.Context, change func(context.Context) error) (photo.ActID, error)
	Undo(context.Context, photo.ActID) (photo.Act, error) // 0: the last one
	Redo(context.Context) (photo.Act, error)
}

// Albums stores albums that are made by hand.
type Albums interface {
	Albums(context.Context) ([]photo.Album, error)
	MakeAlbum(ctx context.Context, name string, ids []photo.ID) (photo.Album, error)
	AddToAlbum(context.Context, photo.AlbumID, []photo.ID) error
}

// Editor changes what a person says of photos.
type Editor struct {
	Group   *work.Group
	Board   *notice.Board
	Window  fyne.Window
	Library Library
	History History
	Albums  Albums
	// City is where the largest city of a name is, nil if none is known; nil: places are given by coordinates. Called
	// off the UI goroutine.
	City func(name string) *photo.Place
	// Choose lets a person choose on a map where so many photos were taken, which now are at a place, nil: nowhere, and
	// calls given unless they leave it; nil: there is no map.
	Choose func(photos int, now *photo.Place, given func(photo.Place))
	// OnChanged is called after something was changed: all that is shown of photos may differ.
	OnChanged func()
	// OnBack is called with what was undone or done again; nil: nobody wants to know.
	OnBack func(photo.Act)

	offering work.Latest[[]photo.Album]
}

// Press does what a digit says: 0 to 5 are stars, 6 to 9 colour labels.
func (e *Editor) Press(ids []photo.ID, digit rune) {
	if digit >= '0' && digit <= '5' {
		e.Rate(ids, int(digit-'0'))
		return
	}
	if i, labels := int(digit-'6'), photo.Labels(); i >= 0 && i < len(labels) {
		label := labels[i]
		e.edit(ids, photo.Edit{Label: &label}, phrases.Say("edits:labelled", "n", len(ids), "label", label))
	}
}

// Rate gives photos stars, or photo.RejectedRating.
func (e *Editor) Rate(ids []photo.ID, stars int) {
	text := phrases.Say("edits:rated", "n", len(ids), "stars", strings.Repeat("★", max(stars, 0)))
	switch {
	case stars == photo.RejectedRating:
		text = phrases.Say("edits:rejected", "n", len(ids))
	case stars == 0:
		text = phrases.Say("edits:unrated", "n", len(ids))
	}
	e.edit(ids, photo.Edit{Rating: &stars}, text)
}

func (e *Editor) edit(ids []photo.ID, what photo.Edit, text string) {
	if len(ids) == 0 {
		return
	}
	e.do(func(ctx context.Context) error { return e.Library.Edit(ctx, ids, what) }, text)
}

// do changes user data and says so, with a way to undo it.
func (e *Editor) do(change func(context.Context) error, text string) {
	var undo func()
	e.Board.Do(e.Group, func(ctx context.Context) (err error) {
		undo, err = e.Record(ctx, change)
		return err
	}, func(err error) {
		if err != nil {
			e.Board.Fail(err)
		} else {
			e.Board.Done(text, undo)
		}
		e.OnChanged()
	})
}

// Record calls change, which changes user data once, and returns what undoes that and nothing else; nil if nothing has
// changed. It is called off the UI goroutine.
func (e *Editor) Record(ctx context.Context, change func(context.Context) error) (undo func(), err error) {
	id, err := e.History.Record(ctx, change)
	if err != nil || id == 0 {
		return nil, err
	}
	return func() {
		e.again(func(ctx context.Context) (photo.Act, error) { return e.History.Undo(ctx, id) })
	}, nil
}

// AsInFile takes back what a person says of a field of photos.
func (e *Editor) AsInFile(ids []photo.ID, f photo.Field) {
	e.edit(ids, photo.Edit{AsInFile: []photo.Field{f}}, phrases.Say("edits:as-in-file"))
}

// AddToAlbum asks for an album that is made by hand and adds photos to it. One that does not exist is made.
func (e *Editor) AddToAlbum(ids []photo.ID) {
	if e.Albums == nil || len(ids) == 0 {
		return
	}
	line := ask.For(e.Window, ask.Request{
		Title: phrases.Say("edits:album", "n", len(ids)), Placeholder: phrases.Say("albums:name"),
		Confirm: phrases.Say("marks:add"), Offers: true,
		Given: func(name string) { e.add(name, ids) },
	})
	e.offering.Run(e.Group, e.Albums.Albums, func(all []photo.Album, err error) {
		var names []string
		for _, a := range all {
			if a.ByHand {
				names = append(names, a.Name)
			}
		}
		if err == nil { // else there is nothing to offer
			line.Offer(func(typed string) []string { return query.Matching(names, typed) })
		}
	})
}

func (e *Editor) add(name string, ids []photo.ID) {
	e.do(func(ctx context.Context) error {
		all, err := e.Albums.Albums(ctx)
		if err != nil {
			return err
		}
		for _, a := range all {
			if strings.EqualFold(a.Name, name) {
				return e.Albums.AddToAlbum(ctx, a.ID, ids)
			}
		}
		_, err = e.Albums.MakeAlbum(ctx, name, ids)
		return err
	}, phrases.Say("edits:added", "n", len(ids), "name", name))
}

// Undo undoes the last act of the history, whichever program did it.
func (e *Editor) Undo() {
	e.again(func(ctx context.Context) (photo.Act, error) { return e.History.Undo(ctx, 0) })
}

// Redo does again what was undone last.
func (e *Editor) Redo() { e.again(e.History.Redo) }

func (e *Editor) again(do func(context.Context) (photo.Act, error)) {
	var act photo.Act
	e.Board.Do(e.Group, func(ctx context.Context) (err error) {
		act, err = do(ctx)
		return err
	}, func(err error) {
		switch code := codeOf(err); {
		case code == "catalog:nothing-to-undo" || code == "catalog:nothing-to-redo":
			e.Board.Done(phrases.Say(code), nil)
		case err != nil:
			e.Board.Fail(err)
			if code == "trash:away" {
				e.Board.Passing(phrases.Say("edits:away"))
			}
		default:
			e.Board.Done(said(act), nil)
			call.With(e.OnBack, act)
		}
		e.OnChanged()
	})
}

// codeOf is the code of a fault; empty for other errors and none.
func codeOf(err error) string {
	var fault *photo.Fault
	if !errors.As(err, &fault) {
		return ""
	}
	return fault.Code
}

// said says what was undone or done again.
func said(a photo.Act) string {
	what := kind(a.Kind)
	if a.Undone {
		return phrases.Say("edits:undone", "n", a.Photos, "what", what)
	}
	return phrases.Say("edits:redone", "n", a.Photos, "what", what)
}

// kind names what an act changed.
func kind(of string) string {
	switch of {
	case "favourite":
		return phrases.Say("edits:kind-favourite")
	case "tag":
		return phrases.Say("edits:kind-tag")
	case "verdict":
		return phrases.Say("edits:kind-verdict")
	case "apart":
		return phrases.Say("edits:kind-apart")
	case "trash":
		return phrases.Say("edits:kind-trash")
	case "inherit":
		return phrases.Say("edits:kind-inherit")
	case string(photo.RatingField):
		return phrases.Say("edits:kind-rating")
	case string(photo.LabelField):
		return phrases.Say("edits:kind-label")
	case string(photo.TitleField):
		return phrases.Say("edits:kind-title")
	case string(photo.CaptionField):
		return phrases.Say("edits:kind-caption")
	case string(photo.DateField):
		return phrases.Say("edits:kind-date")
	case string(photo.PlaceField):
		return phrases.Say("edits:kind-place")
	}
	return phrases.Say("edits:kind-album")
}
