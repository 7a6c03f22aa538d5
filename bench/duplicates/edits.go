package main

import (
	"bytes"
	"image"
	"image/color"
	"image/draw"
	"image/gif"
	"image/jpeg"
	"image/png"
	"io"

	"golang.org/x/image/bmp"
	xdraw "golang.org/x/image/draw"
	"golang.org/x/image/font"
	"golang.org/x/image/font/basicfont"
	"golang.org/x/image/math/fixed"
)

// edit is something that people and programs do to a photo.
type edit struct {
	kind, name, ext string
	of              func(*image.RGBA) ([]byte, error)
}

// edits are grouped by kind.
func edits() []edit {
	return []edit{
		{"re-save", "JPEG, quality 90", ".jpg", saved(90, whole)},
		{"re-save", "JPEG, quality 60", ".jpg", saved(60, whole)},
		{"re-save", "JPEG, quality 30", ".jpg", saved(30, whole)},
		{"resize", "to a half", ".jpg", saved(85, scaled(0.5))},
		{"resize", "to a quarter", ".jpg", saved(85, scaled(0.25))},
		{"resize", "to one and a half", ".jpg", saved(90, scaled(1.5))},
		{"format change", "PNG", ".png", encoded(png.Encode)},
		{"format change", "GIF of 256 colours", ".gif", encoded(toGIF)},
		{"format change", "BMP", ".bmp", encoded(bmp.Encode)},
		{"small crop", "2 % of each edge", ".jpg", saved(90, cropped(0.02, 0.02, 0.02, 0.02))},
		{"small crop", "4 % of each edge", ".jpg", saved(90, cropped(0.04, 0.04, 0.04, 0.04))},
		{"small crop", "8 % right and below", ".jpg", saved(90, cropped(0, 0, 0.08, 0.08))},
		{"small crop", "8 % left", ".jpg", saved(90, cropped(0.08, 0, 0, 0))},
		{"brightness", "0.7 times", ".jpg", saved(90, lit(func(v float64) float64 { return 0.7 * v }))},
		{"brightness", "1.3 times", ".jpg", saved(90, lit(func(v float64) float64 { return 1.3 * v }))},
		{"brightness", "contrast 1.3 times", ".jpg", saved(90, lit(func(v float64) float64 { return 1.3*v - 38 }))},
		{"border", "white, 3 %", ".jpg", saved(90, bordered(0.03, color.White))},
		{"border", "black, 5 %", ".jpg", saved(90, bordered(0.05, color.Black))},
		{"text", "a line below", ".jpg", saved(90, written("Holiday 2023, Anna", 0.05, 0.9))},
		{"text", "a name across the middle", ".jpg", saved(90, written("(c) Example Studio", 0.15, 0.45))},
	}
}

func whole(m *image.RGBA) *image.RGBA { return m }

func saved(quality int, change func(*image.RGBA) *image.RGBA) func(*image.RGBA) ([]byte, error) {
	return func(m *image.RGBA) ([]byte, error) {
		var b bytes.Buffer
		err := jpeg.Encode(&b, change(m), &jpeg.Options{Quality: quality})
		return b.Bytes(), err
	}
}

func toGIF(w io.Writer, m image.Image) error { return gif.Encode(w, m, nil) }

func encoded(encode func(io.Writer, image.Image) error) func(*image.RGBA) ([]byte, error) {
	return func(m *image.RGBA) ([]byte, error) {
		var b bytes.Buffer
		err := encode(&b, m)
		return b.Bytes(), err
	}
}

func scaled(factor float64) func(*image.RGBA) *image.RGBA {
	return func(m *image.RGBA) *image.RGBA {
		size := m.Rect.Size()
		out := image.NewRGBA(image.Rect(0, 0, max(1, int(factor*float64(size.X))), max(1, int(factor*float64(size.Y)))))
		xdraw.CatmullRom.Scale(out, out.Rect, m, m.Rect, draw.Src, nil)
		return out
	}
}

func cropped(left, top, right, bottom float64) func(*image.RGBA) *image.RGBA {
	return func(m *image.RGBA) *image.RGBA {
		w, h := float64(m.Rect.Dx()), float64(m.Rect.Dy())
		part := image.Rect(int(left*w), int(top*h), int((1-right)*w), int((1-bottom)*h))
		out := image.NewRGBA(image.Rectangle{Max: part.Size()})
		draw.Draw(out, out.Rect, m, part.Min, draw.Src)
		return out
	}
}

func lit(change func(float64) float64) func(*image.RGBA) *image.RGBA {
	var table [256]uint8
	for i := range table {
		table[i] = uint8(min(max(change(float64(i)), 0), 255))
	}
	return func(m *image.RGBA) *image.RGBA {
		out := image.NewRGBA(m.Rect)
		for i, v := range m.Pix {
			if i%4 == 3 {
				out.Pix[i] = v
				continue
			}
			out.Pix[i] = table[v]
		}
		return out
	}
}

func bordered(part float64, c color.Color) func(*image.RGBA) *image.RGBA {
	return func(m *image.RGBA) *image.RGBA {
		size := m.Rect.Size()
		edge := int(part * float64(min(size.X, size.Y)))
		out := image.NewRGBA(image.Rect(0, 0, size.X+2*edge, size.Y+2*edge))
		draw.Draw(out, out.Rect, image.NewUniform(c), image.Point{}, draw.Src)
		draw.Draw(out, m.Rect.Add(image.Pt(edge, edge)), m, image.Point{}, draw.Src)
		return out
	}
}

// written puts white letters on a picture, as high as 7 % of it or, where they would not fit, less.
func written(text string, left, top float64) func(*image.RGBA) *image.RGBA {
	face := basicfont.Face7x13
	line := image.NewRGBA(image.Rect(0, 0, font.MeasureString(face, text).Ceil(), face.Height))
	d := font.Drawer{Dst: line, Src: image.White, Face: face, Dot: fixed.P(0, face.Ascent)}
	d.DrawString(text)
	return func(m *image.RGBA) *image.RGBA {
		w, h := float64(m.Rect.Dx()), float64(m.Rect.Dy())
		size := min(0.07*h/float64(line.Rect.Dy()), 0.8*w/float64(line.Rect.Dx()))
		at := image.Pt(int(left*w), int(top*h))
		to := image.Rect(0, 0, int(size*float64(line.Rect.Dx())), int(size*float64(line.Rect.Dy()))).Add(at)
		out := cropped(0, 0, 0, 0)(m)
		xdraw.BiLinear.Scale(out, to, line, line.Rect, draw.Over, nil)
		return out
	}
}
