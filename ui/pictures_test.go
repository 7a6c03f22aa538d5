package ui

import (
	"context"
	"image"
	"image/color"
	"runtime"
	"sync"
	"sync/atomic"
	"testing"

	"recollect/engine/photo"
	"recollect/ui/viewer"
)

// busyPictures counts how many pictures are decoded at the same time, at most.
type busyPictures struct {
	Pictures  // nil: nothing else is asked for
	now, most atomic.Int64
}

func (b *busyPictures) Picture(context.Context, photo.ID, int) (image.Image, error) {
	b.most.Store(max(b.most.Load(), b.now.Add(1)))
	runtime.Gosched()
	b.now.Add(-1)
	return image.NewRGBA(image.Rect(0, 0, 4, 3)), nil
}

// Enlarged pictures are decoded one at a time, however many are wanted.
func TestEnlargedPicturesTakeTurns(t *testing.T) {
	var pictures busyPictures
	w := &Window{o: Options{Pictures: &pictures}}
	var g sync.WaitGroup
	for id := photo.ID(1); id <= 8; id++ {
		g.Go(func() {
			if _, err := w.picture(t.Context(), viewer.Request{ID: id, LongSidePx: enlargedPx}); err != nil {
				t.Error(err)
			}
		})
	}
	g.Wait()
	if got := pictures.most.Load(); got != 1 {
		t.Errorf("%d enlarged pictures were decoded at the same time, want 1", got)
	}
}

func TestCoverCutsTheMiddle(t *testing.T) {
	// three stripes: red, green, blue
	img := image.NewRGBA(image.Rect(0, 0, 300, 100))
	for x := range 300 {
		for y := range 100 {
			img.SetRGBA(x, y, []color.RGBA{{R: 255, A: 255}, {G: 255, A: 255}, {B: 255, A: 255}}[x/100])
		}
	}
	got := cover(img, 50, 50)
	if b := got.Bounds(); b.Dx() != 50 || b.Dy() != 50 || got.Stride != 200 {
		t.Fatalf("cover is %v with stride %d, want 50 by 50 without gaps", b, got.Stride)
	}
	for _, x := range []int{3, 25, 46} {
		if c := got.RGBAAt(x, 25); c.G < 200 || c.R > 60 || c.B > 60 {
			t.Errorf("at %d: %v, want green, the middle", x, c)
		}
	}
	tall := cover(img.SubImage(image.Rect(100, 0, 110, 100)), 20, 10)
	if c := tall.RGBAAt(10, 5); c.G < 250 {
		t.Errorf("of a part of a picture: %v, want green", c)
	}
}

func TestRGBA(t *testing.T) {
	img := image.NewRGBA(image.Rect(0, 0, 8, 8))
	if got := rgba(img); got != img {
		t.Error("a picture in the right form was copied")
	}
	part := img.SubImage(image.Rect(2, 2, 6, 6)).(*image.RGBA)
	part.SetRGBA(2, 2, color.RGBA{R: 9, A: 255})
	got := rgba(part)
	if got.Stride != 16 || got.RGBAAt(0, 0).R != 9 {
		t.Errorf("a part of a picture has stride %d and begins with %v", got.Stride, got.RGBAAt(0, 0))
	}
}
