// Package viewer shows one photo as large as the window allows: the thumbnail
// at once, the sharp picture as soon as it is there, in the same place. It
// steps through the photos of the grid that it was opened from. It reads
// nothing: it requests pictures (OnWant) and receives them (Take). All of it
// belongs to the UI goroutine.
package viewer

import (
	"image"
	"math"
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"

	"recollect/engine/photo"
	"recollect/ui/call"
	"recollect/ui/details"
	"recollect/ui/filmstrip"
	"recollect/ui/frame"
	"recollect/ui/roll"
	"recollect/ui/tip"
)

// maxSide is the longest side that is requested, in pixels: every graphics card
// supports it.
const maxSide = 8192

// Request asks for a photo's picture, its longer side at most LongSidePx, turned clockwise by so many
// quarters.
type Request struct {
	ID         photo.ID
	LongSidePx int
	Turns      int
}

// Viewer is the widget; make one with New. The callbacks may be nil.
type Viewer struct {
	widget.BaseWidget

	// OnNeed: these pages of the roll are needed, loaded or not, the most urgent first
	OnNeed func([]*roll.Page)
	// OnWant: these pictures are wanted now, the most urgent first; all others are not
	OnWant   func([]Request)
	OnDetail func(photo.ID) // the details of this photo are wanted (SetPhoto)
	OnClose  func()         // back to the grid
	OnMore   func(photo.ID) // more like this one
	OnReveal func(photo.ID) // show it in its folder
	// OnDigit is called with digits, OnReject with X; nil: they do nothing.
	OnDigit  func(photo.ID, rune)
	OnReject func(photo.ID)
	OnShown  func() // another photo or another picture of it is shown
	// OnFavourite: it is to be a favourite, or no longer; nil if there are none
	OnFavourite func(photo.ID)
	OnTag       func(photo.ID) // it is to get a tag; nil if there are none
	OnHelp      func()         // the map of keys is wanted
	// OnFullScreen, OnSlides: the whole screen is wanted, or no longer; so is the slide show
	OnFullScreen, OnSlides func()
	OnStrip                func(shown bool) // the person shows or hides the strip of neighbours
	OnCompare              func(at int)     // it is to be seen beside another one
	// OnRune: a character was typed: act is what it does alone, nil for nothing; nil: that
	// is done at once
	OnRune    func(r rune, act func())
	OnKey     func(*fyne.KeyEvent)       // is called with each key before it acts
	OnUncover func(photo.ID)             // a covered photo is to be seen
	Favourite func(photo.ID) bool        // whether it is one
	Revealed  func(photo.ID) bool        // whether a covered photo may be seen
	Thumb     func(photo.ID) image.Image // the cached thumbnail, nil for none
	// Scale: physical pixels in one of Fyne's units; nil for 1 (Fyne does not say before the
	// first frame)
	Scale    func() float32
	pictures map[photo.ID]image.Image // sharp pictures of this photo and its neighbours
	asked    map[photo.ID]int         // the long sides that were requested for these
	roll     *roll.Roll               // the photos of the grid
	tile     photo.Tile               // the photo shown; zero: none
	at       int                      // its index in roll
	pending  int                      // the index of the photo to show once it is loaded; -1: none
	view     view                     // how the picture lies on the stage
	turns    int                      // quarters by which the person has turned it clockwise, to look at
	alone    bool                     // the picture has the whole window
	failed   bool                     // the picture cannot be read
	details  *details.Panel           // what is known of the photo, to its right
	open     bool                     // it is shown
	bar      *bar                     // name and buttons
	strip    *filmstrip.Strip         // the neighbours, below the picture
	striped  bool                     // the strip is wanted
	stage    fyne.Size                // room for the picture
	picture  *canvas.Image            // what is seen
	ground   *canvas.Rectangle        // what is seen around it
	// scrims: below the bar, the arrows and the strip, where the picture may reach under them
	scrims  [4]*canvas.Rectangle
	message *canvas.Text // instead of a picture that cannot be read
	// cover: instead of a picture that is not to be seen unasked
	cover *cover
	prev  *tip.Button // to the left of the picture
	next  *tip.Button // to the right of the picture
}

// New returns a viewer of no photo.
func New() *Viewer {
	v := &Viewer{
		pictures: make(map[photo.ID]image.Image),
		asked:    make(map[photo.ID]int),
		pending:  -1,
		picture:  &canvas.Image{ScaleMode: canvas.ImageScaleFastest},
		strip:    filmstrip.New(),
		striped:  true,
	}
	v.build()
	v.ExtendBaseWidget(v)
	return v
}

