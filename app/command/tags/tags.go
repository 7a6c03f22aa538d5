// Package tags has what the command line's verb for the list of tags does with it. Verb tag gives tags to photos.
package tags

import (
	"context"

	"recollect/app/command/cli"
	"recollect/app/plain"
	"recollect/engine/photo"
)

// Help explains the verb tags.
const Help = `Each line is a tag and how many photos have it or one within it. Words of files are not
among them. tag:/TAG in a query finds the photos of a tag.

  rename NAME NEW  gives a tag another name for all photos, and takes those within it
                   along; where there is a tag NEW, both become one
  remove NAME      takes a tag, and those within it, away from all photos

Each is undone by recollect undo. recollect tag TAG FILE... gives a tag to photos.
`

const usage cli.Usage = "tags: give nothing, rename NAME NEW, or remove NAME"

// Library is what the verb needs of a library.
type Library interface {
	AllTags(context.Context) ([]photo.Tag, error)
	TagsWithin(ctx context.Context, name string) ([]string, error)
	RenameTag(ctx context.Context, name, to string) error
	RemoveTag(ctx context.Context, name string) error
}

// Line is a line of tags.
type Line struct {
	Name   string `json:"name"`
	Photos int    `json:"photos"`
}

func (l Line) text() plain.Text {
	if l.Photos == 1 {
		return plain.Format("%s: 1 photo", l.Name)
	}
	return plain.Format("%s: %d photos", l.Name, l.Photos)
}

// List prints all tags of a library.
func List(ctx context.Context, c *cli.Call, l Library) error {
	all, err := l.AllTags(ctx)
	for _, t := range all {
		line := Line{t.Name, t.Photos}
		if err := c.Print(line, line.text()); err != nil {
			return err
		}
	}
	return err
}

// Change returns what args change in a library; the error is a cli.Usage.
func Change(args []string) (func(context.Context, Library) error, error) {
	switch {
	case len(args) == 3 && args[0] == "rename":
		return with(args[1], func(ctx context.Context, l Library) error {
			return l.RenameTag(ctx, args[1], args[2])
		}), nil
	case len(args) == 2 && args[0] == "remove":
		return with(args[1], func(ctx context.Context, l Library) error { return l.RemoveTag(ctx, args[1]) }), nil
	}
	return nil, usage
}

// with calls do if there is a tag of a name.
func with(name string, do func(context.Context, Library) error) func(context.Context, Library) error {
	return func(ctx context.Context, l Library) error {
		within, err := l.TagsWithin(ctx, name)
		if err != nil {
			return err
		}
		if photo.TagPath(name) != "" && len(within) == 0 {
			return cli.Sentence(plain.Format("There is no tag %q.", name), "recollect tags lists them.")
		}
		return do(ctx, l)
	}
}
