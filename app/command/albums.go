package command

import (
	"cmp"
	"context"
	"errors"
	"path/filepath"
	"strings"

	"github.com/spf13/pflag"

	"recollect/app/command/albums"
	"recollect/app/command/cli"
	"recollect/app/command/edit"
	"recollect/app/command/tags"
	"recollect/app/plain"
	"recollect/engine"
	"recollect/engine/photo"
	"recollect/engine/query"
)

func albumsVerb(set *pflag.FlagSet) func(context.Context, *call) error {
	cli.TakesFiles(set)
	return func(ctx context.Context, c *call) error {
		if len(c.Args) == 0 && !c.From {
			return c.reading(ctx, func(e *engine.Engine) error { return albums.List(ctx, &c.Call, e.Albums) })
		}
		if len(c.Args) >= 3 && c.Args[0] == "save" && !c.From {
			return c.saveAlbum(ctx, c.Args[1], parsed(strings.Join(c.Args[2:], " "), false))
		}
		change, err := albums.Change(&c.Call)
		if err != nil {
			return err
		}
		return c.writing(ctx, func(e *engine.Engine) error {
			return change(ctx, e.Albums, func(files []string) ([]photo.ID, error) { return idsOf(ctx, e, files) })
		})
	}
}

// editVerbs are the verbs of package edit.
func editVerbs() []verb {
	var all []verb
	for _, v := range edit.Verbs() {
		flags := func(set *pflag.FlagSet) func(context.Context, *call) error {
			read := v.Flags(set)
			return func(ctx context.Context, c *call) error {
				change, err := read(&c.Call)
				if err != nil {
					return err
				}
				return c.writing(ctx, func(e *engine.Engine) error {
					ids := func(files []string) ([]photo.ID, error) { return idsOf(ctx, e, files) }
					return change(ctx, edit.Library{Said: e.UserData, History: e.History}, ids)
				})
			}
		}
		all = append(all, verb{v.Name, v.Args, v.About, flags})
	}
	return all
}

func historyVerb(*pflag.FlagSet) func(context.Context, *call) error {
	return func(ctx context.Context, c *call) error {
		if err := c.None(); err != nil {
			return err
		}
		return c.reading(ctx, func(e *engine.Engine) error { return edit.List(ctx, &c.Call, e.History) })
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
		a, err := e.Albums.SaveAlbum(ctx, name, line)
		if err != nil {
			return err
		}
		return albums.Print(&c.Call, a)
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

func tagsVerb(*pflag.FlagSet) func(context.Context, *call) error {
	return func(ctx context.Context, c *call) error {
		if len(c.Args) == 0 {
			return c.reading(ctx, func(e *engine.Engine) error { return tags.List(ctx, &c.Call, e.Tags) })
		}
		change, err := tags.Change(c.Args)
		if err != nil {
			return err
		}
		return c.writing(ctx, func(e *engine.Engine) error { return change(ctx, e.Tags) })
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
