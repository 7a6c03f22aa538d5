// Package thumb stores small pictures on disk, so that a grid need not decode whole
// photos. Their key is the hash of the photo's content: a moved photo keeps its small
// picture, and a changed one gets a new one.
//
// Everything here can be rebuilt: a missing or damaged picture is reported as missing,
// to be made again from the photo, and Trim removes the least recently used ones. The
// callers make the pictures.
//
// The folder may be a link to another program's, or hold other files. Only files with the
// names below are removed, only from a folder with the mark, and never through a link.
//
// # Format
//
// DIR/v2/ab/abcdef...-320: the generation, the first two digits of the hash, the hash,
// and the longer side in pixels. The file is a JPEG, or a PNG where the picture is
// transparent; its modification time is the day of its last use. Raise the generation
// when the content of the files changes; Trim removes those of older ones. NUMBER.tmp
// beside them is being written, and DIR/v2/CACHEDIR.TAG marks the generation's folder
// as made by Recollect. One of an earlier version has no mark, and gets it if all in it
// carries these names.
//
//   - v1 (.jpg in the name): transparent pictures had lost their transparency.
//   - v2
//
// JPEG, because a tile of WebP takes eight times as long to decode and saves a
// quarter of the bytes: bench/thumbs.
package thumb

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"image"
	"image/png"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"sync/atomic"
	"time"

	"recollect/engine/decode"
	"recollect/engine/decode/jpeg"
	"recollect/engine/file"
	"recollect/engine/photo"
)

// The sizes in use, as the length of the longer side in pixels.
const (
	Small = 320  // a tile of the grid
	Large = 1280 // shown in the viewer until the photo is decoded
)

const generation = 2

// DefaultMax is the default size of a cache in bytes: the tiles of 200,000
// photos, with room for recently opened ones.
const DefaultMax = 4 << 30

// quality is that of the JPEG files: no fault is visible at these sizes.
const quality = 85

// ErrMissing: there is no small picture, or there was a damaged one, which is removed.
var ErrMissing = errors.New("no small picture")

// Cache is a folder of small pictures. Any number of goroutines, and of
// processes, may use it at once.
type Cache struct {
	dir, root string // root is the generation's
	max       int64
	written   atomic.Int64 // bytes since the last Trim
	full      chan struct{}
}

// Open returns the cache in dir, which the first Put creates. Trim reduces it
// to maxBytes; 0 means DefaultMax. A Cache need not be closed.
func Open(dir string, maxBytes int64) *Cache {
	if maxBytes == 0 {
		maxBytes = DefaultMax
	}
	return &Cache{
		dir: dir, root: filepath.Join(dir, folderName(generation)), max: maxBytes, full: make(chan struct{}, 1),
	}
}

// Get returns the picture that Put stored under the same hash and size, apart
// from the loss of JPEG. It returns ErrMissing, or the error of the file
// system.
func (c *Cache) Get(ctx context.Context, h photo.Hash, sizePx int) (*image.RGBA, error) {
	path := c.path(h, sizePx)
	data, err := c.read(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, ErrMissing
	}
	if err != nil {
		return nil, fmt.Errorf("thumbnail: %w", err)
	}
	if complete(data) {
		if p, err := decode.Bytes(ctx, data, photo.File{Path: path}, decode.Options{}); err == nil {
			return p.Image, nil
		}
	}
	if err := c.discard(path); err != nil && !errors.Is(err, ErrForeign) { // Put will replace it
		return nil, fmt.Errorf("remove damaged thumbnail: %w", err)
	}
	return nil, ErrMissing
}

// discard removes the small picture at path.
func (c *Cache) discard(path string) error {
	f, err := c.folder(generation)
	if f == nil {
		return err
	}
	defer f.close()
	if err := f.own(); err != nil {
		return err
	}
	name, err := filepath.Rel(f.path, path)
	if err != nil {
		return err
	}
	return f.remove(name)
}

// touchEvery is how far a file's time may lag behind its last use, so that
// viewing pictures does not write to the disk all the time.
const touchEvery = 24 * time.Hour

// read reads a file and records its use.
func (c *Cache) read(path string) ([]byte, error) {
	f, err := file.OpenOwn(path, os.O_RDONLY) // its time is set: never that of a photo, by a link
	if err != nil {
		return nil, err
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return nil, err
	}
	if now := time.Now(); now.Sub(info.ModTime()) > touchEvery {
		_ = os.Chtimes(path, now, now) // if it fails, the file is only removed sooner
	}
	data := make([]byte, info.Size())
	_, err = io.ReadFull(f, data)
	return data, err
}

// complete reports whether a file has its end. A power cut may have left a
// truncated file, which the decoder would accept.
func complete(data []byte) bool {
	return bytes.HasSuffix(data, []byte{0xff, 0xd9}) || bytes.HasSuffix(data, []byte("IEND\xaeB`\x82"))
}

// Put stores img, which the caller has scaled, under h and sizePx. Concurrent
// readers see all of it or nothing. Put does not retain img.
func (c *Cache) Put(h photo.Hash, sizePx int, img *image.RGBA) error {
	n, err := c.write(c.path(h, sizePx), img)
	if err != nil {
		return fmt.Errorf("thumbnail: %w", err)
	}
	if c.written.Add(n) > c.max/10 {
		select {
		case c.full <- struct{}{}:
		default: // signalled already
		}
	}
	return nil
}

// write replaces path through a temporary file and returns its length. It does
// not sync: after a power cut the file may be damaged, and is then made again.
func (c *Cache) write(path string, img *image.RGBA) (int64, error) {
	data, err := encode(img)
	if err != nil {
		return 0, err
	}
	temp, err := os.CreateTemp(filepath.Dir(path), "*"+partial)
	if errors.Is(err, fs.ErrNotExist) {
		if err = c.makeShard(filepath.Dir(path)); err == nil {
			temp, err = os.CreateTemp(filepath.Dir(path), "*"+partial)
		}
	}
	if err != nil {
		return 0, err
	}
	_, err = temp.Write(data)
	err = errors.Join(err, temp.Close())
	if err == nil {
		err = os.Rename(temp.Name(), path)
	}
	if err != nil {
		return 0, errors.Join(err, os.Remove(temp.Name()))
	}
	return int64(len(data)), nil
}

func encode(img *image.RGBA) ([]byte, error) {
	if decode.Opaque(img) {
		return jpeg.Encode(img, quality)
	}
	var b bytes.Buffer
	err := (&png.Encoder{CompressionLevel: png.BestSpeed}).Encode(&b, img)
	return b.Bytes(), err
}

func (c *Cache) path(h photo.Hash, sizePx int) string {
	name := fmt.Sprintf("%x-%d", h, sizePx)
	return filepath.Join(c.root, name[:2], name)
}
