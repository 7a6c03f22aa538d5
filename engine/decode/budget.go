package decode

import (
	"context"
	"errors"
	"fmt"
	"image"
	"sync"
	"time"

	"golang.org/x/sync/semaphore"
)

// The bounds of one picture. Beyond one of the first four, it is refused with ErrTooLarge before
// any pixel is allocated. If decoding takes longer than maxTime, it ends with ErrTooSlow.
const (
	maxFileBytes = 512 << 20
	maxPixels    = 200_000_000
	// maxScaledPixels applies to a picture that a decoder scales down without ever
	// holding all of it. It bounds work only: some 4 s for a JPEG.
	maxScaledPixels = 1_000_000_000
	maxSidePx       = 65_535
	maxBytes        = 3 << 29 // of memory, as estimated from the header
	maxTime         = 10 * time.Second
)

// Budget bounds the memory of all pictures that are being decoded with it: the files, the decoders'
// buffers, and the resulting pictures. A picture that was returned no longer counts.
//
// The bytes of a file are read into memory that an earlier file was read into, while there is such.
type Budget struct {
	bytes int64
	free  *semaphore.Weighted
	spare sync.Pool // of *[]byte
}

// NewBudget returns a budget of so many bytes. A picture that needs more is decoded alone.
func NewBudget(bytes int64) *Budget { return &Budget{bytes: bytes, free: semaphore.NewWeighted(bytes)} }

// buffer returns memory for the n bytes of a file, with anything in it.
func (b *Budget) buffer(n int64) []byte {
	if b == nil || n > mostSpare {
		return make([]byte, n)
	}
	if old, ok := b.spare.Get().(*[]byte); ok && int64(cap(*old)) >= n {
		return (*old)[:n]
	}
	const step = 1 << 20 // so that it fits another file of the same camera
	return make([]byte, n, (n+step-1)/step*step)
}

// mostSpare is the length of the largest file whose memory is used again.
const mostSpare = 16 << 20

// reuse takes memory from buffer to which nothing refers any more.
func (b *Budget) reuse(data []byte) {
	if b != nil && len(data) <= mostSpare {
		b.spare.Put(&data)
	}
}

// take waits until so many bytes are free, and reserves them until release is called. A nil Budget
// has no limit. The error is ctx's.
func (b *Budget) take(ctx context.Context, bytes int64) (release func(), err error) {
	if b == nil {
		return func() {}, ctx.Err()
	}
	bytes = min(bytes, b.bytes)
	if err := b.free.Acquire(ctx, bytes); err != nil {
		return nil, err
	}
	return func() { b.free.Release(bytes) }, nil
}

// check refuses dimensions that are out of bounds.
func check(size image.Point, most int64) error {
	switch {
	case size.X <= 0 || size.Y <= 0:
		return damaged(fmt.Errorf("%d x %d pixels", size.X, size.Y))
	case size.X > maxSidePx || size.Y > maxSidePx || pixels(size) > most:
		return tooManyPixels(size, errors.New("too many pixels"))
	}
	return nil
}

// timed returns ctx with the time limit of one picture, maxTime + more. explain returns why work
// failed with err: ctx's error, ErrTooSlow, or err itself.
func timed(ctx context.Context, more time.Duration) (
	limited context.Context, explain func(err error) error, cancel func(),
) {
	limited, cancel = context.WithTimeout(ctx, maxTime+more)
	explain = func(err error) error {
		switch {
		case err == nil:
			return nil
		case ctx.Err() != nil:
			return ctx.Err()
		case limited.Err() != nil:
			return tooSlow(maxTime + more)
		}
		return err
	}
	return limited, explain, cancel
}
