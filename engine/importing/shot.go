package importing

import (
	"context"
	"errors"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"recollect/engine/cloud"
	"recollect/engine/decode"
	"recollect/engine/durable"
	"recollect/engine/file"
	"recollect/engine/format"
	"recollect/engine/naming"
	"recollect/engine/photo"
)

// run is one import.
type run struct {
	*Service
	Options
	mark    string
	seen    map[photo.Hash]string // the file that had this content first
	planned map[string]photo.Hash // what is, or would be, at a path that this import has given
	swept   map[string]bool       // folders
}

// item is a file to copy, a sidecar or the file of a shot.
type item struct {
	from, end string // end follows the stem in the name of the copy
	hash      photo.Hash
	modified  time.Time
	to        string
	there     bool // a copy is there already
}

// shot imports one shot. The error ends the import.
func (r *run) shot(ctx context.Context, s shot, each func(Result) error) error {
	results := make([]Result, len(s.files))
	items := make([][]item, len(s.files)) // of each file that is to be copied, which is the last
	place := place{}
	for i, f := range s.files {
		results[i] = Result{Path: f.Path, Bytes: f.Size}
		h, err := hash(ctx, f.Path)
		if err == nil {
			err = r.known(ctx, &results[i], h)
		}
		if err == nil && results[i].Skip == "" {
			items[i], err = itemsOf(ctx, s, f, h)
		}
		if results[i].Skip == InLibrary {
			place.beside(r.To, results[i].Same)
		}
		if end := fatal(ctx, r.From, err); end != nil {
			return end
		}
		r.failed(&results[i], err)
	}
	if err := r.place(ctx, s, place, items); err != nil {
		return err
	}
	for i := range results {
		if len(items[i]) > 0 && results[i].Err == nil {
			r.failed(&results[i], r.copy(ctx, items[i], &results[i]))
		}
		if end := fatal(ctx, r.From, results[i].Err); end != nil {
			return end
		}
		if err := each(results[i]); err != nil {
			return err
		}
	}
	return nil
}

// known notes that a content need not be copied.
func (r *run) known(ctx context.Context, result *Result, h photo.Hash) error {
	same, err := r.catalog.Holding(ctx, h)
	if err != nil {
		return err
	}
	if same != "" && (same == result.Path || holds(ctx, same, h)) {
		result.Skip, result.Same = InLibrary, same
		return nil
	}
	if ctx.Err() != nil {
		return ctx.Err()
	}
	if first := r.seen[h]; first != "" {
		result.Skip, result.Same = Twice, first
		return nil
	}
	r.seen[h] = result.Path
	return nil
}

// holds reports whether a file of the library has a content still: it may have gone, or have been changed, since
// it was looked at, and the card is perhaps wiped next. A file that is in a cloud only is taken at the library's word.
func holds(ctx context.Context, path string, h photo.Hash) bool {
	now, err := hash(ctx, path)
	return errors.Is(err, cloud.ErrOnly) || err == nil && now == h
}

// failed notes the error of a file, if any. Another file with its content is then copied in its stead.
func (r *run) failed(result *Result, err error) {
	result.Err = err
	if err != nil {
		maps.DeleteFunc(r.seen, func(_ photo.Hash, path string) bool { return path == result.Path })
	}
}

// itemsOf returns a file of a shot with its sidecars, which come first: a file whose copy is there has them.
func itemsOf(ctx context.Context, s shot, f source, h photo.Hash) (items []item, err error) {
	name := filepath.Base(f.Path)
	ext := naming.Clean("a" + filepath.Ext(name))[1:]
	for _, side := range f.sidecars {
		path := filepath.Join(s.dir, side)
		info, err := os.Stat(path)
		if err != nil {
			return nil, err
		}
		it := item{from: path, end: sidecarEnd(side, name, s.stem, ext), modified: info.ModTime()}
		if it.hash, err = hash(ctx, path); err != nil {
			return nil, err
		}
		if slices.ContainsFunc(items, func(other item) bool { return strings.EqualFold(other.end, it.end) }) {
			it.end = "-2" + it.end // a.AAE and a.aae, where case makes two names
		}
		items = append(items, it)
	}
	return append(items, item{from: f.Path, end: ext, hash: h, modified: f.ModTime}), nil
}

// sidecarEnd returns what follows the stem in the name of a copy of a sidecar, so that it is found again.
func sidecarEnd(side, name, stem, ext string) string {
	end := filepath.Ext(side)
	if rest, ok := cutFold(side, name); ok {
		end = ext + rest // IMG_1.jpg.xmp
	} else if rest, ok := cutFold(side, stem); !ok || rest != end {
		end = ext + end // the name that Google has cut or changed
	}
	if clean := naming.Clean("a" + end); clean != "a"+end {
		return clean[1:]
	}
	return end
}

func cutFold(text, prefix string) (rest string, ok bool) {
	if len(text) < len(prefix) || !strings.EqualFold(text[:len(prefix)], prefix) {
		return "", false
	}
	return text[len(prefix):], true
}

