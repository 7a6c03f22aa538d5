package export

import (
	"bytes"
	"context"
	"errors"
	"image"
	"image/png"
	"io"
	"io/fs"
	"math"
	"os"
	"path/filepath"
	"time"

	"recollect/engine/cloud"
	"recollect/engine/decode"
	"recollect/engine/decode/jpeg"
	"recollect/engine/durable"
	"recollect/engine/file"
	"recollect/engine/format"
	"recollect/engine/photo"
	"recollect/engine/stamp"
)

// usualQuality is that of JPEG where none is asked for.
const usualQuality = 90

// maxStripped is how large a file may be that is rewritten without its metadata: it is held in memory.
const maxStripped = 512 << 20

// copy makes the copies of one shot.
func (r *run) copy(ctx context.Context, s shot) Result {
	done := Result{ID: s.ID, Path: s.Path}
	ends := r.ends(s)
	for i, end := range ends {
		path, err := r.write(ctx, s, s.files[i], &s.name, end, i == 0)
		if err != nil {
			done.Err = err
			return done
		}
		done.Files = append(done.Files, path)
	}
	if r.Sidecars {
		path, err := r.sidecar(s, ends[0])
		if path != "" {
			done.Files = append(done.Files, path)
		}
		done.Err = err
	}
	return done
}

// write makes one copy, and returns its path. The name gets another number if another program has taken it meanwhile
// and renamed is set.
func (r *run) write(
	ctx context.Context, s shot, f photo.File, name *string, end string, renamed bool,
) (path string, err error) {
	fresh, err := durable.NewFresh(r.Dir, r.mark)
	if err != nil {
		return "", inDir(r.Dir, err)
	}
	defer func() { err = errors.Join(err, fresh.Discard()) }()
	modified, err := r.fill(ctx, fresh, s, f)
	if err == nil {
		err = inDir(r.Dir, fresh.Finish(modified))
	}
	for err == nil {
		path = filepath.Join(r.Dir, *name+end)
		if err = fresh.Place(path); err == nil {
			return path, nil
		}
		if !renamed || !errors.Is(err, fs.ErrExist) {
			return "", inDir(r.Dir, err)
		}
		*name, err = r.names.reserve(s.stem, r.ends(s))
	}
	return "", err
}

// fill writes the content of a copy, and returns when it was changed last; the zero time is now.
func (r *run) fill(ctx context.Context, to io.Writer, s shot, f photo.File) (modified time.Time, err error) {
	info, err := os.Stat(f.Path)
	if err != nil {
		return modified, err
	}
	if cloud.Only(info) {
		return modified, &fs.PathError{Op: "open", Path: f.Path, Err: cloud.ErrOnly}
	}
	if r.Strip != All {
		modified = info.ModTime()
	}
	switch {
	case !r.original():
		return modified, r.encode(ctx, to, s)
	case r.Strip != Nothing:
		return modified, r.strip(ctx, to, s)
	}
	src, err := file.Open(f.Path)
	if err != nil {
		return modified, err
	}
	defer src.Close()
	_, err = io.Copy(to, file.Until(ctx, src))
	return modified, err
}

// strip writes the file of a shot without its metadata.
func (r *run) strip(ctx context.Context, to io.Writer, s shot) error {
	release, err := r.reserve(ctx, 2*s.Size) // what is read, and what is written
	if err != nil {
		return err
	}
	defer release()
	data, err := file.Read(s.Path, maxStripped)
	if err != nil {
		return err
	}
	says, err := r.says(s, s.Orientation)
	if err != nil {
		return err
	}
	switch f, _ := format.Of(format.Sniff(data[:min(len(data), format.HeadBytes)])); f.Container {
	case format.Segments:
		data, err = stamp.JPEG(data, says)
	case format.Chunks:
		data, err = stamp.PNG(data, says)
	default:
		err = stamp.ErrKind
	}
	if err != nil {
		return errors.Join(cannotStrip(s), err)
	}
	_, err = to.Write(data)
	return err
}

// cannotStrip says that the metadata of a file cannot be taken out.
func cannotStrip(s shot) error {
	f, _ := format.Of(s.Format)
	return &photo.Fault{
		Code: "export:cannot-strip", Args: photo.Args{"format": f.Title},
		Text: "metadata cannot be taken out of a file of " + f.Title,
	}
}

// reserve waits until there is room for bytes in memory. The caller calls release once they are not held any more.
func (r *run) reserve(ctx context.Context, bytes int64) (release func(), err error) {
	weight := min(memoryBytes, max(1, bytes))
	if err := r.memory.Acquire(ctx, weight); err != nil {
		return nil, err
	}
	return func() { r.memory.Release(weight) }, nil
}

// encode writes a picture of a shot.
func (r *run) encode(ctx context.Context, to io.Writer, s shot) error {
	release, err := r.reserve(ctx, int64(s.WidthPx)*int64(s.HeightPx)*8)
	if err != nil {
		return err
	}
	defer release()
	pic, err := decode.File(ctx, s.File, decode.Options{LongPx: r.LongPx, Budget: r.budget})
	if err != nil {
		return err
	}
	longPx := r.LongPx
	if longPx <= 0 {
		longPx = math.MaxInt32
	}
	img := pic.OnScreen(longPx)
	pic.Image = nil // of which a smaller one may have been made
	says, err := r.says(s, 0)
	if err != nil {
		return err
	}
	data, err := r.encoded(img, says)
	if err != nil {
		return err
	}
	_, err = to.Write(data)
	return err
}

func (r *run) encoded(img *image.RGBA, says stamp.Says) ([]byte, error) {
	if r.Format == PNG {
		var b bytes.Buffer
		if err := png.Encode(&b, img); err != nil {
			return nil, err
		}
		return stamp.PNG(b.Bytes(), says)
	}
	quality := usualQuality
	if r.Quality > 0 {
		quality = min(r.Quality, 100)
	}
	data, err := jpeg.Encode(decode.Flatten(img), quality)
	if err != nil {
		return nil, err
	}
	return stamp.JPEG(data, says)
}
