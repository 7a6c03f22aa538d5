// Package importing is the command line's verb that copies photos from a camera or a card into folders by date.
package importing

import (
	"context"
	"fmt"
	"path/filepath"

	"github.com/spf13/pflag"

	"recollect/app/command/cli"
	"recollect/app/plain"
	"recollect/engine/importing"
	"recollect/engine/naming"
)

// Help explains the verb import.
const Help = `Pictures and films are copied from a camera, a card or an export of another service into folders
by the date they were taken on. Nothing is changed or removed there. Each copy is read back and
compared before it has its name, keeps the time of its last change, and never replaces a file.

What the library has already, by content, is skipped, as is what lies in the folder already: an
import that was broken off is repeated from the start, and goes on where it ended. Sidecars, the
edits of Apple's programs, RAW files and films of live photos go along under one name; the files of
metadata of Google Takeout too.

--pattern names the folders: 2006 01 02 15 04 05 stand for the date, {camera} for the camera.

Each line is a file; the last is a summary. Where files come from is camera, takeout, apple or
folder, and left counts the files that are neither pictures nor films. The exit status is 1 if a
file could not be copied. Add the folder with recollect index to find the photos.
`

// Service imports photos.
type Service interface {
	Look(ctx context.Context, from string) (importing.Source, error)
	Import(ctx context.Context, o importing.Options, each func(importing.Result) error) error
}

// line is a line of import.
type line struct {
	Path    string         `json:"path"`
	Copies  []string       `json:"copies"`
	Skipped importing.Skip `json:"skipped,omitempty"`
	Same    string         `json:"same_as,omitempty"`
	Problem string         `json:"problem,omitempty"`
}

// summary is the last line.
type summary struct {
	Kind    importing.Kind `json:"kind"`
	Files   int            `json:"files"`
	Copied  int            `json:"copied"`
	Skipped int            `json:"skipped"`
	Failed  int            `json:"failed"`
	Left    int            `json:"left"`
}

// Flags adds the flags of the verb and returns what reads them and the arguments.
func Flags(set *pflag.FlagSet) func(*cli.Call) (importing.Options, error) {
	to := set.String("to", "", "the `FOLDER` that is copied to")
	pattern := set.String("pattern", naming.ByDay, "`PATTERN` of the folders in it")
	try := set.Bool("dry-run", false, "only tell what would be copied")
	return func(c *cli.Call) (o importing.Options, err error) {
		from, err := c.One("folder to import from")
		if err != nil {
			return o, err
		}
		if *to == "" {
			return o, cli.Usage("import: say where with --to FOLDER")
		}
		o.Try = *try
		if o.Pattern, err = naming.Parse(*pattern); err != nil {
			return o, err
		}
		if o.From, err = filepath.Abs(from); err != nil {
			return o, err
		}
		o.To, err = filepath.Abs(*to)
		return o, err
	}
}

// Run imports photos and prints a line for each, and a summary.
func Run(ctx context.Context, c *cli.Call, s Service, o importing.Options) error {
	source, err := s.Look(ctx, o.From)
	if err != nil {
		return err
	}
	sum := summary{Kind: source.Kind, Files: source.Files, Left: source.Left}
	err = s.Import(ctx, o, func(r importing.Result) error {
		switch {
		case r.Err != nil:
			sum.Failed++
		case r.Skip != "":
			sum.Skipped++
		default:
			sum.Copied++
		}
		if c.Progress {
			n := sum.Failed + sum.Skipped + sum.Copied
			fmt.Fprintf(c.Stderr, "\r\x1b[K%d of %d files\r\x1b[K", n, sum.Files)
		}
		return print(c, r)
	})
	if err != nil {
		return err
	}
	text := plain.Format("%d copied, %d skipped, %d failed, %d other files left (%s)", sum.Copied, sum.Skipped,
		sum.Failed, sum.Left, string(sum.Kind))
	if o.Try {
		text = plain.Format("%d would be copied, %d skipped, %d failed, %d other files left (%s)", sum.Copied,
			sum.Skipped, sum.Failed, sum.Left, string(sum.Kind))
	}
	if err := c.Print(sum, text); err != nil {
		return err
	}
	if sum.Failed > 0 {
		return cli.Silent{}
	}
	return nil
}

func print(c *cli.Call, r importing.Result) error {
	out := line{Path: r.Path, Copies: r.Files, Skipped: r.Skip, Same: r.Same}
	if out.Copies == nil {
		out.Copies = []string{} // not null
	}
	text := plain.Format("%s", r.Path)
	for _, f := range r.Files {
		text += plain.Format(" -> %s", f)
	}
	switch r.Skip {
	case importing.InLibrary:
		text += plain.Format(" (the library has %s)", r.Same)
	case importing.There:
		text += plain.Format(" (there already: %s)", r.Same)
	case importing.Twice:
		text += plain.Format(" (the same as %s)", r.Same)
	}
	if r.Err != nil {
		problem := cli.InOne(cli.ExplainAt(r.Err))
		out.Problem = string(problem)
		text += plain.Format(": %s", problem)
	}
	return c.Print(out, text)
}
