// Package albums has what the command line's verb for albums does with them.
package albums

import (
	"context"
	"strings"

	"recollect/app/command/cli"
	"recollect/app/plain"
	"recollect/engine/photo"
)

// Help explains the verb albums.
const Help = `An album is a search that was kept under a name, whose photos are those that it finds
now, or photos that were chosen by hand, in an order of their own. album:NAME in a query
is the photos of an album.

  save NAME QUERY       keeps a search; an album of that name gets the new one
  make NAME [FILE...]   makes an album by hand, with these photos
  add NAME FILE...      adds photos at the end of one that was made by hand
  take NAME FILE...     takes photos out of it
  order NAME FILE...    puts these of its photos first, in this order
  rename NAME NEW       gives an album another name
  remove NAME           forgets it; the photos stay what they are

In JSON, query is what finds the photos of an album; by_hand and photos tell of one that
was made by hand.
`

// Usage is the error of arguments that cannot be understood.
const Usage cli.Usage = "albums: give nothing, save NAME QUERY, make NAME [FILE...], add NAME FILE..., " +
	"take NAME FILE..., order NAME FILE..., rename NAME NEW, or remove NAME"

// Library is what the verb needs of a library.
type Library interface {
	Albums(context.Context) ([]photo.Album, error)
	MakeAlbum(ctx context.Context, name string, ids []photo.ID) (photo.Album, error)
	Members
	Names
}

// Members changes the photos of albums that were made by hand.
type Members interface {
	Members(context.Context, photo.AlbumID) ([]photo.ID, error)
	AddToAlbum(context.Context, photo.AlbumID, []photo.ID) error
	TakeFromAlbum(context.Context, photo.AlbumID, []photo.ID) error
	OrderAlbum(ctx context.Context, id photo.AlbumID, ids []photo.ID, before photo.ID) error
}

// Names changes the names of albums.
type Names interface {
	RenameAlbum(ctx context.Context, id photo.AlbumID, name string) error
	RemoveAlbum(context.Context, photo.AlbumID) error
}

// IDs returns the photos of files, all of which the library must have.
type IDs func(files []string) ([]photo.ID, error)

// Line is a line of albums.
type Line struct {
	Name   string `json:"name"`
	Query  string `json:"query"`
	ByHand bool   `json:"by_hand,omitempty"`
	Photos int    `json:"photos,omitempty"`
}

func (l Line) text() plain.Text {
	if l.ByHand {
		return plain.Format("%s (by hand, %d photos): %s", l.Name, l.Photos, l.Query)
	}
	return plain.Format("%s: %s", l.Name, l.Query)
}

// Print prints an album.
func Print(c *cli.Call, a photo.Album) error {
	l := Line{a.Name, a.Line, a.ByHand, a.Photos}
	return c.Print(l, l.text())
}

// List prints all albums of a library.
func List(ctx context.Context, c *cli.Call, l Library) error {
	all, err := l.Albums(ctx)
	for _, a := range all {
		if err := Print(c, a); err != nil {
			return err
		}
	}
	return err
}

// Change returns what the arguments of c change in a library; the error is a cli.Usage.
func Change(c *cli.Call) (func(context.Context, Library, IDs) error, error) {
	if len(c.Args) < 2 {
		return nil, Usage
	}
	do, name, rest := c.Args[0], c.Args[1], c.Args[2:]
	if do == "make" {
		return func(ctx context.Context, l Library, of IDs) error {
			ids, err := of(append(rest[:len(rest):len(rest)], c.Listed...))
			if err != nil {
				return err
			}
			a, err := l.MakeAlbum(ctx, name, ids)
			if err != nil {
				return err
			}
			return Print(c, a)
		}, nil
	}
	switch {
	case do == "rename" && len(rest) == 1 && !c.From:
		return with(name, func(ctx context.Context, l Library, a photo.Album, _ IDs) error {
			return l.RenameAlbum(ctx, a.ID, rest[0])
		}), nil
	case do == "remove" && len(rest) == 0 && !c.From:
		return with(name, func(ctx context.Context, l Library, a photo.Album, _ IDs) error {
			return l.RemoveAlbum(ctx, a.ID)
		}), nil
	case do == "add" || do == "take" || do == "order":
		return members(c, do, name)
	}
	return nil, Usage
}

// members is what changes the photos of an album.
func members(c *cli.Call, do, name string) (func(context.Context, Library, IDs) error, error) {
	files, err := c.Files(2, "name an album and at least one file")
	if err != nil {
		return nil, err
	}
	return with(name, func(ctx context.Context, l Library, a photo.Album, of IDs) error {
		ids, err := of(files)
		if err != nil {
			return err
		}
		switch do {
		case "add":
			return l.AddToAlbum(ctx, a.ID, ids)
		case "take":
			return l.TakeFromAlbum(ctx, a.ID, ids)
		}
		return first(ctx, l, a, ids)
	}), nil
}

// first puts members of an album before all others.
func first(ctx context.Context, l Library, a photo.Album, ids []photo.ID) error {
	all, err := l.Members(ctx, a.ID)
	if err != nil {
		return err
	}
	chosen := photo.NewSet(ids...)
	for _, id := range all {
		if !chosen.Has(id) {
			return l.OrderAlbum(ctx, a.ID, ids, id)
		}
	}
	return l.OrderAlbum(ctx, a.ID, ids, 0)
}

// with finds the album of a name, case aside, and does something with it.
func with(
	name string, do func(context.Context, Library, photo.Album, IDs) error,
) func(context.Context, Library, IDs) error {
	return func(ctx context.Context, l Library, of IDs) error {
		all, err := l.Albums(ctx)
		if err != nil {
			return err
		}
		for _, a := range all {
			if strings.EqualFold(a.Name, name) {
				return do(ctx, l, a, of)
			}
		}
		return cli.Sentence(plain.Format("There is no album %q.", name), "recollect albums lists them.")
	}
}
