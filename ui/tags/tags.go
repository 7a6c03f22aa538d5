// Package tags keeps the list of the tags that people gave to photos, and renames and removes them. All of it belongs
// to the UI goroutine.
package tags

import (
	"context"
	"slices"
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

// Library has the tags. Its methods are called off the UI goroutine.
type Library interface {
	// AllTags are the tags of photos that can be shown, those within another after it.
	AllTags(context.Context) ([]photo.Tag, error)
	// RenameTag gives a tag another name, and takes those within it along. Where there is one of that name already,
	// both become one.
	RenameTag(ctx context.Context, name, to string) error
	// RemoveTag removes a tag, and those within it, from all photos.
	RemoveTag(ctx context.Context, name string) error
}

// List is the list of tags.
type List struct {
	Group   *work.Group
	Board   *notice.Board
	Window  fyne.Window
	Library Library // nil: there are no tags
	// Record calls change, which is one act of the history, and returns what undoes it. Called off the UI goroutine.
	Record    func(ctx context.Context, change func(context.Context) error) (undo func(), err error)
	OnRead    func([]photo.Tag)
	OnChanged func()                // tags of photos have changed
	OnRenamed func(name, to string) // a tag has another name, also as that was undone or done again; may be nil

	reading work.Latest[[]photo.Tag]
	was, is string // the names of the tag that was renamed last; empty for none
}

// Read reads the tags.
func (l *List) Read() {
	if l.Library == nil {
		return
	}
	l.reading.Run(l.Group, l.Library.AllTags, func(all []photo.Tag, err error) {
		if err != nil {
			l.Board.Fail(err)
			return
		}
		l.OnRead(all)
		l.follow(all)
	})
}

// follow notices that the last new name was undone or done again, whoever did it.
func (l *List) follow(all []photo.Tag) {
	has := func(name string) bool {
		return slices.ContainsFunc(all, func(t photo.Tag) bool { return query.SameTag(t.Name, name) })
	}
	if l.is != "" && has(l.was) && !has(l.is) {
		l.renamed(l.is, l.was)
	}
}

func (l *List) renamed(name, to string) {
	l.was, l.is = name, to
	if l.OnRenamed != nil {
		l.OnRenamed(name, to)
	}
}

// Rename asks for another name of a tag.
func (l *List) Rename(name string) {
	ask.For(l.Window, ask.Request{
		Title:       phrases.Say("tags:rename", "tag", name),
		Hint:        phrases.Say("tags:rename-hint"),
		Placeholder: phrases.Say("marks:tag-example"),
		Confirm:     phrases.Say("albums:rename"),
		Text:        name,
		Given:       func(to string) { l.rename(name, to) },
	})
}

func (l *List) rename(name, to string) {
	if to = photo.TagPath(to); to == name {
		return
	}
	l.do(func(ctx context.Context) error { return l.Library.RenameTag(ctx, name, to) },
		phrases.Say("tags:renamed", "tag", name, "to", to), func() { l.renamed(name, to) })
}

// Remove removes a tag from all photos.
func (l *List) Remove(name string) {
	l.do(func(ctx context.Context) error { return l.Library.RemoveTag(ctx, name) },
		phrases.Say("tags:removed", "tag", name), nil)
}

// do changes tags and says so, with a way to undo it.
func (l *List) do(change func(context.Context) error, text string, done func()) {
	var undo func()
	l.Board.Do(l.Group, func(ctx context.Context) (err error) {
		undo, err = l.Record(ctx, change)
		return err
	}, func(err error) {
		if err != nil {
			l.Board.Fail(err)
		} else {
			l.Board.Done(text, undo)
			call.If(done)
		}
		l.OnChanged()
	})
}

// Line is the search for the photos with a tag or one within it, and no others.
func Line(name string) string { return query.FilterText(string(query.Tag), "/"+name) }

// Asked returns the tag whose photos q asks for, and for nothing else; empty for none.
func Asked(q query.Query) string {
	text, ok := q.OnlyText()
	name, alone := strings.CutPrefix(text.Want, "/")
	if !ok || text.In != query.Tag || !alone || strings.TrimSpace(q.Text) != Line(name) {
		return ""
	}
	return name
}

// Renamed returns what a tag is called once one that it is or lies in has another name.
func Renamed(tag, name, to string) string {
	if query.SameTag(tag, name) {
		return to
	}
	if rest, ok := query.TagWithin(tag, name); ok {
		return to + "/" + rest
	}
	return tag
}
