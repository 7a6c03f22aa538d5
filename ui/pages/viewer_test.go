package pages

import (
	"context"
	"image"
	"runtime"
	"sync"
	"sync/atomic"
	"testing"

	"recollect/engine/photo"
	"recollect/ui/viewer"
)

// busyPictures counts how many pictures are decoded at the same time, at most.
type busyPictures struct {
	Thumbs
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
	p := &Viewer{pictures: &pictures}
	var g sync.WaitGroup
	for id := photo.ID(1); id <= 8; id++ {
		g.Go(func() {
			if _, err := p.picture(t.Context(), viewer.Request{ID: id, LongSidePx: enlargedPx}); err != nil {
				t.Error(err)
			}
		})
	}
	g.Wait()
	if got := pictures.most.Load(); got != 1 {
		t.Errorf("%d enlarged pictures were decoded at the same time, want 1", got)
	}
}
