package command

import (
	"context"
	"path/filepath"
	"time"

	"github.com/spf13/pflag"

	"recollect/app/command/cli"
	"recollect/app/plain"
	"recollect/engine"
	"recollect/engine/photo"
)

// folderLine is a line of folders.
type folderLine struct {
	Path   string           `json:"path"`
	Photos int              `json:"photos"`
	Away   bool             `json:"away"`
	Reason photo.AwayReason `json:"reason"`
	Found  []string         `json:"found"` // where it may lie now
	// Missing is how many of Photos are not there, of a folder that is lost.
	Missing    int              `json:"missing"`
	Unreadable []unreadableLine `json:"unreadable"` // folders inside
}

func (l folderLine) text() plain.Text {
	text := plain.Format("%s: %d photos", l.Path, l.Photos)
	if l.Away {
		text += plain.Format(", away: %s. %s", whyAway(l.Reason, l.Missing),
			plain.Prose(cli.Sentences().Away(l.Reason).Next))
	}
	for _, path := range l.Found {
		text += plain.Format("\n  it may be %s now", path)
	}
	for _, u := range l.Unreadable {
		text += "\n  " + u.text()
	}
	return text
}

// lineOf returns the line of a folder, without Found.
func lineOf(f photo.Folder) folderLine {
	return folderLine{
		Path: f.Path, Photos: f.Photos, Away: f.Away, Reason: f.Reason, Missing: f.Missing,
		Found: []string{}, Unreadable: []unreadableLine{},
	}
}

func foldersVerb(set *pflag.FlagSet) func(context.Context, *call) error {
	cli.ListsPaths(set)
	return func(ctx context.Context, c *call) error {
		switch {
		case len(c.Args) == 0:
			return c.listFolders(ctx)
		case len(c.Args) == 2 && c.Args[0] == "accept":
			return c.answer(ctx, c.Args[1], func(e *engine.Engine, id photo.FolderID) error {
				return e.Folders.AcceptLosses(ctx, id)
			})
		case len(c.Args) == 3 && c.Args[0] == "relocate":
			return c.answer(ctx, c.Args[1], func(e *engine.Engine, id photo.FolderID) error {
				return e.Folders.Relocate(ctx, id, c.Args[2])
			})
		case len(c.Args) == 2 && c.Args[0] == "remove":
			return c.removeFolder(ctx, c.Args[1])
		}
		return cli.Usage("folders: give nothing, accept FOLDER, relocate FOLDER NEWPATH, or remove FOLDER")
	}
}

func (c *call) listFolders(ctx context.Context) error {
	return c.reading(ctx, func(e *engine.Engine) error {
		folders, err := e.Folders.List(ctx)
		if err != nil {
			return err
		}
		unreadable, err := e.Folders.Unreadable(ctx)
		if err != nil {
			return err
		}
		for _, f := range folders {
			line := lineOf(f)
			for _, u := range unreadable {
				if photo.Within(u.Path, f.Path) {
					line.Unreadable = append(line.Unreadable, newUnreadableLine(u))
				}
			}
			if f.Away {
				found, err := e.Folders.Places(ctx, f.ID)
				if err != nil {
					return err
				}
				line.Found = append(line.Found, found...)
			}
			if err := c.List(f.Path, line, line.text()); err != nil {
				return err
			}
		}
		return nil
	})
}

// answer calls do for the folder of the library at path, and prints the folder as it is afterwards.
func (c *call) answer(ctx context.Context, path string, do func(*engine.Engine, photo.FolderID) error) error {
	return c.withFolder(ctx, path, func(e *engine.Engine, f photo.Folder) error {
		if err := do(e, f.ID); err != nil {
			return err
		}
		now, err := e.Folders.Folder(ctx, f.ID)
		if err != nil {
			return err
		}
		line := lineOf(now)
		return c.Print(line, line.text())
	})
}

// removeFolder takes the folder at path out of the library, and prints it as it was.
func (c *call) removeFolder(ctx context.Context, path string) error {
	return c.withFolder(ctx, path, func(e *engine.Engine, f photo.Folder) error {
		if err := e.Folders.Remove(ctx, f.ID); err != nil {
			return err
		}
		return c.Print(lineOf(f), plain.Format("%s: %d photos, no longer in the library. "+
			"The files stay where they are; favourites and tags are kept for 30 days, in case it is added again.",
			f.Path, f.Photos))
	})
}

// withFolder opens the library for this process alone and calls do for its folder at path. If there
// is no such folder, a usage error lists the folders.
func (c *call) withFolder(ctx context.Context, path string, do func(*engine.Engine, photo.Folder) error) error {
	path, err := filepath.Abs(path)
	if err != nil {
		return err
	}
	return c.alone(ctx, func(e *engine.Engine) error {
		folders, err := e.Folders.List(ctx)
		if err != nil {
			return err
		}
		var paths []string
		for _, f := range folders {
			if f.Path == path {
				return do(e, f)
			}
			paths = append(paths, f.Path)
		}
		if len(paths) == 0 {
			paths = []string{"none"}
		}
		return cli.Usage(plain.Format("folders: %s is no folder of the library; it has %s", path,
			plain.Join(paths, ", ")))
	})
}

// goneLine is a line of gone.
type goneLine struct {
	Path  string `json:"path"`
	Since string `json:"since"` // RFC 3339
}

func goneVerb(set *pflag.FlagSet) func(context.Context, *call) error {
	cli.ListsPaths(set)
	return func(ctx context.Context, c *call) error {
		if err := c.None(); err != nil {
			return err
		}
		return c.reading(ctx, func(e *engine.Engine) error {
			all, err := e.Folders.Gone(ctx)
			for _, g := range all {
				line := goneLine{g.Path, g.Since.Format(time.RFC3339)}
				if err := c.List(g.Path, line,
					plain.Format("%s  gone since %s", g.Path, g.Since.Format("2 January 2006 15:04"))); err != nil {
					return err
				}
			}
			return err
		})
	}
}
