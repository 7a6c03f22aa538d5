// Package viewer shows one photo as large as the window allows: the thumbnail
// at once, the sharp picture as soon as it is there, in the same place. It
// steps through the photos of the grid that it was opened from. It reads
// nothing: it requests pictures (OnWant) and receives them (Take). All of it
// belongs to the UI goroutine.
package viewer

import (
	"image"
	"math"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"

	"recollect/engine/photo"
	"recollect/ui/call"
	"recollect/ui/frame"
)

// maxSide is the longest side that is requested, in pixels: every graphics card
// supports it.
const maxSide = 8192

// Request asks for a photo's picture, its longer side at most LongSidePx.
type Request struct {
	ID         photo.ID
	LongSidePx int
}

// Viewer is the widget; make one with New. The callbacks may be nil.
type Viewer struct {
	widget.BaseWidget

	// OnWant: these pictures are wanted now, the most urgent first; all others are not
	OnWant     func([]Request)
	OnDetail   func(photo.ID) // the details of this photo are wanted (SetPhoto)
	OnClose    func()         // back to the grid
	OnMore     func(photo.ID) // more like this one
	OnReveal   func(photo.ID) // show it in its folder
	OnCopy     func(photo.ID) // copy its path
	OnCopyText func(string)   // copy a detail of it
	OnShown    func()         // another photo or another picture of it is shown
	// OnFavourite: it is to be a favourite, or no longer; nil if there are none
	OnFavourite                func(photo.ID)
	OnTag                      func(photo.ID)                        // it is to get a tag; nil if there are none
	OnUntag                    func(id photo.ID, tag string)         // it is to lose one
	OnJudge                    func(photo.ID, string, photo.Verdict) // it shows a thing, or does not
	OnSearchThing, OnSearchTag func(name string)                     // all photos that have it are wanted
	OnHelp                     func()                                // the map of keys is wanted
	// OnRune: a character was typed: act is what it does alone, nil for nothing; nil: that
	// is done at once
	OnRune    func(r rune, act func())
	OnUncover func(photo.ID)             // a covered photo is to be seen
	Favourite func(photo.ID) bool        // whether it is one
	Revealed  func(photo.ID) bool        // whether a covered photo may be seen
	Thumb     func(photo.ID) image.Image // the cached thumbnail, nil for none
	// Scale: physical pixels in one of Fyne's units; nil for 1 (Fyne does not say before the
	// first frame)
	Scale    func() float32
	pictures map[photo.ID]image.Image // sharp pictures of this photo and its neighbours
	asked    map[photo.ID]int         // the long sides that were requested for these
	tiles    []photo.Tile             // of the grid
	at       int                      // which one of tiles
	view     view                     // how the picture lies on the stage
	failed   bool                     // the picture cannot be read
	info     *info                    // what is known of the photo
	bar      *bar                     // name and buttons
	stage    fyne.Size                // room for the picture
	picture  *canvas.Image            // what is seen
	ground   *canvas.Rectangle        // what is seen around it
	// scrims: below the bar and the arrows, where the picture may reach under them
	scrims  [3]*canvas.Rectangle
	message *canvas.Text // instead of a picture that cannot be read
	// cover: instead of a picture that is not to be seen unasked
	cover *cover
	prev  *widget.Button // to the left of the picture
	next  *widget.Button // to the right of the picture
}

// New returns a viewer of no photo.
func New() *Viewer {
	v := &Viewer{
		pictures: make(map[photo.ID]image.Image),
		asked:    make(map[photo.ID]int),
		picture:  &canvas.Image{ScaleMode: canvas.ImageScaleFastest},
	}
	v.build()
	v.ExtendBaseWidget(v)
	return v
}

// Open shows the photo at place at of tiles, which the caller does not change.
func (v *Viewer) Open(tiles []photo.Tile, at int) {
	v.tiles = tiles
	clear(v.pictures)
	clear(v.asked)
	v.show(at)
}

// Close shows no photo, and drops all pictures, which are large. Take ignores
// later ones.
func (v *Viewer) Close() {
	v.tiles, v.at = nil, 0
	clear(v.pictures)
	clear(v.asked)
	v.picture.Image = nil
	v.picture.Hide()
	v.picture.Refresh() // frees the texture, which Fyne would otherwise keep for a minute
	v.bar.clear()
	v.info.clear()
}