// place is where the copies of a shot go.
type place struct{ dir, stem string }

// beside puts the rest of a shot beside a file of it that was imported before, if that lies below a folder.
func (p *place) beside(below, path string) {
	rel, err := filepath.Rel(below, path)
	if err == nil && filepath.IsLocal(rel) {
		p.dir = filepath.Dir(path)
		p.stem = strings.TrimSuffix(filepath.Base(path), filepath.Ext(path))
	}
}

// place gives all files of a shot their places: in the folder of its date, with one name.
func (r *run) place(ctx context.Context, s shot, first place, items [][]item) error {
	if first.dir != "" {
		if ok, err := r.fits(ctx, first, items); ok || err != nil {
			return err
		}
	}
	stem := naming.Clean(s.stem)
	folder := r.Pattern.Path(facts(s))
	for n := 1; ; n++ {
		p := place{filepath.Join(r.To, filepath.FromSlash(folder)), naming.Numbered(stem, n)}
		if ok, err := r.fits(ctx, p, items); ok || err != nil {
			return err
		}
	}
}

// facts are what the folder of a shot is named by: the first of its files that tells a date by itself, else the first.
func facts(s shot) naming.Facts {
	all := naming.Facts{Name: s.stem}
	for i, f := range s.files {
		d, err := decode.Describe(f.File)
		if f.role == format.Film || err != nil {
			d = photo.Details{Taken: photo.Moment{Time: f.ModTime, From: photo.FromModTime}}
		}
		if i == 0 || d.Taken.From != photo.FromModTime {
			all.Taken, all.Camera, all.Title = d.Taken.Time, d.Camera, d.Meta.Title
		}
		if d.Taken.From != photo.FromModTime {
			break
		}
	}
	return all
}

// fits reports whether each file can be at a place: nothing is there, or its copy. If so, it is placed.
func (r *run) fits(ctx context.Context, p place, items [][]item) (bool, error) {
	placed := map[string]item{}
	for _, of := range items {
		for i := range of {
			it := &of[i]
			it.to, it.there = filepath.Join(p.dir, p.stem+it.end), false
			key := strings.ToLower(it.to) // many file systems know no case
			if other, ok := placed[key]; ok && other.hash != it.hash {
				return false, nil
			} else if ok {
				it.there = true // of two files that share a sidecar
				continue
			}
			if h, ok := r.planned[key]; ok && h != it.hash {
				return false, nil
			}
			free, err := r.free(ctx, it)
			if err != nil || !free {
				return false, err
			}
			placed[key] = *it
		}
	}
	for key, it := range placed {
		r.planned[key] = it.hash
	}
	return true, nil
}

// free reports whether nothing is where an item goes, or its copy, which it notes.
func (r *run) free(ctx context.Context, it *item) (bool, error) {
	info, err := os.Lstat(it.to)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return true, nil
	case err != nil:
		return false, err
	case !info.Mode().IsRegular():
		return false, nil
	}
	h, err := hash(ctx, it.to)
	if ctx.Err() != nil {
		return false, ctx.Err()
	}
	it.there = err == nil && h == it.hash
	return it.there, nil
}

// copy copies a file after its sidecars.
func (r *run) copy(ctx context.Context, items []item, result *Result) error {
	last := items[len(items)-1]
	if last.there {
		result.Skip, result.Same = There, last.to
	}
	for _, it := range items {
		if it.there {
			continue
		}
		if !r.Try {
			if err := r.one(ctx, it); err != nil {
				return err
			}
		}
		result.Files = append(result.Files, it.to)
	}
	return nil
}

// one copies one file, and compares what is on the disk then with what was read.
func (r *run) one(ctx context.Context, it item) (err error) {
	dir := filepath.Dir(it.to)
	if err := r.prepare(dir); err != nil {
		return err
	}
	src, err := file.Open(it.from)
	if err != nil {
		return err
	}
	defer src.Close()
	fresh, err := durable.NewFresh(dir, r.mark)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, fresh.Discard()) }()
	h, err := sum(ctx, src, fresh)
	if err == nil && h != it.hash {
		err = errChanged
	}
	if err == nil {
		err = fresh.Finish(it.modified)
	}
	if err != nil {
		return err
	}
	forget(fresh.Path())
	if h, err = hash(ctx, fresh.Path()); err == nil && h != it.hash {
		err = errDiffers
	}
	if err != nil {
		return err
	}
	return fresh.Place(it.to)
}

// prepare makes a folder, and removes what an import that was killed has left there.
func (r *run) prepare(dir string) error {
	if r.swept[dir] {
		return nil
	}
	if err := os.MkdirAll(dir, 0o777); err != nil {
		return err
	}
	if r.swept == nil {
		r.swept = map[string]bool{}
	}
	r.swept[dir] = true
	return durable.SweepFresh(dir, r.mark)
}
