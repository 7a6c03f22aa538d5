package analyse

import (
	"image"
)

// Batcher is a Step, or its encoder, that may be best given more contents at a time than others.
type Batcher interface {
	// Batch is how many contents it is best given at a time at present. It is called often, from several
	// goroutines, and must not wait.
	Batch() int
}

const (
	// batch is how many contents steps are given together at most, unless one asks for more.
	batch = 8
	// mostTogether is how many a step can ask for: the most pictures that an accelerator's run is tuned to.
	mostTogether = 64
	// waitingBytes is the memory for decoded pictures between decoders and steps. Each batch has as much at most.
	waitingBytes = 48 << 20
)

// together is how many contents of these steps a batch has at most.
func together(steps []Step) int {
	most := batch
	for _, s := range steps {
		if b, ok := s.(Batcher); ok {
			most = max(most, b.Batch())
		}
	}
	return min(most, mostTogether)
}

// weigh sets the memory that c takes while it waits: that of its pictures, or more, so that two batches
// wait at most.
func (c *content) weigh() {
	c.weight = waitingBytes / int64(batches*together(c.all))
	for _, img := range []*image.RGBA{c.picture, c.tile} {
		if img != nil {
			c.weight = max(c.weight, int64(len(img.Pix)))
		}
	}
	c.weight = min(c.weight, waitingBytes)
}

// gatherBatch waits for a content, and returns it with those that are ready, as many as make a batch; none if
// ready is closed.
func gatherBatch(ready <-chan *content) []*content {
	first, ok := <-ready
	if !ok {
		return nil
	}
	cs, most, bytes := []*content{first}, together(first.all), first.weight
	for len(cs) < most && bytes < waitingBytes {
		select {
		case next, ok := <-ready:
			if !ok {
				return cs
			}
			cs, bytes = append(cs, next), bytes+next.weight
		default:
			return cs
		}
	}
	return cs
}
