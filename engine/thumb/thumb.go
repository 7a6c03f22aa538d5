// Package thumb keeps small pictures on disk, so that a grid need not decode
// whole photos. They are found by the hash of the photo's content: a photo that
// was moved keeps its small picture, and one that was changed gets another.
//
// Nothing here is worth saving: whatever is missing or damaged is reported as
// missing, to be made again from the photo. Making small pictures, and how many
// of them may lie on the disk, is left to others.
//
// # Format
//
// DIR/v1/ab/abcdef...-320.jpg: the generation, the first two digits of the hash,
// the hash, and the longer side in pixels. Raise the generation when what is in
// the files changes; files of older generations are then no longer looked at.
package thumb

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"image"
	"image/jpeg"
	"io/fs"
	"os"
	"path/filepath"

	"recollect/engine/decode"
	"recollect/engine/photo"
)

// The sizes in use, as the length of the longer side in pixels.
const (
	Small = 320  // a tile of the grid
	Large = 1280 // a first look in the viewer
)

const generation = "v1"

// quality of the JPEG files, in which no fault can be seen at these sizes.
const quality = 85

// ErrMissing: there is no small picture, or there was a damaged one, which is removed.
var ErrMissing = errors.New("no small picture")

// Cache is a folder of small pictures. Any number of goroutines, and of
// processes, may use it at once.
type Cache struct {
	root string
}

// Open returns the cache in dir, which the first Put makes. There is nothing to close.
func Open(dir string) *Cache { return &Cache{filepath.Join(dir, generation)} }

// Get is the picture that Put was given for the same hash and size, but for what
// JPEG loses. It returns ErrMissing, or what the file system says.
func (c *Cache) Get(ctx context.Context, h photo.Hash, sizePx int) (image.Image, error) {
	path := c.path(h, sizePx)
	data, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, ErrMissing
	}
	if err != nil {
		return nil, fmt.Errorf("thumbnail: %w", err)
	}
	// The decoder makes the best of a JPEG that ends early, and a power cut may
	// have left one: only a file with its end is whole.
	if bytes.HasSuffix(data, []byte{0xff, 0xd9}) {
		if p, err := decode.Bytes(ctx, data, photo.File{Path: path}, decode.Options{}); err == nil {
			return p.Image, nil
		}
	}
	if err := os.Remove(path); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("remove damaged thumbnail: %w", err)
	}
	return nil, ErrMissing
}

// Put keeps img, which is of the size that the caller made it, under h and
// sizePx. It is there whole or not at all for everybody who looks meanwhile. img
// is not kept.
func (c *Cache) Put(h photo.Hash, sizePx int, img *image.RGBA) error {
	if err := write(c.path(h, sizePx), img); err != nil {
		return fmt.Errorf("thumbnail: %w", err)
	}
	return nil
}

// write replaces path by way of another file. Nothing waits for the disk: after
// a power cut the file may be damaged, and then it is made again.
func write(path string, img image.Image) error {
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return err
	}
	file, err := os.CreateTemp(filepath.Dir(path), "*.tmp")
	if err != nil {
		return err
	}
	err = jpeg.Encode(file, img, &jpeg.Options{Quality: quality})
	err = errors.Join(err, file.Close())
	if err == nil {
		err = os.Rename(file.Name(), path)
	}
	if err != nil {
		return errors.Join(err, os.Remove(file.Name()))
	}
	return nil
}

func (c *Cache) path(h photo.Hash, sizePx int) string {
	name := fmt.Sprintf("%x-%d.jpg", h, sizePx)
	return filepath.Join(c.root, name[:2], name)
}
