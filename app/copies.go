package app

import (
	"context"
	"path/filepath"

	"recollect/engine/export"
	"recollect/engine/importing"
	"recollect/engine/photo"
	"recollect/engine/sheet"
	"recollect/ui/copies"
)

// exporter makes copies, and contact sheets, as the window wishes.
func exporter(s *export.Service, printer *sheet.Service) copies.Export {
	return func(ctx context.Context, ids []photo.ID, w copies.Wish, each func(error)) (string, error) {
		if w.Format == "sheet" {
			return printed(ctx, printer, ids, w, each)
		}
		o := export.Options{
			Dir: w.Dir, Format: export.Format(w.Format), LongPx: w.LongPx, Strip: export.Strip(w.Strip),
			Sidecars: w.Sidecars,
		}
		return "", s.Export(ctx, ids, o, func(r export.Result) error {
			each(r.Err)
			return nil
		})
	}
}

func printed(
	ctx context.Context, s *sheet.Service, ids []photo.ID, w copies.Wish, each func(error),
) (string, error) {
	o := sheet.Options{
		Path: filepath.Join(w.Dir, w.Name+".pdf"), Columns: w.Columns, Paper: sheet.A4, Clash: sheet.Number,
	}
	if w.Paper == "letter" {
		o.Paper = sheet.Letter
	}
	return s.Print(ctx, ids, o, func(r sheet.Result) error {
		each(r.Err)
		return nil
	})
}

// cards copies from cameras and cards.
type cards struct{ s *importing.Service }

func (c cards) Look(ctx context.Context, from string) (copies.Found, error) {
	f, err := c.s.Look(ctx, from)
	return copies.Found{Kind: string(f.Kind), Files: f.Files, Bytes: f.Bytes}, err
}

func (c cards) Import(ctx context.Context, from, to string, each func(bool, error)) error {
	return c.s.Import(ctx, importing.Options{From: from, To: to}, func(r importing.Result) error {
		each(r.Skip == "", r.Err)
		return nil
	})
}
