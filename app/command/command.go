// Package command is Recollect's command line without the window: what scripts
// and checks rely on. Every verb writes its answer to stdout, as text or, with
// --json, as one JSON object a line; progress and errors go to stderr.
package command

import (
	"context"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/pflag"

	"recollect/app/plain"
)

// Exit statuses.
const (
	exitOK    = 0
	exitError = 1 // the work could not be done; one sentence on stderr says why
	exitUsage = 2 // the command line is wrong
)

// Environment is what a command works with: the process's, or a test's.
type Environment struct {
	Stdin          io.Reader
	Stdout, Stderr io.Writer
	// Progress is whether Stderr is a terminal, where a progress bar may be drawn.
	Progress bool
	Getenv   func(string) string
	// Model holds the search model; see package clip.
	Model fs.FS
	// RuntimeDirs are searched for ONNX Runtime's library.
	RuntimeDirs []string
	Version     string
}

// call is one command line after parsing.
type call struct {
	Environment
	library string
	json    bool
	null    bool // -0: names end with a NUL
	verb    string
	args    []string // without those of --files-from
	// listed are the names that --files-from gave, and from whether it was given.
	listed []string
	from   bool
}

// verb is one thing that the command line can do.
type verb struct {
	name, args, about string
	// flags adds the verb's own flags and returns what runs it.
	flags func(*pflag.FlagSet) func(context.Context, *call) error
}

// verbs in the order of the help.
func verbs() []verb {
	return []verb{
		{"index", "FOLDER...", "add folders and bring the library up to date", indexVerb},
		{"search", "[TEXT]", "find photos by a sentence, by pictures, or both", searchVerb},
		{"similar", "FILE", "find photos like a picture", similarVerb},
		{"albums", "[save NAME QUERY | rename NAME NEW | remove NAME]", "list the searches that were kept, and change them", albumsVerb},
		{"tag", "TAG FILE...", "give photos a tag", tagVerb},
		{"favourite", "FILE...", "mark photos as favourites", favouriteVerb},
		{"classify", "--labels LABELS FILE...", "tell which of some labels fit pictures best", classifyVerb},
		{"things", "[confirm|reject NAME FILE...]", "list what photos show, or judge it", thingsVerb},
		{"screen", "", "tell what photos are screened for, and choose it", screenVerb},
		{"info", "FILE...", "tell everything that is known of pictures", infoVerb},
		{"folders", "[accept FOLDER | relocate FOLDER NEWPATH | remove FOLDER]", "list the library's folders, answer for one that is away, or take one out", foldersVerb},
		{"exclude", "[PATTERN...]", "list what is left out of the library, and add to it", excludeVerb},
		{"gone", "", "list the photos whose files are no longer there", goneVerb},
		{"trash", "FILE...", "move files to the system's trash", trashVerb},
		{"status", "", "tell the state of the library", statusVerb},
		{"doctor", "", "check the library, the model and the system", doctorVerb},
		{"eval", "--root DIR FILE.jsonl", "measure how well judged queries are answered", evalVerb},
		{"bench", "[ingest DIR | library]", "measure how fast a folder is indexed, or make a library to measure with", benchVerb},
		{"help", "", "show this help", helpVerb},
		{"version", "", "tell the version", versionVerb},
	}
}

// usageError is a command line that cannot be understood.
type usageError struct{ what plain.Text }

func (e usageError) Error() string { return string(e.what) }

// Window is a command line that asks for the window.
type Window struct {
	Library string
	Open    []string // absolute paths of pictures and folders to open in it
}

// Run runs the command line args, without the program's name, and returns the
// process's exit status. With no verb, args ask for the window instead: it is
// returned, and nothing was done.
func Run(ctx context.Context, env Environment, args []string) (status int, window *Window) {
	c := &call{Environment: env}
	rest, err := c.global(args)
	if err != nil {
		return c.fail(err), nil
	}
	if open, ok := toOpen(rest); ok {
		return exitOK, &Window{Library: c.library, Open: open}
	}
	return c.fail(c.run(ctx, rest[0], rest[1:])), nil
}

