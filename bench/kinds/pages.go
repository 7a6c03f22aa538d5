package main

import (
	"fmt"
	"image"
	"image/color"
	"image/draw"
	"image/jpeg"
	"io/fs"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"

	"golang.org/x/image/font"
	"golang.org/x/image/font/gofont/gobold"
	"golang.org/x/image/font/gofont/goitalic"
	"golang.org/x/image/font/gofont/gomono"
	"golang.org/x/image/font/gofont/goregular"
	"golang.org/x/image/font/opentype"
	"golang.org/x/image/math/fixed"

	"recollect/engine/relevance"
)

// madePages is how many pages are written, half of them scanned and half photographed.
const madePages = 120

// makePages writes pages of writing to a folder; before parts of pictures of another one, where they are photographed.
func makePages(dir, grounds string) error {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return err
	}
	behind, err := picturesIn(grounds)
	if err != nil {
		return err
	}
	for i := range madePages {
		r := rand.New(rand.NewPCG(uint64(i), 7))
		w := writer{r: r, words: strings.Fields(strings.Join(relevance.Prompts(), " "))}
		sheet, err := w.sheet(i / 2 % sheets)
		if err != nil {
			return err
		}
		var out *image.RGBA
		name := "scan"
		if i%2 == 0 {
			out = scanned(r, sheet)
		} else {
			name = "photo"
			out = photographed(r, sheet, behind[r.IntN(len(behind))])
		}
		f, err := os.Create(filepath.Join(dir, fmt.Sprintf("%s-%03d.jpg", name, i)))
		if err != nil {
			return err
		}
		err = jpeg.Encode(f, out, &jpeg.Options{Quality: 70 + r.IntN(23)})
		if more := f.Close(); err == nil {
			err = more
		}
		if err != nil {
			return err
		}
	}
	return nil
}

func picturesIn(dir string) (all []image.Image, err error) {
	err = filepath.WalkDir(dir, func(path string, e fs.DirEntry, err error) error {
		if err != nil || !e.Type().IsRegular() {
			return err
		}
		f, err := os.Open(path)
		if err != nil {
			return err
		}
		defer f.Close()
		if img, err := jpeg.Decode(f); err == nil {
			all = append(all, img)
		}
		return nil
	})
	if err == nil && len(all) == 0 {
		err = fmt.Errorf("no JPEG in %q", dir)
	}
	return all, err
}

// writer writes a sheet of paper.
type writer struct {
	r     *rand.Rand
	words []string
	img   *image.RGBA
	ink   color.RGBA
}

// The kinds of sheets.
const (
	letter = iota
	article
	form
	receipt
	table
	notes
	sheets
)

func (w *writer) sheet(kind int) (*image.RGBA, error) {
	width, height := 1000, 1414
	if kind == receipt {
		width, height = 480, 900+w.r.IntN(500)
	}
	w.img = image.NewRGBA(image.Rect(0, 0, width, height))
	shade := uint8(236 + w.r.IntN(20))
	paper := color.RGBA{shade, shade - uint8(w.r.IntN(8)), shade - uint8(w.r.IntN(26)), 255}
	draw.Draw(w.img, w.img.Rect, image.NewUniform(paper), image.Point{}, draw.Src)
	dark := uint8(w.r.IntN(70))
	w.ink = color.RGBA{dark, dark, dark + uint8(w.r.IntN(30)), 255}
	switch kind {
	case letter:
		return w.img, w.letter()
	case article:
		return w.img, w.article()
	case form:
		return w.img, w.form()
	case receipt:
		return w.img, w.receipt()
	case table:
		return w.img, w.table()
	}
	return w.img, w.notes()
}

// line is some words.
func (w *writer) line(words int) string {
	at := w.r.IntN(len(w.words) - words)
	return strings.Join(w.words[at:at+words], " ")
}

// text writes lines that are as wide as a column, down to where it ends.
func (w *writer) text(ttf []byte, size float64, column image.Rectangle, ragged bool) error {
	face, err := faceOf(ttf, size)
	if err != nil {
		return err
	}
	d := font.Drawer{Dst: w.img, Src: image.NewUniform(w.ink), Face: face}
	pitch := int(size * (1.2 + 0.4*w.r.Float64()))
	for y := column.Min.Y + int(size); y < column.Max.Y; y += pitch {
		if w.r.IntN(9) == 0 {
			continue // between paragraphs
		}
		most := column.Dx()
		if ragged || w.r.IntN(6) == 0 {
			most = most/3 + w.r.IntN(most*2/3)
		}
		s := ""
		for n := w.line(30); d.MeasureString(s+" ").Ceil() < most; {
			word, rest, _ := strings.Cut(n, " ")
			if next := s + word + " "; d.MeasureString(next).Ceil() > column.Dx() {
				break
			}
			if s += word + " "; rest == "" {
				break
			}
			n = rest
		}
		d.Dot = fixed.P(column.Min.X, y)
		d.DrawString(s)
	}
	return nil
}

