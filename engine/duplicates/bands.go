package duplicates

import (
	"math/bits"
	"sync"

	"recollect/engine/look"
)

const (
	bands    = 4
	bandBits = look.Bits / bands
	// flips is how many bits of a band may differ for two hashes to meet in it: all that differ in 15 bits or
	// less do, and most of those that differ in 20.
	flips = 3
)

// near is how many bits of two hashes may differ. docs/quality.md says what lies beyond.
const near = 20

// index finds hashes near to one without comparing it with all: it keeps them by each quarter of their bits,
// and looks where one quarter differs in a few ("multi-index hashing": Norouzi, Punjani and Fleet, "Fast search
// in Hamming space", 2012). Flat hashes are not kept.
type index struct {
	table [bands][1 << bandBits][]*content
}

func (ix *index) add(c *content) {
	if c.look == look.Flat {
		return
	}
	for b := range ix.table {
		at := &ix.table[b][band(c.look, b)]
		*at = append(*at, c)
	}
}

func (ix *index) remove(c *content) {
	if c.look == look.Flat {
		return
	}
	for b := range ix.table {
		at := &ix.table[b][band(c.look, b)]
		for i, other := range *at {
			if other == c {
				last := len(*at) - 1
				(*at)[i] = (*at)[last]
				*at = (*at)[:last]
				break
			}
		}
	}
}

// each calls found once for each content whose hash is near to h.
func (ix *index) each(h look.Hash, found func(c *content, distance int)) {
	if h == look.Flat {
		return
	}
	all := masks()
	for b := range ix.table {
		mine := band(h, b)
		for _, mask := range all {
			for _, c := range ix.table[b][mine^mask] {
				if d := h.Distance(c.look); d <= near && first(h^c.look) == b {
					found(c, d)
				}
			}
		}
	}
}

// first is the first band in which hashes that differ by so many bits meet.
func first(difference look.Hash) int {
	for b := range bands {
		if bits.OnesCount16(band(difference, b)) <= flips {
			return b
		}
	}
	return bands
}

func band(h look.Hash, b int) uint16 { return uint16(h >> (b * bandBits)) }

// masks are all differences of a band of up to flips bits.
var masks = sync.OnceValue(func() (all []uint16) {
	for m := range 1 << bandBits {
		if bits.OnesCount16(uint16(m)) <= flips {
			all = append(all, uint16(m))
		}
	}
	return all
})
