// Package sidecars writes what a person says of the photos of a library into sidecars of XMP beside them, when it is
// asked to: all of them, also when the process ends in the middle. What sidecars look like is left to engine/sidecar.
package sidecars

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"sync"

	"github.com/gofrs/flock"

	"recollect/engine/durable"
	"recollect/engine/file"
	"recollect/engine/format"
	"recollect/engine/photo"
	"recollect/engine/sidecar"
)

// Catalog knows photos, and what people say of them.
type Catalog interface {
	Photo(context.Context, photo.ID) (photo.Photo, error)
	Edited(context.Context, photo.ID) (*photo.Edited, error)
	TagsOf(context.Context, photo.ID) ([]string, error)
	// ForSidecars are those that were changed after a number of the catalog's sequence, and the number for the
	// next call. Where that number is not one of the sequence, such as -1, they are all.
	ForSidecars(ctx context.Context, since int64) ([]photo.ID, int64, error)
	// Sequence is the present number.
	Sequence(context.Context) (int64, error)
	Companions(context.Context, photo.ID) ([]photo.Photo, error)
}

// ErrInUse is returned while another process writes sidecars.
var ErrInUse error = &photo.Fault{Code: "sidecars:in-use", Text: "another process writes sidecars"}

// Options say what a Service works with.
type Options struct {
	Catalog Catalog
	Library string // its folder
	// Yield takes back what a person says where what the sidecars say holds, and returns what undoes that.
	Yield func(context.Context, []photo.Yield) (undo func(context.Context) error, err error)
	// OnChange is told how far sidecars are written by themselves; from any goroutine. nil: nobody is.
	OnChange func(photo.SidecarState)
}

// Service writes sidecars. Its methods may be called from any goroutine, and by several processes.
type Service struct {
	Options
	busy sync.Mutex // held while sidecars are written by this process

	mu       sync.Mutex
	kept     kept
	seen     stamp // of the file that kept was read from or written to
	progress progress
}

// New returns the service of a library.
func New(o Options) *Service {
	s := &Service{Options: o}
	s.reload()
	return s
}

// Result is what was done for one file.
type Result struct {
	ID        photo.ID // of the photo that the file is shown as
	Path      string   // of the file
	Sidecar   string   // path; empty if it is not known
	Wrote     bool     // the sidecar was written, or would be
	Conflicts []sidecar.Conflict
	Err       error // why the photo has none; nothing was written for it
}

// maxJob limits the file of a job, which has every sidecar of it: a million have some gigabytes. What was
// written must be read again, or nothing is ever written any more.
const maxJob = 1 << 40

// job is the file that has the sidecars that are being written.
func (s *Service) job() string { return filepath.Join(s.Library, "sidecars.job") }

// Write writes what a person says of photos, or of all that something is said of if ids is nil, to their sidecars, and
// tells of each for which there was something to do, in the order of ids. A RAW file that is shown with a photo gets
// the same in a sidecar of its own. What was said and is not said any more
// stays in the sidecar, but for tags. If try is set, nothing is written.
//
// All sidecars are first written to one file in the library. A process that ends before it has written them leaves that
// file, and the next Write, or Finish, writes the rest. Errors are those of the catalog, of writing in the library,
// ErrInUse, and ctx's, after which nothing or everything is written.
func (s *Service) Write(ctx context.Context, ids []photo.ID, try bool) ([]Result, error) {
	unlock, err := s.lock()
	if err != nil {
		return nil, err
	}
	defer unlock()
	if err := s.finish(); err != nil {
		return nil, err
	}
	if ids == nil {
		if ids, _, err = s.Catalog.ForSidecars(ctx, everything); err != nil {
			return nil, err
		}
	}
	return s.write(ctx, ids, try)
}

// everything stands for the beginning of the catalog's sequence.
const everything = -1

// write is Write with the lock held.
func (s *Service) write(ctx context.Context, ids []photo.ID, try bool) ([]Result, error) {
	results, job, err := s.plan(ctx, ids)
	if err != nil || try {
		return results, err
	}
	failed, err := s.run(job)
	if err != nil {
		return results, err
	}
	for i, r := range results {
		if err := failed[r.Sidecar]; r.Wrote && err != nil {
			results[i].Wrote, results[i].Err = false, err
		}
	}
	return results, s.note(ids, results)
}

// run writes sidecars, all of them or none, and returns the errors of those that could not be written, by their paths.
func (s *Service) run(job []sidecar.Replacement) (failed map[string]error, err error) {
	if len(job) == 0 {
		return nil, nil
	}
	data, err := json.Marshal(job)
	if err != nil {
		return nil, err
	}
	if err := durable.WriteFile(s.job(), data, 0o600); err != nil {
		return nil, err
	}
	failed = do(job)
	return failed, os.Remove(s.job())
}

// Finish writes the sidecars that a process had begun to write when it ended. Sidecars that were changed since, or
// cannot be written any more, are left out.
func (s *Service) Finish() error {
	if _, err := os.Lstat(s.job()); errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	unlock, err := s.lock()
	if errors.Is(err, ErrInUse) {
		return nil // that process does it
	}
	if err != nil {
		return err
	}
	defer unlock()
	return s.finish()
}

func (s *Service) finish() error {
	data, err := file.Read(s.job(), maxJob)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	var job []sidecar.Replacement
	if err == nil && json.Unmarshal(data, &job) == nil {
		sweep(job)
		do(job)
	}
	if err != nil {
		return err
	}
	return os.Remove(s.job())
}