// Open shows the photo at index at of r, which is loaded.
func (v *Viewer) Open(r *roll.Roll, at int) {
	v.roll = r
	clear(v.pictures)
	clear(v.asked)
	v.show(at)
}

// SetRoll replaces the photos, of which more are loaded now, or which have changed. If the one shown
// is not among them, the viewer keeps those that it has, with the pages that r has loaded of them.
// Both rolls are by date, the newest first.
func (v *Viewer) SetRoll(r *roll.Roll) {
	if v.tile.ID == 0 || r == v.roll {
		return
	}
	at := r.FindNear(v.tile, v.at)
	if at < 0 {
		r, at = v.roll.Adopt(r), v.at
	}
	if v.pending >= 0 {
		v.pending += at - v.at
	}
	v.roll, v.at = r, at
	if _, ok := r.At(v.pending); ok {
		v.show(v.pending)
		return
	}
	v.strip.SetRoll(v.roll, v.at)
	v.arrows()
	v.want()
	v.need()
}

// Close shows no photo, and drops all pictures, which are large. Take ignores
// later ones.
func (v *Viewer) Close() {
	v.roll, v.tile, v.at, v.pending = nil, photo.Tile{}, 0, -1
	clear(v.pictures)
	clear(v.asked)
	v.picture.Image = nil
	v.picture.Hide()
	v.picture.Refresh() // frees the texture, which Fyne would otherwise keep for a minute
	v.bar.clear()
	v.details.Await(0)
	v.strip.Clear()
	v.need()
}

// Current returns the photo shown and its index in the roll; ok is false for
// none.
func (v *Viewer) Current() (t photo.Tile, at int, ok bool) { return v.tile, v.at, v.tile.ID != 0 }

// Sharp reports whether the picture shown is the sharp one.
func (v *Viewer) Sharp() bool {
	t, _, ok := v.Current()
	return ok && v.pictures[t.ID] != nil
}

// Step moves by so many photos, as far as there are any; once they are loaded, if they are not.
func (v *Viewer) Step(by int) {
	from := v.at
	if v.pending >= 0 {
		from = v.pending
	}
	v.turnTo(from + by)
}

// turnTo shows photo to, if there is one; once it is loaded, if it is not.
func (v *Viewer) turnTo(to int) {
	if to < 0 || to >= v.roll.Len() {
		return
	}
	if _, ok := v.roll.At(to); !ok {
		v.pending = to
		v.need()
		return
	}
	v.show(to)
}

// need reports the pages of the photo shown, of those beside it, of the one to be shown, and of the strip.
func (v *Viewer) need() {
	if v.OnNeed == nil {
		return
	}
	pages := pagesOf(v.roll, v.pending, v.at, v.at+1, v.at-1)
	for _, p := range v.strip.Pages() {
		if !slices.Contains(pages, p) {
			pages = append(pages, p)
		}
	}
	v.OnNeed(pages)
}

// pagesOf returns the pages of the photos at some indices of a roll, of those that are in it.
func pagesOf(r *roll.Roll, indices ...int) (pages []*roll.Page) {
	for _, i := range indices {
		if i < 0 || i >= r.Len() {
			continue
		}
		if p := r.Pages[r.PageOf(i)]; !slices.Contains(pages, p) {
			pages = append(pages, p)
		}
	}
	return pages
}

// SetPhoto sets the details that OnDetail requested: a photo and the files that are
// shown with it.
func (v *Viewer) SetPhoto(p photo.Photo, companions []photo.Photo) {
	if t, _, ok := v.Current(); ok && t.ID == p.ID {
		v.bar.name(p)
		v.bar.fit(v.Size().Width, v.OnFavourite != nil)
		v.details.SetPhoto(p, companions)
	}
}

// SetMarks sets the tags and things of a photo.
func (v *Viewer) SetMarks(id photo.ID, m details.Marks) { v.details.SetMarks(id, m) }

// Details returns the panel with what is known of the photo, to connect it.
func (v *Viewer) Details() *details.Panel { return v.details }

