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
	"recollect/engine/sheet"
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

--sheet FILE.pdf prints a contact sheet in place of copies: small pictures in order, each with its
name and date, on as many pages as they take. --columns says how many are beside each other, 4 if it
does not, --paper A4 or Letter. A file that is there stays unless --force is given, and then only
another PDF is replaced. A photo that cannot be read, and of which the library keeps no small
picture, is an empty frame.

Each line is a photo, with its copies, or its page. The exit status is 1 if one could not be copied.
`

// Service exports photos.
type Service interface {
	Export(ctx context.Context, ids []photo.ID, o export.Options, each func(export.Result) error) error
}

// line is a line of export.
type line struct {
	Path    string   `json:"path"`
	Copies  []string `json:"copies"`
	Page    int      `json:"page,omitempty"` // of a contact sheet
	Problem string   `json:"problem,omitempty"`
}

// Wish is what is exported: copies or, with a path, a contact sheet.
type Wish struct {
	Copies export.Options
	Sheet  sheet.Options
}

// Flags adds the flags of the verb and returns what reads them.
func Flags(set *pflag.FlagSet) func() (Wish, error) {
	copies, printed := copyFlags(set), sheetFlags(set)
	cli.TakesFiles(set)
	return func() (w Wish, err error) {
		if w.Sheet, err = printed(); err == nil && w.Sheet.Path == "" {
			w.Copies, err = copies()
		}
		return w, err
	}
}

func copyFlags(set *pflag.FlagSet) func() (export.Options, error) {
	to := set.String("to", "", "the `DIR` that copies are written to")
	size := set.Int("size", 0, "the longest side, in `PIXELS`; nothing is enlarged")
	format := set.String("format", "", "`FORMAT` of the copies: original, jpeg or png")
	quality := set.Int("quality", 0, "of JPEG, 1 to 100 (default 90)")
	strip := set.String("strip", "", "leave out `WHAT`: location or all")
	sidecars := set.Bool("sidecars", false, "write sidecars of XMP beside the copies")
	names := set.String("names", "", "name copies by a `PATTERN`")
	return func() (o export.Options, err error) {
		o = export.Options{
			Format: export.Format(*format), LongPx: *size, Quality: *quality, Strip: export.Strip(*strip),
			Sidecars: *sidecars,
		}
		switch {
		case *to == "":
			return o, cli.Usage("export: say where with --to DIR, or --sheet FILE.pdf")
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
	r := report{c: c, all: len(ids)}
	err := s.Export(ctx, ids, o, func(done export.Result) error {
		out := line{Path: done.Path, Copies: done.Files}
		if out.Copies == nil {
			out.Copies = []string{} // not null
		}
		text := plain.Format("%s", done.Path)
		for _, f := range done.Files {
			text += plain.Format(" -> %s", f)
		}
		return r.print(out, text, done.Err)
	})
	return r.end(err)
}

// report prints what was done.
type report struct {
	c      *cli.Call
	all, n int
	failed bool
}

// print prints the line of a photo.
func (r *report) print(out line, text plain.Text, err error) error {
	r.n++
	if r.c.Progress {
		fmt.Fprintf(r.c.Stderr, "\r\x1b[K%d of %d photos\r\x1b[K", r.n, r.all)
	}
	if err != nil {
		r.failed = true
		problem := cli.InOne(cli.ExplainAt(err))
		out.Problem = string(problem)
		text += plain.Format(": %s", problem)
	}
	return r.c.Print(out, text)
}

// end returns how all of it ended; err is what ended it early.
func (r *report) end(err error) error {
	switch {
	case err != nil:
		return err
	case r.failed:
		return cli.Silent{}
	case r.all == 0 && !r.c.JSON:
		r.c.PrintErr("%s", cli.Say("search:no-photo", nil))
	}
	return nil
}
