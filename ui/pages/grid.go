// Package pages reads the content of the window's pages off the UI goroutine
// and passes it to them. Each page has a type of its own, which knows the page
// and the parts of the library that it needs, but not the window. All of it
// belongs to the UI goroutine.
package pages

import (
	"context"
	"image"
	"log/slog"
	"path/filepath"

	"recollect/engine/photo"
	"recollect/ui/grid"
	"recollect/ui/picture"
	"recollect/ui/work"
)

// The two sizes of thumbnails, and up to which size of a tile the smaller is sharp enough.
const (
	smallThumb = 320
	largeThumb = 1280
	smallReach = 340
)

// Thumbs provides thumbnails of photos; sizePx is 320 or 1280.
type Thumbs interface {
	Thumb(ctx context.Context, id photo.ID, sizePx int) (image.Image, error)
}

// Photos provides the details of photos.
type Photos interface {
	Photo(context.Context, photo.ID) (photo.Photo, error)
	// Companions are the files that are shown with a photo, such as its RAW file.
	Companions(context.Context, photo.ID) ([]photo.Photo, error)
}

// gridServer gives a grid the pictures and names that it wants.
type gridServer struct {
	group  *work.Group
	grid   *grid.Grid
	photos Photos
	thumbs Thumbs
	fan    work.Fan[grid.Request, *image.RGBA]
	naming work.Latest[photo.Photo]
}

// ServeGrid serves g, whose OnWant and OnName it takes.
func ServeGrid(group *work.Group, g *grid.Grid, photos Photos, thumbs Thumbs) {
	p := &gridServer{group: group, grid: g, photos: photos, thumbs: thumbs}
	p.fan = work.Fan[grid.Request, *image.RGBA]{Workers: 3, Work: p.thumb, Show: p.show}
	g.OnWant = func(r []grid.Request) { p.fan.Want(group, r) }
	g.OnName = p.name
}

// thumb returns the picture of a tile at exactly its size, so that the UI
// goroutine need not scale it.
func (p *gridServer) thumb(ctx context.Context, r grid.Request) (*image.RGBA, error) {
	size := smallThumb
	if max(r.WidthPx, r.HeightPx) > smallReach {
		size = largeThumb
	}
	img, err := p.thumbs.Thumb(ctx, r.ID, size)
	if err != nil {
		return nil, err
	}
	if r.Covered {
		return picture.Blur(img, r.WidthPx, r.HeightPx), nil
	}
	return picture.Fill(img, r.WidthPx, r.HeightPx), nil
}

// show shows the picture of a tile, or its colour where it has none; it is asked
// for again when the library changes.
func (p *gridServer) show(r grid.Request, img *image.RGBA, err error) {
	if err != nil {
		slog.Warn("show a thumbnail", "photo", r.ID, "err", err)
	}
	p.grid.Take(r, img)
}

// name passes the name of a photo to the grid.
func (p *gridServer) name(id photo.ID) {
	p.naming.Run(p.group, func(ctx context.Context) (photo.Photo, error) { return p.photos.Photo(ctx, id) },
		func(x photo.Photo, err error) {
			if err == nil {
				p.grid.SetName(id, filepath.Base(x.Path))
			}
		})
}
