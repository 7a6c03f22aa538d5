// Package export writes copies of photos into a folder: their files as they are, or pictures made of them. Photos are
// only read. A copy never replaces a file, and has its name only when it is whole. Which photos, and what people are
// told, is left to callers.
package export

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"runtime"
	"syscall"

	"golang.org/x/sync/errgroup"
	"golang.org/x/sync/semaphore"

	"recollect/engine/decode"
	"recollect/engine/durable"
	"recollect/engine/naming"
	"recollect/engine/photo"
	"recollect/engine/turn"
)

// Catalog knows photos, and what people say of them.
type Catalog interface {
	Photo(context.Context, photo.ID) (photo.Photo, error)
	Edited(context.Context, photo.ID) (*photo.Edited, error)
	TagsOf(context.Context, photo.ID) ([]string, error)
	Companions(context.Context, photo.ID) ([]photo.Photo, error)
}

// Format says what copies are.
type Format string

// The formats; the names of pictures are those of package format.
const (
	Original Format = "original" // the files, byte by byte, with the files that are shown with them
	JPEG     Format = "jpeg"     // an upright picture in sRGB
	PNG      Format = "png"      // an upright picture in sRGB, without loss
)

// Strip says what copies do not say of themselves.
type Strip string

// What can be stripped.
const (
	Nothing  Strip = ""
	Location Strip = "location" // where the photo was taken, and all that is not known of it
	All      Strip = "all"      // everything but how the picture is to be shown
)

// Options say what copies are like.
type Options struct {
	Dir    string // is made if it is missing
	Format Format // empty: Original, or JPEG if LongPx is set
	// LongPx is the longest side at most, of JPEG and PNG; 0: as the photo has it. Nothing is enlarged.
	LongPx  int
	Quality int // of JPEG, 1 to 100; 0: 90
	Strip   Strip
	// Sidecars writes a sidecar of XMP beside each copy that has something to say: what the sidecar of the photo
	// says, and what people say of it. Without Original and Nothing it says what the copy says of itself.
	Sidecars bool
	Names    naming.Pattern // the zero Pattern keeps the names of the files
}

// ErrInUse is returned while another process exports from the library.
var ErrInUse error = &photo.Fault{Code: "export:in-use", Text: "another process exports from the library"}

// ErrSidecars is returned for Options that want sidecars of copies that say nothing.
var ErrSidecars error = &photo.Fault{Code: "export:sidecars", Text: "sidecars of copies without metadata"}

// Result is what was done for one photo.
type Result struct {
	ID    photo.ID
	Path  string   // of the photo
	Files []string // that were written, sidecars last; also with Err
	Err   error    // why some or all are missing
}

// Service exports photos of a library. Its methods may be called from any goroutine, and by several processes.
type Service struct {
	catalog Catalog
	budget  *decode.Budget
	library string // its folder
}

// New returns the service of a library in a folder. Pictures are decoded within a budget.
func New(c Catalog, b *decode.Budget, library string) *Service { return &Service{c, b, library} }

// work names exports for package turn.
const work = "export"

// memoryBytes bounds the pictures that are being encoded, and the files that are being stripped, at the same time. A
// larger one is alone.
const memoryBytes = 512 << 20

// Export writes copies of photos and calls each with what was done, in the order of ids; it ends with the error of
// each. A photo that cannot be copied does not end it. What does is a disk that is full or cannot be written to,
// ErrInUse, ErrSidecars, errors of the catalog, and ctx's. What was written by then stays. Copies that a process had
// begun when it was killed are removed from the folder first.
func (s *Service) Export(ctx context.Context, ids []photo.ID, o Options, each func(Result) error) error {
	if o.Format == "" && o.LongPx > 0 {
		o.Format = JPEG
	}
	if o.Sidecars && o.Strip == All {
		return ErrSidecars
	}
	mark, end, err := turn.Take(s.library, work)
	if errors.Is(err, turn.ErrTaken) {
		return ErrInUse
	}
	if err != nil {
		return err
	}
	defer end()
	if err := os.MkdirAll(o.Dir, 0o777); err != nil {
		return err
	}
	memory := semaphore.NewWeighted(memoryBytes)
	r := run{Service: s, Options: o, mark: mark, names: names{dir: o.Dir}, memory: memory}
	if err := durable.SweepFresh(o.Dir, r.mark); err != nil {
		return err
	}
	return r.all(ctx, ids, each)
}

// run is one export.
type run struct {
	*Service
	Options
	mark   string
	names  names
	memory *semaphore.Weighted
}

// all copies photos, a few at a time.
func (r *run) all(ctx context.Context, ids []photo.ID, each func(Result) error) error {
	g, ctx := errgroup.WithContext(ctx)
	queue := make(chan chan Result, min(runtime.NumCPU(), 4))
	g.Go(func() error {
		defer close(queue)
		for i, id := range ids {
			done := make(chan Result, 1)
			select {
			case queue <- done:
			case <-ctx.Done():
				return ctx.Err()
			}
			s, err := r.plan(ctx, id, i+1)
			if err != nil {
				return err
			}
			g.Go(func() error {
				done <- r.copy(ctx, s)
				return nil
			})
		}
		return nil
	})
	g.Go(func() error {
		for done := range queue {
			select {
			case result := <-done:
				if ctx.Err() != nil {
					return ctx.Err()
				}
				if err := each(result); err != nil || fatal(result.Err) {
					return errors.Join(err, result.Err)
				}
			case <-ctx.Done():
				return ctx.Err()
			}
		}
		return nil
	})
	return g.Wait()
}

// fatal reports whether an error would be that of all other copies, too.
func fatal(err error) bool {
	return errors.Is(err, syscall.ENOSPC) || errors.Is(err, syscall.EROFS) || errors.Is(err, context.Canceled) ||
		errors.Is(err, context.DeadlineExceeded) || errors.As(err, new(*goneError))
}

// goneError says that the folder of the copies is not there any more.
type goneError struct{ error }

// Unwrap returns the error of the file system.
func (e *goneError) Unwrap() error { return e.error }

// inDir returns an error of writing in a folder.
func inDir(dir string, err error) error {
	if err == nil {
		return nil
	}
	if _, statErr := os.Stat(dir); errors.Is(statErr, fs.ErrNotExist) {
		return &goneError{err}
	}
	return err
}