// Take receives a picture that the viewer requested, or nil if it cannot be
// read.
func (v *Viewer) Take(r Request, img image.Image) {
	if !v.near(r.ID) || v.asked[r.ID] > r.LongSidePx || r.Turns != v.turnsOf(r.ID) {
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

// show turns to photo at, if it is loaded, fitted to the window.
func (v *Viewer) show(at int) {
	t, ok := v.roll.At(at)
	if !ok {
		return
	}
	if v.turns != 0 { // the turned picture is not that of the photo
		v.turned(0)
	}
	v.tile, v.at, v.pending = t, at, -1
	for id := range v.pictures {
		if !v.near(id) || id != t.ID && v.asked[id] > v.fitSide() { // an enlarged picture takes up to 256 MB
			delete(v.pictures, id)
			delete(v.asked, id)
		}
	}
	v.failed = false
	v.view.fit = true
	v.bar.clear()
	v.details.Await(t.ID)
	v.Remark()
	v.strip.SetRoll(v.roll, v.at)
	v.arrows()
	v.paint()
	v.want()
	v.need()
	call.With(v.OnDetail, t.ID)
}

// arrows shows the arrows to where there are photos.
func (v *Viewer) arrows() {
	frame.Show(v.prev, v.at > 0 && !v.alone)
	frame.Show(v.next, v.at < v.roll.Len()-1 && !v.alone)
	v.placeScrims()
	v.bar.count(v.at, v.roll.Len())
}

// Turn turns the picture by quarters clockwise, to look at: nothing of it is kept.
func (v *Viewer) Turn(by int) {
	if v.tile.ID == 0 {
		return
	}
	v.turned(((v.turns+by)%4 + 4) % 4)
	v.view.fit = true
	v.paint()
	v.want()
}

// turned sets by how much the photo is turned, and drops its picture.
func (v *Viewer) turned(turns int) {
	v.turns = turns
	delete(v.pictures, v.tile.ID)
	delete(v.asked, v.tile.ID)
}

func (v *Viewer) turnsOf(id photo.ID) int {
	if id == v.tile.ID {
		return v.turns
	}
	return 0
}

// SetAlone says whether the picture has the whole window, without names and buttons.
func (v *Viewer) SetAlone(alone bool) {
	if v.alone == alone {
		return
	}
	v.alone = alone
	frame.Show(v.bar.box, !alone)
	v.showStrip()
	v.arrows()
	v.Refresh()
}

// Strip returns the strip of neighbours, to serve it with pictures.
func (v *Viewer) Strip() *filmstrip.Strip { return v.strip }

// SetStrip says whether the strip of neighbours is shown, below a picture that does not have the whole window.
func (v *Viewer) SetStrip(shown bool) {
	v.striped = shown
	v.showStrip()
	v.Refresh()
}

func (v *Viewer) showStrip() { frame.Show(v.strip, v.striped && !v.alone) }

func (v *Viewer) toggleStrip() {
	v.SetStrip(!v.striped)
	v.need()
	call.With(v.OnStrip, v.striped)
}

// Alone reports whether the picture has the whole window.
func (v *Viewer) Alone() bool { return v.alone }

// Last reports whether no photo follows.
func (v *Viewer) Last() bool { return v.at >= v.roll.Len()-1 }

// near reports whether id is the photo shown or one beside it.
func (v *Viewer) near(id photo.ID) bool {
	for i := v.at - 1; i <= v.at+1; i++ {
		if t, ok := v.roll.At(i); ok && t.ID == id {
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
		t, ok := v.roll.At(i)
		if !ok {
			continue
		}
		side := v.fitSide()
		if i == v.at {
			side = v.side()
		}
		if v.asked[t.ID] < side {
			wanted = append(wanted, Request{t.ID, side, v.turnsOf(t.ID)})
		}
	}
	v.OnWant(wanted)
}

// fitSide returns the longer side of the stage in physical pixels.
func (v *Viewer) fitSide() int { return ceil(max(v.stage.Width, v.stage.Height) * v.scale()) }

// side returns the long side that is needed to show the current photo sharply at the present zoom.
func (v *Viewer) side() int {
	return longSide(v.view.size(v.original(), v.stage), v.stage, v.scale(), v.tile)
}

// longSide returns the long side that a picture of t needs to be sharp at a size on a stage, in physical pixels;
// not less than a picture needs that fits.
func longSide(size, stage fyne.Size, scale float32, t photo.Tile) int {
	fit, side := ceil(max(stage.Width, stage.Height)*scale), ceil(max(size.Width, size.Height)*scale)
	if side <= fit {
		return fit
	}
	// in steps, so that a turn of the wheel does not read the file again
	step := fit
	for step < side {
		step *= 2
	}
	return min(step, maxSide, max(t.WidthPx, t.HeightPx, fit))
}

func ceil(x float32) int { return int(math.Ceil(float64(x))) }

// original returns the size of the photo in pixels.
func (v *Viewer) original() fyne.Size {
	t, _, _ := v.Current()
	w, h := float32(max(t.WidthPx, 1)), float32(max(t.HeightPx, 1))
	if v.turns%2 == 1 {
		w, h = h, w
	}
	return fyne.NewSize(w, h)
}

func (v *Viewer) scale() float32 {
	if v.Scale == nil {
		return 1
	}
	return v.Scale()
}
