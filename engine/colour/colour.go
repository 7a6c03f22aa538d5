// Package colour names the dominant colours of a picture by the eleven basic
// colour terms of English (Berlin and Kay, "Basic Color Terms", 1969).
//
// Every pixel is named by where it lies in Oklab, a space in which lightness, chroma and
// hue are about as different as they look (Ottosson, "A perceptual color space for image
// processing", 2020). A colour is dominant if its share of the picture is large enough.
// Black, grey, white and brown, of which nearly every photo has some, need a larger share
// than colours that catch the eye. Pixels near the middle count more than those at the
// edges. Transparent ones do not count.
//
// Package decode decodes the pictures.
package colour

import (
	"image"
	"math/bits"
	"slices"
	"sync"
)

// Mask is a set of basic colours: bit i for the one with the index i in Names of all.
type Mask uint16

// The basic colours.
const (
	Red Mask = 1 << iota
	Orange
	Yellow
	Green
	Blue
	Purple
	Pink
	Brown
	Black
	Grey
	White
)

// All has every basic colour.
const All = White<<1 - 1

// terms are the names in the order of the bits.
var terms = [...]string{"red", "orange", "yellow", "green", "blue", "purple", "pink", "brown", "black", "grey", "white"}

// Named returns the colour of an English name, and whether it is a basic one.
func Named(name string) (Mask, bool) {
	i := slices.Index(terms[:], name)
	if i < 0 {
		return 0, false
	}
	return 1 << i, true
}

// Names returns the English names of the colours in m, in the order of the
// constants.
func (m Mask) Names() []string {
	var names []string
	for i, name := range terms {
		if m&(1<<i) != 0 {
			names = append(names, name)
		}
	}
	return names
}

// The least share of a picture, in percent, that makes a colour dominant. The values were
// chosen on photographs: with half of it every street at night is orange and purple, and
// with twice as much an orange flower in the middle of its leaves is not orange.
const (
	vividPercent = 8
	mutedPercent = 20
)

// muted are the colours that nearly every photo has some of.
const muted = Brown | Black | Grey | White

// samplesPx is the most pixels that are sampled: more would not change which colours are dominant.
const samplesPx = 20_000

// Of returns the dominant colours of img, which is premultiplied and in sRGB, as
// decoders give it. There is at least one, the most frequent, unless nothing of img can be seen.
func Of(img *image.RGBA) Mask {
	weights := count(img)
	sum, most := 0, 0
	for i, w := range weights {
		sum += w
		if w > weights[most] {
			most = i
		}
	}
	if sum == 0 {
		return 0
	}
	dominant := Mask(1) << most
	for i, w := range weights {
		percent := vividPercent
		if muted&(1<<i) != 0 {
			percent = mutedPercent
		}
		if 100*w >= percent*sum {
			dominant |= 1 << i
		}
	}
	return dominant
}

// count adds up the weights of img's pixels by their colour.
func count(img *image.RGBA) (weights [len(terms)]int) {
	size := img.Rect.Size()
	step := 1
	for size.X/step*(size.Y/step) > samplesPx {
		step++
	}
	across := make([]int, size.X)
	for x := range across {
		across[x] = weight(x, size.X)
	}
	named := table()
	for y := 0; y < size.Y; y += step {
		row, down := img.Pix[y*img.Stride:], weight(y, size.Y)
		for x := 0; x < size.X; x += step {
			if px := row[4*x : 4*x+4]; px[3] >= 128 {
				weights[named[index(px[0], px[1], px[2])]] += across[x] * down
			}
		}
	}
	return weights
}

// weight returns how much a place counts along one side: from 1 at the edges to 3 in the middle
// half.
func weight(at, length int) int {
	return 1 + min(2, 8*min(at, length-1-at)/length)
}

// table has the index of the colour's term for all colours, of 5 bits a channel:
// naming one takes a hundred times as long as looking it up.
var table = sync.OnceValue(func() *[1 << 15]uint8 {
	var t [1 << 15]uint8
	for i := range t {
		wide := func(v int) float64 { return float64(v&31)*8 + 3.5 }
		t[i] = uint8(bits.TrailingZeros16(uint16(name(wide(i>>10), wide(i>>5), wide(i)))))
	}
	return &t
})

func index(r, g, b uint8) int { return int(r>>3)<<10 | int(g>>3)<<5 | int(b>>3) }
