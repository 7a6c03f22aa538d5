package analyse

import (
	"context"
	"fmt"
	"math"
	"time"

	"recollect/engine/decode"
	"recollect/engine/file"
	"recollect/engine/model/clip"
	"recollect/engine/photo"
)

// Cost is the mean time that the stages take for one photo by itself.
type Cost struct {
	Read    time.Duration // all bytes of the file
	Decode  time.Duration // to an upright picture of reduced size, with the hash
	Thumb   time.Duration // the tile, made and cached
	Prepare time.Duration // the encoder's input
	Encode  time.Duration // the embedding
}

// Total is the time for a photo without recording it.
func (c Cost) Total() time.Duration { return c.Read + c.Decode + c.Thumb + c.Prepare + c.Encode }

// Cost sends files through the stages of Run for embedding with e, one after the other on the
// caller's goroutine, and records nothing. Files that cannot be decoded are left out;
// it is an error if all are. The errors are those of Run too.
func (a *Analyser) Cost(ctx context.Context, e Encoder, files []photo.File) (Cost, error) {
	if err := e.Load(); err != nil {
		return Cost{}, err
	}
	var sum Cost
	n := 0
	for _, f := range files {
		ok, err := a.addCost(ctx, e, f, &sum)
		if err != nil {
			return Cost{}, err
		}
		if ok {
			n++
		}
	}
	if n == 0 {
		return Cost{}, fmt.Errorf("measure the cost of a photo: none of %d could be decoded", len(files))
	}
	for _, d := range []*time.Duration{&sum.Read, &sum.Decode, &sum.Thumb, &sum.Prepare, &sum.Encode} {
		*d /= time.Duration(n)
	}
	return sum, nil
}

// addCost adds what f costs to sum, and reports whether it is a picture.
func (a *Analyser) addCost(ctx context.Context, e Encoder, f photo.File, sum *Cost) (bool, error) {
	last := time.Now()
	lap := func() time.Duration {
		now := time.Now()
		defer func() { last = now }()
		return now.Sub(last)
	}
	data, err := file.Read(f.Path, math.MaxInt64-1)
	if err != nil {
		return false, nil
	}
	read := lap()
	pic, err := decode.Bytes(ctx, data, f, a.pictureOptions(e.SizePx()))
	if err != nil {
		return false, ctx.Err()
	}
	decoded := lap()
	px := e.Prepare(decode.Flatten(pic.Image))
	prepared := lap()
	if _, err := a.cacheTile(&pic); err != nil {
		return false, err
	}
	thumb := lap()
	if _, err := e.Images(ctx, []clip.Pixels{px}); err != nil {
		return false, err
	}
	sum.Read += read
	sum.Decode += decoded
	sum.Thumb += thumb
	sum.Prepare += prepared
	sum.Encode += lap()
	return true, nil
}
