// Command grades measures which photos are called blurry and dark: of photos as they are, and of the same made
// blurry and dark. It prints a table, in Markdown, for docs/quality.md.
//
//	go run ./bench/grades DIR...
package main

import (
	"context"
	"fmt"
	"image"
	"io/fs"
	"math"
	"os"
	"path/filepath"

	"recollect/engine/decode"
	"recollect/engine/look"
	"recollect/engine/photo"
	"recollect/engine/thumb"
)

// screenPx is the longer side of the pictures that are blurred: what a person sees on a screen.
const screenPx = 1024

// change makes a picture worse, in place.
type change struct {
	name string
	do   func(*image.RGBA)
}

func changes() []change {
	return []change{
		{"as it is", func(*image.RGBA) {}},
		{"out of focus, 3 px of 1024", func(img *image.RGBA) { focus(img, 3) }},
		{"out of focus, 5 px", func(img *image.RGBA) { focus(img, 5) }},
		{"out of focus, 8 px", func(img *image.RGBA) { focus(img, 8) }},
		{"moved by 16 px", func(img *image.RGBA) { mean(img, 8, 1, 0) }},
		{"moved by 32 px", func(img *image.RGBA) { mean(img, 16, 1, 0) }},
		{"3 stops darker", func(img *image.RGBA) { darken(img, 3) }},
		{"5 stops darker", func(img *image.RGBA) { darken(img, 5) }},
	}
}

// focus is three means of squares, which is nearly a Gaussian of the same deviation as a disc.
func focus(img *image.RGBA, radius int) {
	for range 3 {
		mean(img, radius/2, 1, 0)
		mean(img, radius/2, 0, 1)
	}
}

// mean replaces each pixel by the mean of those up to n steps before and after it.
func mean(img *image.RGBA, n, dx, dy int) {
	was := append([]uint8(nil), img.Pix...)
	width, height := img.Rect.Dx(), img.Rect.Dy()
	for y := range height {
		for x := range width {
			var sum [3]int
			for i := -n; i <= n; i++ {
				u, v := min(max(x+i*dx, 0), width-1), min(max(y+i*dy, 0), height-1)
				p := was[v*img.Stride+4*u:]
				for c := range sum {
					sum[c] += int(p[c])
				}
			}
			for c := range sum {
				img.Pix[y*img.Stride+4*x+c] = uint8(sum[c] / (2*n + 1))
			}
		}
	}
}

// darken halves the light so many times, as sRGB's curve is nearly a power of 2.2.
func darken(img *image.RGBA, stops float64) {
	for i := range img.Pix {
		if i%4 != 3 {
			img.Pix[i] = uint8(float64(img.Pix[i]) * math.Pow(2, -stops/2.2))
		}
	}
}

// count is what was found of one change.
type count struct{ photos, blurry, dark int }

func main() {
	counts := make([]count, len(changes()))
	for _, dir := range os.Args[1:] {
		err := filepath.WalkDir(dir, func(path string, e fs.DirEntry, err error) error {
			if err == nil && e.Type().IsRegular() {
				measure(path, counts)
			}
			return err
		})
		if err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
	}
	fmt.Println("| Photos | | `is:blurry` | `is:dark` |\n| --- | ---: | ---: | ---: |")
	for i, c := range changes() {
		n := counts[i]
		of := 100 / float64(max(n.photos, 1))
		fmt.Printf("| %s | %d | %.1f %% | %.1f %% |\n", c.name, n.photos, float64(n.blurry)*of, float64(n.dark)*of)
	}
}

// measure adds a photo to counts, if it is one of a size to judge.
func measure(path string, counts []count) {
	for i, c := range changes() {
		pic, err := decode.File(context.Background(), photo.File{Path: path}, decode.Options{LongPx: screenPx})
		if err != nil || max(pic.Image.Rect.Dx(), pic.Image.Rect.Dy()) < thumb.Small {
			return
		}
		c.do(pic.Image)
		g := look.GradeOf(pic.OnScreen(thumb.Small))
		counts[i].photos++
		if g.Sharp < look.Blurry {
			counts[i].blurry++
			if i == 0 {
				fmt.Fprintln(os.Stderr, "blurry as it is:", path, g)
			}
		}
		if g.Light < look.Dark {
			counts[i].dark++
		}
	}
}
