//go:build cgo && !noturbo

package jpeg

import (
	"image"
	"math/rand/v2"
	"syscall"
	"testing"
	"time"
)

// BenchmarkEighth measures seconds of the processors as well: on a busy machine the clock says little.
func BenchmarkEighth(b *testing.B) {
	for name, short := range map[string]bool{"shortcut": true, "libjpeg": false} {
		b.Run(name, func(b *testing.B) {
			shortcut = short
			defer func() { shortcut = true }()
			data := encoded(b, noisy(4000, 3000))
			b.SetBytes(int64(len(data)))
			n, before := 0, processors(b)
			for b.Loop() {
				if _, err := Decode(b.Context(), data, 1, 1); err != nil {
					b.Fatal(err)
				}
				n++
			}
			b.ReportMetric(float64((processors(b)-before).Microseconds())/1000/float64(n), "cpu-ms/op")
		})
	}
}

// processors is the time of the processors that this process has taken.
func processors(b *testing.B) time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		b.Fatal(err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

// noisy is as hard to encode as photos with grain are.
func noisy(w, h int) *image.RGBA {
	img, r := gradient(w, h), rand.New(rand.NewPCG(1, 2))
	for i := range img.Pix {
		img.Pix[i] = uint8(min(int(img.Pix[i])+r.IntN(16), 255))
	}
	return img
}
