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
//
// For each band it has the contents in the order of that band's value, and where each value begins: a lookup
// reads what lies side by side.
type index struct {
	begins  [bands][1<<bandBits + 1]uint32
	entries [bands][]entry
}

type entry struct {
	look look.Hash
	*content
}

// newIndex returns an index of contents.
func newIndex(all []*content) *index {
	ix := new(index)
	for b := range bands {
		begins := &ix.begins[b]
		n := 0
		for _, c := range all {
			if c.look != look.Flat {
				begins[int(band(c.look, b))+1]++
				n++
			}
		}
		for v := range 1 << bandBits {
			begins[v+1] += begins[v]
		}
		next := *begins
		ix.entries[b] = make([]entry, n)
		for _, c := range all {
			if c.look != look.Flat {
				v := band(c.look, b)
				ix.entries[b][next[v]] = entry{c.look, c}
				next[v]++
			}
		}
	}
	return ix
}

// each calls found once for each content whose hash is near to h.
func (ix *index) each(h look.Hash, found func(c *content, distance int)) {
	if h == look.Flat {
		return
	}
	all := masks()
	for b := range bands {
		mine := band(h, b)
		for _, mask := range all {
			v := int(mine ^ mask)
			for _, e := range ix.entries[b][ix.begins[b][v]:ix.begins[b][v+1]] {
				if d := h.Distance(e.look); d <= near && first(h^e.look) == b {
					found(e.content, d)
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
