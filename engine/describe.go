package engine

import (
	"context"
	"errors"
	"os"
	"path/filepath"

	"recollect/engine/catalog"
	"recollect/engine/decode"
	"recollect/engine/meta"
	"recollect/engine/photo"
	"recollect/engine/places"
)

// Describer describes picture files. It reads a folder once for consecutive files in it. It is for
// one goroutine.
type Describer struct {
	Photos *Photos // nil: only metadata in files
	beside meta.Lister
}

// Describe is Photos.Describe. Errors are those of the file system, of decode and of
// the catalog.
func (d *Describer) Describe(ctx context.Context, path string) (photo.Photo, error) {
	p, err := d.described(ctx, path)
	places.Name(p.Meta.Place)
	return p, err
}

// described is Describe, but the place has no name.
func (d *Describer) described(ctx context.Context, path string) (photo.Photo, error) {
	p, err := d.alone(path)
	if err != nil || d.Photos == nil {
		return p, err
	}
	known, err := d.Photos.catalog.ByPath(ctx, p.Path)
	switch {
	case errors.Is(err, catalog.ErrNotFound):
		return p, nil
	case err != nil:
		return p, err
	case known.Size == p.Size && known.ModTime.Equal(p.ModTime):
		p.Hash, p.Damaged = known.Hash, known.Damaged
	}
	p.ID, p.Folder, p.Lead = known.ID, known.Folder, known.Lead
	return d.Photos.catalog.Overlay(ctx, p)
}

// alone describes a file without the library.
func (d *Describer) alone(path string) (photo.Photo, error) {
	path, err := filepath.Abs(path)
	if err != nil {
		return photo.Photo{}, err
	}
	info, err := os.Stat(path)
	if err != nil {
		return photo.Photo{}, err
	}
	p := photo.Photo{File: photo.File{Path: path, Size: info.Size(), ModTime: info.ModTime()}}
	// The picture may be readable even if its folder cannot be listed.
	p.Sidecars, _ = d.beside.Beside(path)
	p.Details, err = decode.Describe(p.File)
	return p, err
}