// Current returns the photo shown and its place in the tiles; ok is false for
// none.
func (v *Viewer) Current() (t photo.Tile, at int, ok bool) {
	if v.at >= len(v.tiles) {
		return photo.Tile{}, 0, false
	}
	return v.tiles[v.at], v.at, true
}

// Sharp reports whether the picture shown is the sharp one.
func (v *Viewer) Sharp() bool {
	t, _, ok := v.Current()
	return ok && v.pictures[t.ID] != nil
}

// Step moves by so many photos, as far as there are any.
func (v *Viewer) Step(by int) {
	if to := v.at + by; to >= 0 && to < len(v.tiles) {
		v.show(to)
	}
}

// SetPhoto sets the details that OnDetail requested: a photo and the files that are
// shown with it.
func (v *Viewer) SetPhoto(p photo.Photo, companions []photo.Photo) {
	if t, _, ok := v.Current(); ok && t.ID == p.ID {
		v.bar.name(p)
		v.bar.fit(v.Size().Width, v.OnFavourite != nil)
		v.info.show(p, companions)
	}
}

// Take receives a picture that the viewer requested, or nil if it cannot be
// read.
func (v *Viewer) Take(r Request, img image.Image) {
	if !v.near(r.ID) || v.asked[r.ID] > r.LongSidePx {
		return
	}
	if img != nil {
		v.pictures[r.ID] = img
		v.asked[r.ID] = r.LongSidePx
	}
	if t, _, ok := v.Current(); ok && t.ID == r.ID {
		v.failed = img == nil && v.pictures[r.ID] == nil
		v.paint()
	}
}

// show turns to photo at, fitted to the window.
func (v *Viewer) show(at int) {
	v.at = at
	t, _, ok := v.Current()
	if !ok {
		return
	}
	for id := range v.pictures {
		if !v.near(id) || id != t.ID && v.asked[id] > v.fitSide() { // an enlarged picture takes up to 256 MB
			delete(v.pictures, id)
			delete(v.asked, id)
		}
	}
	v.failed = false
	v.view.fit = true
	v.bar.clear()
	v.info.clear()
	v.Remark()
	frame.Show(v.prev, at > 0)
	frame.Show(v.next, at < len(v.tiles)-1)
	v.placeScrims()
	v.paint()
	v.want()
	call.With(v.OnDetail, t.ID)
}

// near reports whether id is the photo shown or one beside it.
func (v *Viewer) near(id photo.ID) bool {
	for i := max(v.at-1, 0); i <= min(v.at+1, len(v.tiles)-1); i++ {
		if v.tiles[i].ID == id {
			return true
		}
	}
	return false
}

// want requests the shown picture, then the next, then the previous one.
func (v *Viewer) want() {
	if v.OnWant == nil || v.stage.Width <= 0 {
		return
	}
	var wanted []Request
	for _, i := range []int{v.at, v.at + 1, v.at - 1} {
		if i < 0 || i >= len(v.tiles) {
			continue
		}
		side := v.fitSide()
		if i == v.at {
			side = v.side()
		}
		if id := v.tiles[i].ID; v.asked[id] < side {
			wanted = append(wanted, Request{id, side})
		}
	}
	v.OnWant(wanted)
}

// fitSide returns the longer side of the stage in physical pixels.
func (v *Viewer) fitSide() int {
	return int(math.Ceil(float64(max(v.stage.Width, v.stage.Height) * v.scale())))
}

// side returns the long side that is needed to show the current photo sharply at the present zoom.
func (v *Viewer) side() int {
	t, _, _ := v.Current()
	size := v.view.size(v.original(), v.stage)
	side := int(math.Ceil(float64(max(size.Width, size.Height) * v.scale())))
	if side <= v.fitSide() {
		return v.fitSide()
	}
	// in steps, so that a turn of the wheel does not read the file again
	step := v.fitSide()
	for step < side {
		step *= 2
	}
	return min(step, maxSide, max(t.WidthPx, t.HeightPx, v.fitSide()))
}

// original returns the size of the photo in pixels.
func (v *Viewer) original() fyne.Size {
	t, _, _ := v.Current()
	return fyne.NewSize(float32(max(t.WidthPx, 1)), float32(max(t.HeightPx, 1)))
}

func (v *Viewer) scale() float32 {
	if v.Scale == nil {
		return 1
	}
	return v.Scale()
}
