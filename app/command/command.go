// Package command is Recollect's command line. Scripts rely on it. Every verb writes its answer to
// stdout, as text or, with --json, as JSON objects, one a line. Progress and errors go to stderr.
package command

import (
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/pflag"

	"recollect/app/command/cli"
	"recollect/app/plain"
)

// call is one command line, with what its verb does.
type call struct{ cli.Call }

// verb is one thing that the command line can do.
type verb struct {
	name, args, about string
	// flags adds the verb's own flags and returns what runs it.
	flags func(*pflag.FlagSet) func(context.Context, *call) error
}

// verbs in the order of the help.
func verbs() []verb {
	return slices.Concat([]verb{
		{"index", "FOLDER...", "add folders and bring the library up to date", indexVerb},
		{"search", "[TEXT]", "find photos by a sentence, by pictures, or both", searchVerb},
		{"similar", "FILE", "find photos like a picture", similarVerb},
		{
			"albums",
			"[save NAME QUERY | make NAME [FILE...] | add|take|order NAME FILE... | rename NAME NEW | remove NAME]",
			"list saved searches and albums made by hand, and change them", albumsVerb,
		},
		{"tag", "TAG FILE...", "give photos a tag", tagVerb},
		{"tags", "[rename NAME NEW | remove NAME]", "list the tags, and rename or remove one everywhere", tagsVerb},
		{"favourite", "FILE...", "mark photos as favourites", favouriteVerb},
	}, editVerbs(), []verb{
		{"history", "", "list what can be undone and redone", historyVerb},
		{"classify", "--labels LABELS FILE...", "show which of some labels fit pictures best", classifyVerb},
		{"things", "[confirm|reject NAME FILE...]", "list what photos show, or judge it", thingsVerb},
		{"screen", "", "show what photos are screened for, and choose it", screenVerb},
		{"info", "FILE...", "show everything that is known of pictures", infoVerb},
		{
			"folders", "[accept FOLDER | relocate FOLDER NEWPATH | remove FOLDER]",
			"list the library's folders, answer for one that is away, or take one out", foldersVerb,
		},
		{
			"models", "[list | get ID | use ID | import PATH... | remove ID | verify ID | compare A B]",
			"list the search models, and choose, get, import, check or compare them", modelsVerb,
		},
		{"exclude", "[PATTERN...]", "list what is left out of the library, and add to it", excludeVerb},
		{
			"duplicates", "[reject FILE... | accept FILE... | rejected]",
			"list what the library has more than once, and say what is not the same", duplicatesVerb,
		},
		{"export", "[QUERY | FILE...] --to DIR", "write copies of photos, or a contact sheet", exportVerb},
		{"gone", "", "list the photos whose files are no longer there", goneVerb},
		{"import", "FROM --to FOLDER", "copy photos from a camera or a card into folders by date", importVerb},
		{"sidecars", "FILE... | --all", "write what was said of photos to sidecars beside them", sidecarsVerb},
		{"trash", "FILE...", "move files to the system's trash", trashVerb},
		{"status", "", "show the state of the library", statusVerb},
		{"doctor", "", "check the library, the model and the system", doctorVerb},
		{"eval", "--root DIR FILE.jsonl", "measure how well judged queries are answered", evalVerb},
		{
			"bench", "[ingest DIR | encode | library]",
			"measure how fast a folder is indexed, or make a library to measure with", benchVerb,
		},
		{"help", "", "show this help", helpVerb},
		{"version", "", "show the version", versionVerb},
	})
}

// Window is a command line that asks for the window.
type Window struct {
	Library string
	Open    []string // absolute paths of pictures and folders to open in it
	Hidden  bool     // without showing it, as at login
}

// Run runs the command line args, without the program's name, and returns the process's exit
// status. Without a verb, args ask for the window: Run returns it and has done nothing.
func Run(ctx context.Context, env cli.Environment, args []string) (status int, window *Window) {
	c := &call{cli.Call{Environment: env}}
	rest, err := c.global(args)
	if err != nil {
		return c.Fail(err), nil
	}
	rest, hidden := cli.CutFirst(rest, "--hidden")
	if open, ok := toOpen(rest); ok {
		return cli.OK, &Window{Library: c.Library, Open: open, Hidden: hidden}
	}
	return c.Fail(c.run(ctx, rest[0], rest[1:])), nil
}

// toOpen interprets args as files and folders to open in the window, as a system's "Open with"
// passes them. ok is false if the first is a verb, even if a file has that name, or if any of them
// is no file.
func toOpen(args []string) (paths []string, ok bool) {
	if len(args) > 0 && args[0] == "--" {
		args = args[1:]
	} else if len(args) > 0 && slices.ContainsFunc(verbs(), func(v verb) bool { return v.name == args[0] }) {
		return nil, false
	}
	for _, arg := range args {
		path, err := filepath.Abs(arg)
		if err == nil {
			_, err = os.Stat(arg) // of which an empty one is no file
		}
		if err != nil {
			return nil, false
		}
		paths = append(paths, path)
	}
	return paths, true
}

// global removes --library and --json, which may stand anywhere, from args.
func (c *call) global(args []string) (rest []string, err error) {
	c.Library, c.Mirror = c.Getenv("RECOLLECT_LIBRARY"), c.Getenv(cli.MirrorVariable)
	for i := 0; i < len(args); i++ {
		name, value, hasValue := strings.Cut(args[i], "=")
		switch {
		case args[i] == "--":
			rest = append(rest, args[i:]...)
			i = len(args)
		case args[i] == "--json":
			c.JSON = true
		case name == "--library" && !hasValue && i+1 == len(args), name == "--library" && hasValue && value == "":
			return nil, cli.Usage("--library needs a folder")
		case name == "--library":
			if !hasValue {
				i++
				value = args[i]
			}
			c.Library = value
		default:
			rest = append(rest, args[i])
		}
	}
	if c.Library == "" {
		c.Library = DefaultLibrary()
	}
	return rest, nil
}

func (c *call) run(ctx context.Context, name string, args []string) error {
	name = cli.Verb(name)
	for _, v := range verbs() {
		if v.name != name {
			continue
		}
		set := pflag.NewFlagSet(v.name, pflag.ContinueOnError)
		set.SortFlags = false
		set.Usage = func() {}
		set.SetOutput(io.Discard)
		do := v.flags(set)
		if err := set.Parse(cli.FlagsFirst(set, args)); errors.Is(err, pflag.ErrHelp) {
			return c.help(v, set)
		} else if err != nil {
			return cli.Usage(plain.Format("%s: %v", v.name, err))
		}
		c.Verb, c.Args = v.name, set.Args()
		if err := c.Common(set); err != nil {
			return err
		}
		return do(ctx, c)
	}
	return cli.Usage(plain.Format("there is no command %q", name))
}