// sweep removes what a process that was killed had written of a sidecar.
func sweep(job []sidecar.Replacement) {
	of := map[string]bool{}
	swept := map[string]bool{}
	for _, r := range job {
		of[r.Path] = true
	}
	for _, r := range job {
		dir := filepath.Dir(r.Path)
		if swept[dir] {
			continue
		}
		swept[dir] = true
		entries, _ := os.ReadDir(dir) // a folder that is not there has none
		for _, e := range entries {
			if name, ok := durable.Unfinished(e.Name()); ok && of[filepath.Join(dir, name)] {
				_ = os.Remove(filepath.Join(dir, e.Name())) // one that stays does no harm
			}
		}
	}
}

// do writes sidecars, and returns the errors of those that could not be written, by their paths.
func do(job []sidecar.Replacement) map[string]error {
	failed := map[string]error{}
	for _, r := range job {
		if err := r.Do(); err != nil {
			failed[r.Path] = err
		}
	}
	return failed
}

// lock keeps others out: those of this process wait, and those of another one are told.
func (s *Service) lock() (unlock func(), err error) {
	s.busy.Lock()
	release, err := s.lockFile()
	if err != nil {
		s.busy.Unlock()
		return nil, err
	}
	return func() { release(); s.busy.Unlock() }, nil
}

func (s *Service) lockFile() (unlock func(), err error) {
	l := flock.New(filepath.Join(s.Library, "sidecars.lock"))
	ok, err := l.TryLock()
	if err != nil {
		return nil, fmt.Errorf("lock the sidecars: %w", err)
	}
	if !ok {
		return nil, ErrInUse
	}
	return func() { _ = l.Unlock() }, nil
}

// plan returns what is to be done for photos.
func (s *Service) plan(ctx context.Context, ids []photo.ID) (results []Result, job []sidecar.Replacement, err error) {
	beside := folders{}
	planned := map[string]bool{}
	for _, id := range ids {
		if ctx.Err() != nil {
			return nil, nil, ctx.Err()
		}
		p, said, err := s.said(ctx, id)
		if gone(err) {
			continue // it was removed since; note forgets it
		}
		if err != nil {
			return nil, nil, err
		}
		paths, err := s.filesOf(ctx, p)
		if err != nil {
			return nil, nil, err
		}
		for _, path := range paths {
			if planned[path] {
				continue
			}
			planned[path] = true
			r := Result{ID: id, Path: path}
			do, ok, err := r.plan(beside, said)
			switch {
			case err != nil:
				r.Err = err
			case ok:
				r.Wrote = true
				job = append(job, do)
			case len(r.Conflicts) == 0:
				continue
			}
			results = append(results, r)
		}
	}
	return results, job, nil
}

// filesOf returns the paths of a photo and of the RAW files that are shown with it: to the programs that develop
// those, what a person says of the shot is theirs.
func (s *Service) filesOf(ctx context.Context, p photo.Photo) ([]string, error) {
	companions, err := s.Catalog.Companions(ctx, p.ID)
	paths := []string{p.Path}
	for _, c := range companions {
		if f, _ := format.Named(c.Path); f.Role == format.RAW {
			paths = append(paths, c.Path)
		}
	}
	return paths, err
}

// plan returns what the sidecar becomes; ok is false if it has all that is said.
func (r *Result) plan(beside folders, said sidecar.Said) (do sidecar.Replacement, ok bool, err error) {
	f, err := beside.open(r.Path)
	if err != nil {
		return do, false, err
	}
	r.Sidecar = f.Path
	var c sidecar.Change
	if c, r.Conflicts = sidecar.Plan(f.Packet, said); c.Empty() {
		return do, false, nil
	}
	return f.Merge(c)
}

// open reads the sidecar of a file.
func (f folders) open(path string) (*sidecar.File, error) {
	names, err := f.names(filepath.Dir(path))
	if err == nil && !slices.Contains(names, filepath.Base(path)) {
		err = fmt.Errorf("%s: %w", path, fs.ErrNotExist)
	}
	if err != nil {
		return nil, err
	}
	return sidecar.Open(sidecar.Beside(path, names))
}

// said returns what a person says of a photo.
func (s *Service) said(ctx context.Context, id photo.ID) (photo.Photo, sidecar.Said, error) {
	var said sidecar.Said
	p, err := s.Catalog.Photo(ctx, id)
	if err != nil {
		return p, said, err
	}
	if said.Tags, err = s.Catalog.TagsOf(ctx, id); err != nil {
		return p, said, err
	}
	edited, err := s.Catalog.Edited(ctx, id)
	if err != nil || edited == nil {
		return p, said, err
	}
	for _, f := range edited.Fields {
		switch m := &p.Meta; f {
		case photo.RatingField:
			said.Rating = &m.Rating
		case photo.LabelField:
			said.Label = &m.Label
		case photo.TitleField:
			said.Title = &m.Title
		case photo.CaptionField:
			said.Caption = &m.Caption
		case photo.DateField:
			said.SetTaken(p.Taken)
		case photo.PlaceField:
			if m.Place != nil {
				said.Place = &[2]float64{m.Place.Latitude, m.Place.Longitude}
			}
		}
	}
	return p, said, nil
}

// folders are the names of the files in folders that were listed.
type folders map[string][]string

func (f folders) names(dir string) ([]string, error) {
	if names, ok := f[dir]; ok {
		return names, nil
	}
	entries, err := os.ReadDir(dir)
	if err != nil {
		return nil, err
	}
	var names []string
	for _, e := range entries {
		names = append(names, e.Name())
	}
	f[dir] = names
	return names, nil
}
