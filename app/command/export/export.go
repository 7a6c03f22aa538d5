// Package export is the command line's verb that writes copies of photos into a folder.
package export

import (
	"context"
	"fmt"
	"path/filepath"

	"github.com/spf13/pflag"

	"recollect/app/command/cli"
	"recollect/app/plain"
	"recollect/engine/export"
	"recollect/engine/naming"
	"recollect/engine/photo"
)

// Help explains the verb export.
const Help = `Copies of photos are written into a folder, which is made if it is missing: the photos of the
files that are named, or those that a query finds. Originals are only read, and no file is ever
replaced: a name that is taken gets a number.

As they are, files come with those that are shown with them, a RAW file or the film of a live
photo. As JPEG or PNG, photos of every format become upright pictures in sRGB; RAW files by their
preview. --size alone means JPEG. Such a picture says what the library knows of the photo: date,
camera, exposure, place, stars, label, title, caption, keywords and tags.

--strip location leaves out where photos were taken, --strip all everything; captions and keywords
stay with the former, whatever they name. Files as they are can be stripped of JPEG and PNG.

--names is a pattern: 2006 01 02 15 04 05 stand for the date, {name} {number} {title} {camera} for
what they say: 20060102-{name}.

Each line is a photo, with its copies. The exit status is 1 if one could not be copied.
`

// Service exports photos.
type Service interface {
	Export(ctx context.Context, ids []photo.ID, o export.Options, each func(export.Result) error) error
}

// line is a line of export.
type line struct {
	Path    string   `json:"path"`
	Copies  []string `json:"copies"`
	Problem string   `json:"problem,omitempty"`
}

// Flags adds the flags of the verb and returns what reads them.
func Flags(set *pflag.FlagSet) func() (export.Options, error) {
	to := set.String("to", "", "the `DIR` that copies are written to")
	size := set.Int("size", 0, "the longest side, in `PIXELS`; nothing is enlarged")
	format := set.String("format", "", "`FORMAT` of the copies: original, jpeg or png")
	quality := set.Int("quality", 0, "of JPEG, 1 to 100 (default 90)")
	strip := set.String("strip", "", "leave out `WHAT`: location or all")
	sidecars := set.Bool("sidecars", false, "write sidecars of XMP beside the copies")
	names := set.String("names", "", "name copies by a `PATTERN`")
	cli.TakesFiles(set)
	return func() (o export.Options, err error) {
		o = export.Options{
			Format: export.Format(*format), LongPx: *size, Quality: *quality, Strip: export.Strip(*strip),
			Sidecars: *sidecars,
		}
		switch {
		case *to == "":
			return o, cli.Usage("export: say where with --to DIR")
		case o.Format != "" && o.Format != export.Original && o.Format != export.JPEG && o.Format != export.PNG:
			return o, cli.Usage("export: --format is original, jpeg or png")
		case o.LongPx < 0 || o.LongPx > 0 && o.Format == export.Original:
			return o, cli.Usage("export: --size is a number of pixels, of JPEG and PNG")
		case o.Quality < 0 || o.Quality > 100:
			return o, cli.Usage("export: --quality is a number from 1 to 100")
		case o.Strip != export.Nothing && o.Strip != export.Location && o.Strip != export.All:
			return o, cli.Usage("export: --strip is location or all")
		}
		if *names != "" {
			if o.Names, err = naming.Flat(*names); err != nil {
				return o, err
			}
		}
		o.Dir, err = filepath.Abs(*to)
		return o, err
	}
}

// Run exports photos and prints a line for each.
func Run(ctx context.Context, c *cli.Call, s Service, ids []photo.ID, o export.Options) error {
	n, failed := 0, false
	err := s.Export(ctx, ids, o, func(r export.Result) error {
		n++
		if c.Progress {
			fmt.Fprintf(c.Stderr, "\r\x1b[K%d of %d photos\r\x1b[K", n, len(ids))
		}
		out := line{Path: r.Path, Copies: r.Files}
		if out.Copies == nil {
			out.Copies = []string{} // not null
		}
		text := plain.Format("%s", r.Path)
		for _, f := range r.Files {
			text += plain.Format(" -> %s", f)
		}
		if r.Err != nil {
			failed = true
			problem := cli.InOne(cli.ExplainAt(r.Err))
			out.Problem = string(problem)
			text += plain.Format(": %s", problem)
		}
		return c.Print(out, text)
	})
	if err != nil {
		return err
	}
	if len(ids) == 0 && !c.JSON {
		c.PrintErr("%s", cli.Say("search:no-photo", nil))
	}
	if failed {
		return cli.Silent{}
	}
	return nil
}
