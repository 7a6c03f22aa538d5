package icc

import (
	"math"
	"sync"
)

// encoded maps each step of linear light to the sample of sRGB: the inverse of srgb, rounded. It is
// computed when the first picture needs it.
var encoded = sync.OnceValue(func() *[steps]uint8 {
	var samples [steps]uint8
	for i := range samples {
		v := float64(i) / (steps - 1)
		if v <= 0.0031308 {
			v *= 12.92
		} else {
			v = 1.055*math.Pow(v, 1/2.4) - 0.055
		}
		samples[i] = uint8(v*255 + 0.5)
	}
	return &samples
})
