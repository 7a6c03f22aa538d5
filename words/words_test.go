package words

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"syscall"
	"testing"
	"time"

	"recollect/engine/photo"
)

// own is a catalogue of one side.
var own = Catalogue{
	"catalog:newer": {What: "Too new for {who}.", Next: "Wait."},
	"other":         {What: "{error}!"},
}

func TestError(t *testing.T) {
	newer := &photo.Fault{Code: "catalog:newer", Text: "newer"}
	tests := []struct {
		name string
		in   Catalogue
		err  error
		want Message
	}{
		{"nothing", English(), nil, Message{}},
		{
			"a fault, wrapped", English(), fmt.Errorf("open: %w", newer),
			Message{
				What: "This library was written by a newer Recollect. Nothing was touched.",
				Next: "Use the newer program, or choose another library.",
			},
		},
		{
			"arguments, as they are", English().With(own),
			&photo.Fault{Code: "catalog:newer", Args: photo.Args{"who": "{who} & co?"}},
			Message{What: "Too new for {who} & co?.", Next: "Wait."},
		},
		{
			"with a path", own, &fs.PathError{Op: "open", Path: "/x", Err: newer},
			Message{What: "Too new for {who}.", Where: "/x", Next: "Wait."},
		},
		{
			"the disk", English(), fmt.Errorf("write: %w", syscall.ENOSPC),
			Message{What: "The disk is full.", Next: "Free some space, then try again. Your photos are not touched."},
		},
		{"stopped", English(), context.Canceled, Message{What: "This was stopped."}},
		{"anything else", English().With(own), errors.New("no such table"), Message{What: "no such table!"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := tt.in.Error(tt.err); got != tt.want {
				t.Errorf("got %+v, want %+v", got, tt.want)
			}
		})
	}
}

// A library of an earlier version holds whole sentences.
func TestASentenceStandsForItself(t *testing.T) {
	const text = "This picture of 60000 x 60000 pixels is too large to be shown."
	if got := English().Reason(text); got != (Message{What: text}) {
		t.Errorf("got %+v", got)
	}
	got := English().Reason(photo.NewReason("picture:pixels", photo.Args{"width": "60000", "height": "60000"})).What
	if got != text {
		t.Errorf("got %q, want %q", got, text)
	}
}

func TestNumbersAreWrittenWithSeparators(t *testing.T) {
	c := Catalogue{"a": {What: "{n} of {photos} in {year}", One: "one of {photos}"}}
	for _, tt := range []struct {
		args photo.Args
		want string
	}{
		{photo.Args{"n": "12408", "photos": "100000", "year": "2024"}, "12,408 of 100,000 in 2024"},
		{photo.Args{"n": "1", "photos": "999", "year": ""}, "one of 999"},
		{photo.Args{"n": "-1000", "photos": "1,000", "year": ""}, "-1,000 of 1,000 in "},
		{photo.Args{"n": "007", "photos": "some", "year": ""}, "007 of some in "},
	} {
		if got := c.What("a", tt.args); got != tt.want {
			t.Errorf("%v: %q, want %q", tt.args, got, tt.want)
		}
	}
}

func TestAway(t *testing.T) {
	if got := English().Away(""); got != (Message{}) {
		t.Errorf("of a folder that is there: %+v", got)
	}
	if got := English().Away(photo.AwayEmpty).What; got != "The folder is empty, though it held photos." {
		t.Errorf("got %q", got)
	}
}

func TestRestored(t *testing.T) {
	typed := photo.Typed{Tags: 3, Favourites: 2, Albums: 1}
	day := time.Date(2024, 6, 3, 0, 0, 0, 0, time.UTC)
	tests := []struct {
		r    photo.Restoration
		want string
	}{
		{
			photo.Restoration{Backup: day, Typed: typed},
			"Your library was damaged and has been restored from the backup of 3 June 2024." +
				" Nothing that you typed is lost: 3 tags, 2 favourites, 1 album and 0 verdicts.",
		},
		{
			photo.Restoration{Salvaged: 7, Typed: typed, Lost: []photo.Reason{"a tag", "an album"}},
			"Your library was damaged and has been rebuilt from what could be read of it." +
				" Of what you typed, 3 tags, 2 favourites, 1 album and 0 verdicts are there; lost may be: a tag; an " +
				"album.",
		},
		{
			photo.Restoration{Typed: typed, Lost: []photo.Reason{"a", "b", "c", "d", "e"}},
			"Your library was damaged and has been begun anew." +
				" Of what you typed, 3 tags, 2 favourites, 1 album and 0 verdicts are there; lost may be: a; b; c; " +
				"and 2 more.",
		},
		{
			photo.Restoration{Backup: day, Typed: typed, Lost: []photo.Reason{
				"lost:table?table=tags", "lost:verdicts?n=3",
				photo.NewReason("lost:tag", photo.Args{
					"name": `"x"`, "path": `"/a.jpg"`, "why": "catalog:not-found",
				}),
			}},
			"Your library was damaged and has been restored from the backup of 3 June 2024." +
				" Of what you typed, 3 tags, 2 favourites, 1 album and 0 verdicts are there; lost may be: " +
				"all of the table tags since 3 June 2024; " +
				"3 verdicts on things whose names cannot be read since 3 June 2024; " +
				`tag "x" of "/a.jpg" (This photo is not in the library any more).`,
		},
		{
			photo.Restoration{Typed: typed, Lost: []photo.Reason{"lost:table-part?table=tags", "lost:typed"}},
			"Your library was damaged and has been begun anew." +
				" Of what you typed, 3 tags, 2 favourites, 1 album and 0 verdicts are there; lost may be: " +
				"a part of the table tags; what was typed, as far as the journal does not tell it: " +
				"nothing can be read of the damaged catalog.",
		},
	}
	for _, tt := range tests {
		tt.r.Aside = "/lib/damaged/1"
		m := English().Restored(tt.r)
		if m.What != tt.want {
			t.Errorf("got  %s\nwant %s", m.What, tt.want)
		}
		want := "Your photos are not touched; what else is missing is found again from them. The damaged file is " +
			"kept in /lib/damaged/1."
		if m.Next != want {
			t.Errorf("got %s", m.Next)
		}
	}
}
