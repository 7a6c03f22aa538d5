// Command icongen draws Recollect's icon: a photograph of hills, and the ring
// of a lens round its sun.
//
// The icon is a sum of shapes with soft edges, each known by its distance from
// a point; the program runs by hand when the drawing changes:
//
//	go run ./assets/icongen assets/icon.png
package main

import (
	"fmt"
	"image"
	"image/color"
	"image/png"
	"math"
	"os"
)

const sizePx = 512

func main() {
	if len(os.Args) != 2 {
		fmt.Fprintln(os.Stderr, "usage: icongen FILE.png")
		os.Exit(2)
	}
	if err := save(os.Args[1]); err != nil {
		fmt.Fprintln(os.Stderr, "icongen:", err)
		os.Exit(1)
	}
}

func save(path string) error {
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	defer f.Close()
	if err := png.Encode(f, draw()); err != nil {
		return err
	}
	return f.Close()
}

// rgb is a colour with channels from 0 to 1.
type rgb struct{ r, g, b float64 }

func hex(v uint32) rgb {
	return rgb{float64(v>>16) / 255, float64(v>>8&255) / 255, float64(v&255) / 255}
}

func mix(a, b rgb, t float64) rgb {
	return rgb{a.r + (b.r-a.r)*t, a.g + (b.g-a.g)*t, a.b + (b.b-a.b)*t}
}

// inside returns how much of the pixel at signed distance d from an edge lies
// inside the shape, from 0 to 1.
func inside(d float64) float64 { return min(max(0.5-d, 0), 1) }

// box returns the distance from a rectangle round (cx, cy) with round corners.
func box(x, y, cx, cy, halfW, halfH, radius float64) float64 {
	dx, dy := math.Abs(x-cx)-halfW+radius, math.Abs(y-cy)-halfH+radius
	return math.Hypot(max(dx, 0), max(dy, 0)) + min(max(dx, dy), 0) - radius
}

func draw() image.Image {
	img := image.NewNRGBA(image.Rect(0, 0, sizePx, sizePx))
	for py := range sizePx {
		for px := range sizePx {
			x, y := float64(px)+0.5, float64(py)+0.5
			c := pixel(x, y)
			alpha := inside(box(x, y, 256, 256, 236, 236, 108))
			img.SetNRGBA(px, py, color.NRGBA{
				byte(c.r*255 + 0.5), byte(c.g*255 + 0.5), byte(c.b*255 + 0.5), byte(alpha*255 + 0.5),
			})
		}
	}
	return img
}

// pixel paints from back to front: ground, shadow, paper, picture, lens.
func pixel(x, y float64) rgb {
	c := mix(hex(0x2b3a4a), hex(0x141a22), y/sizePx)
	shadow := box(x, y, 256, 270, 168, 150, 34)
	c = mix(c, hex(0x05080c), 0.55*math.Exp(-math.Pow(max(shadow, 0)/22, 2)))
	c = mix(c, hex(0xf6f3ec), inside(box(x, y, 256, 256, 168, 148, 30)))
	c = mix(c, scene(x, y), inside(box(x, y, 256, 256, 150, 130, 16)))
	return lens(c, x, y)
}

// scene paints an evening: the sky, the sun, two ranges of hills and the near
// shore.
func scene(x, y float64) rgb {
	c := mix(hex(0x3f6f8f), hex(0xf4c99a), min(max((y-126)/190, 0), 1))
	sun := math.Hypot(x-306, y-222)
	c = mix(c, hex(0xffe2b0), 0.7*math.Exp(-math.Pow(sun/74, 2)))
	c = mix(c, hex(0xfff3d6), inside(sun-34))
	c = mix(c, hex(0x6f8f9c), inside(276+18*math.Sin(x/38+0.4)+9*math.Sin(x/17)-y))
	c = mix(c, hex(0x3d6173), inside(312+22*math.Sin(x/52+2.6)-y))
	return mix(c, hex(0x22404f), inside(346+14*math.Sin(x/70+0.7)-y))
}

// lens lays a ring and its handle over c.
func lens(c rgb, x, y float64) rgb {
	const cx, cy, radius, half = 306, 222, 78, 11
	// The handle starts at the ring and runs down to the right at 45 degrees.
	along, across := (x-cx+y-cy)/math.Sqrt2, (y-cy-x+cx)/math.Sqrt2
	handle := box(along, across, radius+68, 0, 62, 15, 15)
	ring := math.Abs(math.Hypot(x-cx, y-cy)-radius) - half
	d := min(ring, handle)
	c = mix(c, hex(0x05080c), 0.35*math.Exp(-math.Pow(max(d, 0)/9, 2)))
	return mix(c, hex(0xe8a34d), inside(d))
}
