package analyse

import (
	"context"
	"image"
	"slices"
	"sync/atomic"
	"testing"

	"golang.org/x/sync/semaphore"

	"recollect/engine/analyse/analysetest"
	"recollect/engine/photo"
)

// tuned is an encoder that is best given n pictures at a time.
type tuned struct {
	analysetest.Encoder
	n int
}

func (e *tuned) Batch() int { return e.n }

// sized is Embed, and remembers how much it was given at a time.
type sized struct {
	*Embed
	given []int
}

func (s *sized) Run(ctx context.Context, work []Work) ([]Result, error) {
	s.given = append(s.given, len(work))
	return s.Embed.Run(ctx, work)
}

// Batches have as many contents as the model's run is tuned to, and no more pictures than there is memory for.
func TestBatches(t *testing.T) {
	const quarter = waitingBytes / 4
	for _, tt := range []struct {
		name  string
		n     int // that the encoder is best given
		bytes int // of a picture
		want  []int
	}{
		{"the processor", 0, 400, []int{8, 8, 8, 8, 8}},
		{"an accelerator of small batches", 4, 400, []int{8, 8, 8, 8, 8}},
		{"an accelerator of large ones", 32, 400, []int{32, 8}},
		{"of batches that no run is tuned to", 1000, 400, []int{40}},
		{"large pictures", 32, quarter, []int{4, 4, 4, 4, 4, 4, 4, 4, 4, 4}},
	} {
		s := &sized{Embed: &Embed{Model: "colours", Encoder: &tuned{n: tt.n}}}
		a := New(Options{})
		ready, out := make(chan *content, 40), make(chan []*content, 40)
		waiting := int64(0)
		shared := make([]uint8, tt.bytes)
		for range cap(ready) {
			c := &content{
				steps: []Step{s}, all: []Step{s}, vectors: map[string]photo.Vector{}, results: map[Step]Result{},
				picture: &image.RGBA{Pix: shared, Stride: 40, Rect: image.Rect(0, 0, 10, 10)}, hash: photo.Hash{1},
			}
			c.weigh()
			waiting += c.weight
			ready <- c
		}
		close(ready)
		room := semaphore.NewWeighted(waiting)
		if err := room.Acquire(t.Context(), waiting); err != nil {
			t.Fatal(err)
		}
		if err := a.runAll(t.Context(), ready, room, out, new(atomic.Int64)); err != nil {
			t.Fatal(err)
		}
		if !slices.Equal(s.given, tt.want) {
			t.Errorf("%s: given %d, want %d", tt.name, s.given, tt.want)
		}
		if !room.TryAcquire(waiting) {
			t.Errorf("%s: room is not given back", tt.name)
		}
	}
}
