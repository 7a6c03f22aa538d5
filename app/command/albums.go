package command

import (
	"cmp"
	"context"
	"errors"
	"path/filepath"
	"strings"

	"github.com/spf13/pflag"

	"recollect/app/command/cli"
	"recollect/app/plain"
	"recollect/engine"
	"recollect/engine/photo"
	"recollect/engine/query"
)

// albumLine is a line of albums.
type albumLine struct {
	Name string `json:"name"`
	Line string `json:"query"`
}

func (l albumLine) text() plain.Text { return plain.Format("%s: %s", l.Name, l.Line) }

func albumsVerb(*pflag.FlagSet) func(context.Context, *call) error {
	return func(ctx context.Context, c *call) error {
		switch {
		case len(c.Args) == 0:
			return c.listAlbums(ctx)
		case len(c.Args) >= 3 && c.Args[0] == "save":
			return c.saveAlbum(ctx, c.Args[1], parsed(strings.Join(c.Args[2:], " "), false))
		case len(c.Args) == 3 && c.Args[0] == "rename":
			return c.withAlbum(ctx, c.Args[1], func(e *engine.Engine, a photo.Album) error {
				return e.UserData.RenameAlbum(ctx, a.ID, c.Args[2])
			})
		case len(c.Args) == 2 && c.Args[0] == "remove":
			return c.withAlbum(ctx, c.Args[1], func(e *engine.Engine, a photo.Album) error {
				return e.UserData.RemoveAlbum(ctx, a.ID)
			})
		}
		return cli.Usage("albums: give nothing, save NAME QUERY, rename NAME NEW, or remove NAME")
	}
}

func (c *call) saveAlbum(ctx context.Context, name string, q query.Query) error {
	if q.Blank() {
		return cli.Usage("albums: the query is empty")
	}
	if err := c.printMistakes(q); err != nil {
		return err
	}
	line, err := wholePaths(q)
	if err != nil {
		return err
	}
	return c.writing(ctx, func(e *engine.Engine) error {
		a, err := e.UserData.SaveAlbum(ctx, name, line)
		if err != nil {
			return err
		}
		saved := albumLine{a.Name, a.Line}
		return c.Print(saved, saved.text())
	})
}

func (c *call) listAlbums(ctx context.Context) error {
	return c.reading(ctx, func(e *engine.Engine) error {
		albums, err := e.UserData.Albums(ctx)
		if err != nil {
			return err
		}
		for _, a := range albums {
			line := albumLine{a.Name, a.Line}
			if err := c.Print(line, line.text()); err != nil {
				return err
			}
		}
		return nil
	})
}

func (c *call) withAlbum(ctx context.Context, name string, do func(*engine.Engine, photo.Album) error) error {
	return c.writing(ctx, func(e *engine.Engine) error {
		albums, err := e.UserData.Albums(ctx)
		if err != nil {
			return err
		}
		for _, a := range albums {
			if strings.EqualFold(a.Name, name) {
				return do(e, a)
			}
		}
		return cli.Sentence(plain.Format("There is no album %q.", name), "recollect albums lists them.")
	})
}

// wholePaths is the line of q with the whole paths of the pictures that it names: a saved line must
// mean the same in any folder.
func wholePaths(q query.Query) (string, error) {
	line := q.Text
	var out strings.Builder
	end := 0
	for _, p := range q.Parts {
		if p.Picture == "" || p.From < end {
			continue
		}
		abs, err := filepath.Abs(p.Picture)
		if err != nil {
			return "", err
		}
		at := strings.IndexByte(line[p.From:p.To], '@')
		out.WriteString(line[end:p.From+at] + query.PictureText(abs))
		end = p.To
	}
	return out.String() + line[end:], nil
}

func tagVerb(set *pflag.FlagSet) func(context.Context, *call) error {
	remove := set.Bool("remove", false, "take the tag away")
	cli.TakesFiles(set)
	return func(ctx context.Context, c *call) error {
		files, err := c.Files(1, "give a tag and at least one file")
		if err != nil {
			return err
		}
		return c.mark(ctx, files, func(e *engine.Engine, ids []photo.ID) error {
			return e.UserData.Tag(ctx, ids, c.Args[0], !*remove)
		})
	}
}

func favouriteVerb(set *pflag.FlagSet) func(context.Context, *call) error {
	remove := set.Bool("remove", false, "take the mark away")
	cli.TakesFiles(set)
	return func(ctx context.Context, c *call) error {
		files, err := c.Files(0, "name at least one file")
		if err != nil {
			return err
		}
		return c.mark(ctx, files, func(e *engine.Engine, ids []photo.ID) error {
			return e.UserData.SetFavourite(ctx, ids, !*remove)
		})
	}
}

// mark changes user data of files: of all or, on an error, of none.
func (c *call) mark(ctx context.Context, files []string, change func(*engine.Engine, []photo.ID) error) error {
	return c.writing(ctx, func(e *engine.Engine) error {
		ids, err := idsOf(ctx, e, files)
		if err != nil {
			return err
		}
		return change(e, ids)
	})
}

// idsOf returns the photos of files, all of which the library must have. User data of a file that
// is shown with another belongs to that one.
func idsOf(ctx context.Context, e *engine.Engine, files []string) ([]photo.ID, error) {
	var ids []photo.ID
	for _, file := range files {
		p, err := e.Photos.ByPath(ctx, file)
		if errors.Is(err, engine.ErrNotFound) {
			return nil, cli.Sentence(plain.Format("%s is not in the library.", file),
				"Add its folder with recollect index first.")
		}
		if err != nil {
			return nil, err
		}
		ids = append(ids, cmp.Or(p.Lead, p.ID))
	}
	return ids, nil
}
