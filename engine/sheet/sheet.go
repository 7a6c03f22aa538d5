// Package sheet prints contact sheets of photos into a PDF file: small pictures in order, each with its name and its
// date below. Photos are only read. The file has its name only when it is whole, and a file of any number of photos
// takes the memory of a few. Which photos, and what people are told, is left to callers.
package sheet

import (
	"context"
	"errors"
	"image"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"recollect/engine/decode"
	"recollect/engine/durable"
	"recollect/engine/file"
	"recollect/engine/naming"
	"recollect/engine/photo"
	"recollect/engine/turn"
)

// Catalog knows photos.
type Catalog interface {
	Photo(context.Context, photo.ID) (photo.Photo, error)
}

// Thumbs has small pictures of photos by their content.
type Thumbs interface {
	Get(ctx context.Context, h photo.Hash, sizePx int) (*image.RGBA, error)
}

// Options say what a contact sheet is like.
type Options struct {
	Path    string // of the file, which ends in .pdf
	Columns int    // 1 to MostColumns; 0: 4
	Paper   Paper  // empty: A4
	Clash   Clash
}

// Clash says what is done where the file is there already.
type Clash int

// What can be done. No other file than one of PDF is ever replaced.
const (
	Refuse  Clash = iota // ErrExists
	Replace              // the new one takes its place once it is whole
	Number               // the new one gets another name
)

// ErrExists is returned for a file that is there already.
var ErrExists error = &photo.Fault{Code: "sheet:exists", Text: "the file is there already"}

// ErrKind is returned for a name that is none of a PDF file, and for a file of another kind that would be replaced.
var ErrKind error = &photo.Fault{Code: "sheet:kind", Text: "not a PDF file"}

// ErrEmpty is returned for a contact sheet of no photos.
var ErrEmpty error = &photo.Fault{Code: "sheet:empty", Text: "no photo to print"}

// ErrInUse is returned while another process prints from the library.
var ErrInUse error = &photo.Fault{Code: "export:in-use", Text: "another process exports from the library"}

// Result is what was done for one photo.
type Result struct {
	ID   photo.ID
	Path string // of the photo
	Page int    // from 1 on
	Err  error  // why an empty frame is in place of its picture
}

// Service prints contact sheets of a library. Its methods may be called from any goroutine, and by several processes.
type Service struct {
	catalog Catalog
	thumbs  Thumbs
	budget  *decode.Budget
	library string // its folder
}

// New returns the service of a library in a folder. Pictures are decoded within a budget; thumbs stands in for files
// that cannot be read.
func New(c Catalog, t Thumbs, b *decode.Budget, library string) *Service {
	return &Service{c, t, b, library}
}

// work names contact sheets for package turn.
const work = "sheet"

// extension is that of the files.
const extension = ".pdf"

// Print makes a contact sheet of photos in the order of ids, calls each with what was done, and returns the path of
// the file; it ends with the error of each. A photo that cannot be read does not end it. What does is ErrExists,
// ErrKind, ErrEmpty, ErrInUse, errors of the file system and the catalog, and ctx's; nothing is left then.
func (s *Service) Print(ctx context.Context, ids []photo.ID, o Options, each func(Result) error) (string, error) {
	if len(ids) == 0 {
		return "", ErrEmpty
	}
	if err := free(o); err != nil {
		return "", err
	}
	mark, end, err := turn.Take(s.library, work)
	if errors.Is(err, turn.ErrTaken) {
		return "", ErrInUse
	}
	if err != nil {
		return "", err
	}
	defer end()
	dir := filepath.Dir(o.Path)
	if err := durable.SweepFresh(dir, mark); err != nil {
		return "", err
	}
	fresh, err := durable.NewFresh(dir, mark)
	if err != nil {
		return "", err
	}
	path, err := s.fill(ctx, fresh, ids, o, each)
	return path, errors.Join(err, fresh.Discard())
}

// free reports by its error whether a file may be made.
func free(o Options) error {
	if !strings.EqualFold(filepath.Ext(o.Path), extension) {
		return ErrKind
	}
	_, err := os.Lstat(o.Path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil
	case err != nil:
		return err
	case o.Clash == Refuse:
		return ErrExists
	case o.Clash == Replace:
		head, err := file.Head(o.Path, 5)
		if err != nil || string(head) != "%PDF-" {
			return errors.Join(ErrKind, err)
		}
	}
	return nil
}

// fill writes a contact sheet into a file and gives it its name.
func (s *Service) fill(
	ctx context.Context, fresh *durable.Fresh, ids []photo.ID, o Options, each func(Result) error,
) (string, error) {
	p, err := newPrinter(fresh, o, len(ids))
	if err != nil {
		return "", err
	}
	if err := s.all(ctx, ids, p, each); err != nil {
		return "", err
	}
	if err := p.end(strings.TrimSuffix(filepath.Base(o.Path), filepath.Ext(o.Path))); err != nil {
		return "", err
	}
	return place(fresh, o)
}

// place gives a whole file its name.
func place(fresh *durable.Fresh, o Options) (string, error) {
	if o.Clash == Replace {
		if err := free(o); err != nil { // which may have changed meanwhile
			return "", err
		}
		return o.Path, fresh.Replace(o.Path)
	}
	if err := fresh.Finish(time.Time{}); err != nil {
		return "", err
	}
	ext := filepath.Ext(o.Path)
	stem := strings.TrimSuffix(filepath.Base(o.Path), ext)
	for n := 1; ; n++ {
		path := filepath.Join(filepath.Dir(o.Path), naming.Numbered(stem, n)+ext)
		err := fresh.Place(path)
		switch {
		case err == nil:
			return path, nil
		case !errors.Is(err, fs.ErrExist):
			return "", err
		case o.Clash != Number:
			return "", ErrExists
		}
	}
}
