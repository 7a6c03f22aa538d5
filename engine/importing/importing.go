// Package importing copies photos from a camera, a card or an export of another service into folders by date. What it
// copies from is only read. Each copy is read back and compared before it has its name, never replaces a file, and is
// not made of what the library or the folder has already, so that an import that was broken off is begun again from the
// start. Which folders belong to the library, and what people are told, is left to callers.
package importing

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"syscall"

	"recollect/engine/cloud"
	"recollect/engine/file"
	"recollect/engine/naming"
	"recollect/engine/photo"
	"recollect/engine/turn"
)

// Catalog knows the contents of files.
type Catalog interface {
	// Holding returns the path of a file of the library with some content, or "".
	Holding(context.Context, photo.Hash) (string, error)
}

// Options say what is imported, and where to.
type Options struct {
	From, To string
	Pattern  naming.Pattern // of the folders in To; the zero Pattern is naming.ByDay
	Try      bool           // nothing is written; results tell what would be
}

// Skip says why a file was not copied.
type Skip string

// The reasons.
const (
	InLibrary Skip = "in-library" // the library has its content
	There     Skip = "there"      // it lies where it would be copied to
	Twice     Skip = "twice"      // another file of this import has its content
)

// Result is what was done for one picture or film, with its sidecars.
type Result struct {
	Path  string   // where it is copied from
	Files []string // what was made of it, the sidecars first; with Try, what would be
	Skip  Skip     // it was not copied
	Same  string   // of a file that was skipped, the file that has its content
	Bytes int64    // of the file
	Err   error    // why it is missing
}

// The errors that end an import.
var (
	// ErrInUse is returned while another process imports into the library.
	ErrInUse error = &photo.Fault{Code: "import:in-use", Text: "another process imports into the library"}
	// ErrInside is returned for a folder to import to that is, or lies in, the one to import from.
	ErrInside error = &photo.Fault{Code: "import:inside", Text: "the folder to import to is in the one to import from"}
	// ErrSourceGone is returned when what is imported from was taken away.
	ErrSourceGone error = &photo.Fault{Code: "import:source-gone", Text: "what is imported from is not there any more"}
)

// The errors of single files.
var (
	errChanged error = &photo.Fault{Code: "import:changed", Text: "the file was not the same when it was read twice"}
	errDiffers error = &photo.Fault{Code: "import:differs", Text: "the copy is not what was written"}
)

// Service imports into a library. Its methods may be called from any goroutine, and by several processes.
type Service struct {
	catalog Catalog
	library string // its folder
}

// New returns the service of a library in a folder.
func New(c Catalog, library string) *Service { return &Service{c, library} }

// work names imports for package turn.
const work = "import"

// Import copies pictures and films, and calls each with what was done, shot by shot by path; it ends with the error of
// each. A file that cannot be copied does not end it. What does is a disk that is full, ErrSourceGone, ErrInside,
// ErrInUse, errors of the catalog, and ctx's; what was copied by then stays.
func (s *Service) Import(ctx context.Context, o Options, each func(Result) error) error {
	if o.Pattern.String() == "" {
		var err error
		if o.Pattern, err = naming.Parse(naming.ByDay); err != nil {
			return err
		}
	}
	if err := apart(o.From, o.To); err != nil {
		return err
	}
	mark, end, err := turn.Take(s.library, work)
	if errors.Is(err, turn.ErrTaken) {
		return ErrInUse
	}
	if err != nil {
		return err
	}
	defer end()
	source, shots, err := look(ctx, o.From)
	if err != nil {
		return err
	}
	r := run{Service: s, Options: o, mark: mark, seen: map[photo.Hash]string{}, planned: map[string]photo.Hash{}}
	if source.unreadable.Err != nil {
		if err := each(source.unreadable); err != nil {
			return err
		}
	}
	for _, shot := range shots {
		if err := r.shot(ctx, shot, each); err != nil {
			return err
		}
	}
	return nil
}

// apart returns ErrInside if a folder is another one, or lies in it.
func apart(from, to string) error {
	from, err := filepath.EvalSymlinks(from)
	if err != nil {
		return err
	}
	for {
		real, err := filepath.EvalSymlinks(to)
		if err == nil {
			if rel, err := filepath.Rel(from, real); err == nil && filepath.IsLocal(rel) {
				return ErrInside
			}
			return nil
		}
		if !errors.Is(err, fs.ErrNotExist) || filepath.Dir(to) == to {
			return err
		}
		to = filepath.Dir(to) // it is to be made
	}
}

// hash returns the SHA-256 of a file.
func hash(ctx context.Context, path string) (h photo.Hash, err error) {
	info, err := os.Stat(path)
	if err != nil {
		return h, err
	}
	if cloud.Only(info) {
		return h, &fs.PathError{Op: "open", Path: path, Err: cloud.ErrOnly}
	}
	f, err := file.Open(path)
	if err != nil {
		return h, err
	}
	defer f.Close()
	return sum(ctx, f, io.Discard)
}

// sum copies a file and returns the SHA-256 of what it had.
func sum(ctx context.Context, from io.Reader, to io.Writer) (h photo.Hash, err error) {
	all := sha256.New()
	if _, err := io.Copy(io.MultiWriter(all, to), file.Until(ctx, from)); err != nil {
		return h, err
	}
	all.Sum(h[:0])
	return h, nil
}

// fatal returns the error with which an import ends after err, which came of reading from a folder or writing; nil for
// one that is of a single file.
func fatal(ctx context.Context, from string, err error) error {
	switch {
	case err == nil:
		return nil
	case ctx.Err() != nil:
		return ctx.Err()
	case errors.Is(err, syscall.ENOSPC), errors.Is(err, syscall.EROFS):
		return err
	}
	// A card that was pulled out leaves no folder, an empty one, or one that cannot be read.
	entries, readErr := os.ReadDir(from)
	if readErr != nil || len(entries) == 0 {
		return fmt.Errorf("%w: %w", ErrSourceGone, err)
	}
	return nil
}