func faceOf(ttf []byte, size float64) (font.Face, error) {
	f, err := opentype.Parse(ttf)
	if err != nil {
		return nil, err
	}
	return opentype.NewFace(f, &opentype.FaceOptions{Size: size, DPI: 72})
}

func (w *writer) letter() error {
	size := 16 + 8*w.r.Float64()
	ttf := [][]byte{goregular.TTF, gomono.TTF}[w.r.IntN(2)]
	head := w.text(gobold.TTF, size*1.2, image.Rect(110, 100, 500, 230), true)
	if head != nil {
		return head
	}
	return w.text(ttf, size, image.Rect(110, 320, 900, 700+w.r.IntN(600)), false)
}

func (w *writer) article() error {
	if err := w.text(gobold.TTF, 44, image.Rect(90, 80, 910, 190), true); err != nil {
		return err
	}
	size := 13 + 5*w.r.Float64()
	for _, x := range []int{90, 520} {
		if err := w.text(goregular.TTF, size, image.Rect(x, 230, x+390, 1320), false); err != nil {
			return err
		}
	}
	return nil
}

func (w *writer) form() error {
	if err := w.text(gobold.TTF, 34, image.Rect(90, 70, 700, 140), true); err != nil {
		return err
	}
	for y := 200; y < 1280; y += 60 + w.r.IntN(50) {
		if err := w.text(goregular.TTF, 18, image.Rect(90, y-22, 380, y), true); err != nil {
			return err
		}
		w.rule(390, y, 910, y+2)
		if w.r.IntN(2) == 0 {
			if err := w.text(goitalic.TTF, 24, image.Rect(400, y-28, 800, y), true); err != nil {
				return err
			}
		}
	}
	return nil
}

func (w *writer) rule(x0, y0, x1, y1 int) {
	draw.Draw(w.img, image.Rect(x0, y0, x1, y1), image.NewUniform(w.ink), image.Point{}, draw.Src)
}

func (w *writer) receipt() error {
	face, err := faceOf(gomono.TTF, 20)
	if err != nil {
		return err
	}
	d := font.Drawer{Dst: w.img, Src: image.NewUniform(w.ink), Face: face}
	bottom := w.img.Rect.Max.Y - 60
	for y := 60; y < bottom; y += 28 {
		name := w.line(2)
		if y < 150 || w.r.IntN(8) == 0 {
			d.Dot = fixed.P(120, y)
			d.DrawString(strings.ToUpper(name[:min(len(name), 20)]))
			continue
		}
		d.Dot = fixed.P(30, y)
		d.DrawString(name[:min(len(name), 22)])
		d.Dot = fixed.P(350, y)
		d.DrawString(fmt.Sprintf("%5d.%02d", w.r.IntN(90), w.r.IntN(100)))
	}
	return nil
}

func (w *writer) table() error {
	if err := w.text(gobold.TTF, 30, image.Rect(90, 70, 700, 120), true); err != nil {
		return err
	}
	columns := 3 + w.r.IntN(4)
	bottom := 700 + w.r.IntN(600)
	for y := 160; y < bottom; y += 38 {
		w.rule(90, y, 910, y+1)
		for c := range columns {
			x := 90 + c*820/columns
			w.rule(x, y, x+1, y+38)
			if err := w.text(goregular.TTF, 17, image.Rect(x+8, y+4, x+820/columns-8, y+22), true); err != nil {
				return err
			}
		}
	}
	return nil
}

// notes are written by hand, as far as a slanted font goes.
func (w *writer) notes() error {
	w.ink = color.RGBA{30, 40, uint8(90 + w.r.IntN(80)), 255}
	if w.r.IntN(2) == 0 { // on lines
		ink := w.ink
		w.ink = color.RGBA{190, 205, 225, 255}
		for y := 120; y < 1400; y += 46 {
			w.rule(0, y, 1000, y+2)
		}
		w.ink = ink
	}
	size := 28 + 14*w.r.Float64()
	return w.text(goitalic.TTF, size, image.Rect(120, 120, 920, 500+w.r.IntN(850)), true)
}

