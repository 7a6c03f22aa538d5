package export

import (
	"context"
	"fmt"
	"path/filepath"
	"strings"

	"github.com/spf13/pflag"

	"recollect/app/command/cli"
	"recollect/app/plain"
	"recollect/engine/photo"
	"recollect/engine/sheet"
)

// Printer prints contact sheets.
type Printer interface {
	Print(ctx context.Context, ids []photo.ID, o sheet.Options, each func(sheet.Result) error) (string, error)
}

// ofCopies are the flags that say nothing of a contact sheet, ofSheet those that say nothing of copies.
var (
	ofCopies = []string{"to", "size", "format", "quality", "strip", "sidecars", "names"}
	ofSheet  = []string{"columns", "paper", "force"}
)

func sheetFlags(set *pflag.FlagSet) func() (sheet.Options, error) {
	to := set.String("sheet", "", "print a contact sheet into `FILE.pdf`")
	columns := set.Int("columns", 4, "photos beside each other on a contact sheet, 1 to 12")
	paper := set.String("paper", string(sheet.A4), "`PAPER` of a contact sheet: A4 or Letter")
	force := set.Bool("force", false, "a contact sheet replaces FILE.pdf")
	return func() (o sheet.Options, err error) {
		if *to == "" {
			for _, name := range ofSheet {
				if set.Changed(name) {
					return o, cli.Usage(fmt.Sprintf("export: --%s is of a contact sheet: --sheet FILE.pdf", name))
				}
			}
			return o, nil
		}
		for _, name := range ofCopies {
			if set.Changed(name) {
				return o, cli.Usage(fmt.Sprintf("export: --%s is of copies, not of a contact sheet", name))
			}
		}
		o.Columns = *columns
		for _, p := range []sheet.Paper{sheet.A4, sheet.Letter} {
			if strings.EqualFold(*paper, string(p)) {
				o.Paper = p
			}
		}
		switch {
		case o.Columns < 1 || o.Columns > sheet.MostColumns:
			return o, cli.Usage(fmt.Sprintf("export: --columns is a number from 1 to %d", sheet.MostColumns))
		case o.Paper == "":
			return o, cli.Usage("export: --paper is A4 or Letter")
		case !strings.EqualFold(filepath.Ext(*to), ".pdf"):
			return o, cli.Usage("export: the name of a contact sheet ends in .pdf")
		}
		if *force {
			o.Clash = sheet.Replace
		}
		o.Path, err = filepath.Abs(*to)
		return o, err
	}
}

// Print prints a contact sheet, and a line for each photo.
func Print(ctx context.Context, c *cli.Call, p Printer, ids []photo.ID, o sheet.Options) error {
	r := report{c: c, all: len(ids)}
	if len(ids) == 0 {
		return r.end(nil)
	}
	_, err := p.Print(ctx, ids, o, func(done sheet.Result) error {
		text := plain.Format("%s -> %s, page %d", done.Path, o.Path, done.Page)
		return r.print(line{Path: done.Path, Copies: []string{o.Path}, Page: done.Page}, text, done.Err)
	})
	return r.end(err)
}