// toOpen takes args for files and folders to open in the window, as a system's
// "Open with" gives them. A verb is never taken for a file of that name, and one
// name that is no file makes it a command line.
func toOpen(args []string) (paths []string, ok bool) {
	if len(args) > 0 && args[0] == "--" {
		args = args[1:]
	} else if len(args) > 0 && slices.ContainsFunc(verbs(), func(v verb) bool { return v.name == args[0] }) {
		return nil, false
	}
	for _, arg := range args {
		path, err := filepath.Abs(arg)
		if err == nil {
			_, err = os.Stat(path)
		}
		if err != nil {
			return nil, false
		}
		paths = append(paths, path)
	}
	return paths, true
}

// global takes --library and --json, which may stand anywhere, out of args.
func (c *call) global(args []string) (rest []string, err error) {
	c.library = c.Getenv("RECOLLECT_LIBRARY")
	for i := 0; i < len(args); i++ {
		name, value, hasValue := strings.Cut(args[i], "=")
		switch {
		case args[i] == "--":
			rest = append(rest, args[i:]...)
			i = len(args)
		case args[i] == "--json":
			c.json = true
		case name == "--library" && !hasValue && i+1 == len(args), name == "--library" && hasValue && value == "":
			return nil, usageError{"--library needs a folder"}
		case name == "--library":
			if !hasValue {
				i++
				value = args[i]
			}
			c.library = value
		default:
			rest = append(rest, args[i])
		}
	}
	if c.library == "" {
		c.library = DefaultLibrary()
	}
	return rest, nil
}

func (c *call) run(ctx context.Context, name string, args []string) error {
	if name == "-h" || name == "--help" {
		name = "help"
	}
	if name == "--version" {
		name = "version"
	}
	for _, v := range verbs() {
		if v.name != name {
			continue
		}
		set := pflag.NewFlagSet(v.name, pflag.ContinueOnError)
		set.SortFlags = false
		set.Usage = func() {}
		set.SetOutput(io.Discard)
		do := v.flags(set)
		if err := set.Parse(flagsFirst(set, args)); errors.Is(err, pflag.ErrHelp) {
			return c.help(v, set)
		} else if err != nil {
			return usageError{plain.Format("%s: %v", v.name, err)}
		}
		c.verb, c.args = v.name, set.Args()
		if err := c.common(set); err != nil {
			return err
		}
		return do(ctx, c)
	}
	return usageError{plain.Format("there is no command %q", name)}
}

// flagsFirst puts what is no flag behind a "--". No flag has a short form but -h and
// -0, and so a line of a search may begin with a minus: -type:png.
func flagsFirst(set *pflag.FlagSet, args []string) []string {
	var flags, rest []string
	for len(args) > 0 && args[0] != "--" {
		arg := args[0]
		args = args[1:]
		name, isFlag := strings.CutPrefix(arg, "--")
		if !isFlag && arg != "-h" && (arg != "-0" || set.ShorthandLookup("0") == nil) {
			rest = append(rest, arg)
			continue
		}
		flags = append(flags, arg)
		// Its value may be the next one. A switch has none, and "--x=y" has it in itself.
		if f := set.Lookup(name); f != nil && f.NoOptDefVal == "" {
			if len(args) == 0 {
				return flags // which ends with a mistake: the "--" must not be its value
			}
			flags, args = append(flags, args[0]), args[1:]
		}
	}
	if len(args) > 0 {
		args = args[1:]
	}
	return slices.Concat(flags, []string{"--"}, rest, args)
}

// Fail tells err on env's stderr and returns the exit status that fits.
func Fail(env Environment, err error) int { return (&call{Environment: env}).fail(err) }

// fail tells err in one line and returns the exit status that fits.
func (c *call) fail(err error) int {
	var usage usageError
	var silent silentError
	switch {
	case err == nil:
		return exitOK
	case errors.As(err, &silent):
		return exitError
	case errors.As(err, &usage):
		c.tell("recollect: %s. See recollect help.", usage.what)
		return exitUsage
	case errors.Is(err, context.Canceled):
		c.tell("recollect: stopped. What was done so far is kept.")
		return exitError
	default:
		c.tell("recollect: %s", inOne(Explain(err)))
		return exitError
	}
}

// silentError is a failure that the output has told already.
type silentError struct{}

func (silentError) Error() string { return "told already" }