// scanned is a sheet from a scanner: nearly upright, with a little grain.
func scanned(r *rand.Rand, sheet *image.RGBA) *image.RGBA {
	w, h := float64(sheet.Rect.Dx()), float64(sheet.Rect.Dy())
	angle := (r.Float64() - 0.5) * 0.05
	sin, cos := math.Sincos(angle)
	out := image.NewRGBA(sheet.Rect)
	lid := color.RGBA{uint8(225 + r.IntN(30)), 235, 235, 255}
	fill(out, func(x, y float64) color.RGBA {
		u, v := x-w/2, y-h/2
		c, ok := at(sheet, cos*u-sin*v+w/2, sin*u+cos*v+h/2)
		if !ok {
			return lid
		}
		return c
	})
	grain(r, out, 2, 1, 0, 0)
	return out
}

// photographed is a sheet before another picture, from a little aside, in uneven light.
func photographed(r *rand.Rand, sheet *image.RGBA, behind image.Image) *image.RGBA {
	out := image.NewRGBA(image.Rect(0, 0, 1200, 1600))
	if r.IntN(3) == 0 {
		out = image.NewRGBA(image.Rect(0, 0, 1600, 1200))
	}
	w, h := float64(out.Rect.Dx()), float64(out.Rect.Dy())
	sw, sh := float64(sheet.Rect.Dx()), float64(sheet.Rect.Dy())
	scale := min(w/sw, h/sh) * (0.72 + 0.5*r.Float64())
	angle := (r.Float64() - 0.5) * 0.3
	sin, cos := math.Sincos(angle)
	tilt := [2]float64{(r.Float64() - 0.5) * 0.3 / w, (r.Float64() - 0.5) * 0.3 / h}
	b := behind.Bounds()
	fill(out, func(x, y float64) color.RGBA {
		u, v := (x-w/2)/scale, (y-h/2)/scale
		far := 1 + tilt[0]*u*scale + tilt[1]*v*scale
		u, v = u/far, v/far
		if c, ok := at(sheet, cos*u-sin*v+sw/2, sin*u+cos*v+sh/2); ok {
			return c
		}
		c := behind.At(b.Min.X+int(x/w*float64(b.Dx()-1)), b.Min.Y+int(y/h*float64(b.Dy()-1)))
		return color.RGBAModel.Convert(c).(color.RGBA)
	})
	grain(r, out, 2+3*r.Float64(), 0.7+0.3*r.Float64(), (r.Float64()-0.5)*0.5/w, (r.Float64()-0.5)*0.5/h)
	return out
}

func fill(img *image.RGBA, of func(x, y float64) color.RGBA) {
	for y := range img.Rect.Dy() {
		for x := range img.Rect.Dx() {
			img.SetRGBA(x, y, of(float64(x), float64(y)))
		}
	}
}

// at is a picture's colour between four pixels; ok is false outside of it.
func at(img *image.RGBA, x, y float64) (c color.RGBA, ok bool) {
	left, top := int(math.Floor(x)), int(math.Floor(y))
	if left < 0 || top < 0 || left+1 >= img.Rect.Dx() || top+1 >= img.Rect.Dy() {
		return c, false
	}
	u, v := x-float64(left), y-float64(top)
	p := img.Pix[top*img.Stride+4*left:]
	q := p[img.Stride:]
	mix := func(i int) uint8 {
		a := float64(p[i])*(1-u) + float64(p[i+4])*u
		b := float64(q[i])*(1-u) + float64(q[i+4])*u
		return uint8(a*(1-v) + b*v)
	}
	return color.RGBA{mix(0), mix(1), mix(2), 255}, true
}

// grain adds noise of a deviation, and light that falls off to one side.
func grain(r *rand.Rand, img *image.RGBA, deviation, light, perX, perY float64) {
	w, h := float64(img.Rect.Dx()), float64(img.Rect.Dy())
	for y := range img.Rect.Dy() {
		for x := range img.Rect.Dx() {
			factor := light + perX*(float64(x)-w/2) + perY*(float64(y)-h/2)
			p := img.Pix[y*img.Stride+4*x:]
			for i := range 3 {
				p[i] = uint8(min(max(float64(p[i])*factor+r.NormFloat64()*deviation, 0), 255))
			}
		}
	}
}
