package duplicates

import (
	"context"
	"encoding/binary"
	"image"
	"math/rand/v2"
	"testing"

	"recollect/engine/catalog"
	"recollect/engine/look"
	"recollect/engine/photo"
)

// crowd is a library of n contents. Their hashes are skewed as those of photos are, whose low frequencies are
// alike, and one of ten is a near copy of the one before, with a picture that shows it.
func crowd(n int) (*library, *comparer) {
	r := rand.New(rand.NewPCG(3, 4))
	l := &library{by: map[photo.Hash]*content{}, known: newKnown("")}
	kinds := make([]look.Hash, 200)
	for i := range kinds {
		kinds[i] = look.Hash(r.Uint64())
	}
	flip := func(h look.Hash, bits int) look.Hash {
		for range bits {
			h ^= 1 << r.IntN(look.Bits)
		}
		return h
	}
	picture := map[photo.Hash]uint64{}
	var last catalog.Seen
	var signs sketch
	for i := range n {
		s := catalog.Seen{ID: photo.ID(i + 1), Look: flip(kinds[r.IntN(len(kinds))], 24)}
		binary.LittleEndian.PutUint64(s.Hash[:], r.Uint64())
		picture[s.Hash] = r.Uint64()
		if i%10 == 9 {
			s.Look = flip(last.Look, 6)
			picture[s.Hash] = picture[last.Hash]
		} else {
			signs = sketch{size: 512}
			for i := range signs.signs {
				signs.signs[i] = r.Uint64()
			}
		}
		last = s
		l.add(s).sketch = signs
	}
	l.forget()
	return l, newComparer(sources{
		vector: func(context.Context, photo.Hash) (photo.Vector, error) { return nil, catalog.ErrNotFound },
		tile: func(_ context.Context, c *content) (*image.RGBA, error) {
			noise := rand.New(rand.NewPCG(picture[c.hash], 0))
			img := image.NewRGBA(image.Rect(0, 0, 64, 64))
			for i := range img.Pix {
				img.Pix[i] = uint8(noise.Uint32())
			}
			return img, nil
		},
	})
}

// The near copies of a crowd are found, and no others.
func TestLinksOfMany(t *testing.T) {
	const n = 5000
	l, c := crowd(n)
	links, err := l.links(t.Context(), c, atOnce)
	if err != nil {
		t.Fatal(err)
	}
	right := 0
	for _, k := range links {
		a, b := k.a.photos[0], k.b.photos[0]
		if max(a, b)%10 != 0 || min(a, b) != max(a, b)-1 {
			t.Errorf("%d and %d are linked", a, b)
		}
		right++
	}
	if right < n/10*99/100 {
		t.Errorf("found %d of %d", right, n/10)
	}
}

func BenchmarkLinks100k(b *testing.B) {
	l, c := crowd(100_000)
	for b.Loop() {
		l.known, l.index = newKnown(""), nil
		if _, err := l.links(b.Context(), c, atOnce); err != nil {
			b.Fatal(err)
		}
	}
}
