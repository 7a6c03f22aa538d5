package sheet

import (
	"bufio"
	"fmt"
	"io"
	"path/filepath"
	"time"

	"recollect/engine/pdf"
	"recollect/engine/photo"
	"recollect/engine/typeface"
)

// printer draws pages.
type printer struct {
	plan
	all   int // photos
	done  int
	out   *bufio.Writer
	file  *pdf.Writer
	faces *typeface.Faces
	fonts map[*typeface.Face]pdf.Font
	page  *pdf.Page // nil before the first photo of a page
}

// Greys.
const (
	black = 0.13
	grey  = 0.42
	faint = 0.75
)

func newPrinter(w io.Writer, o Options, all int) (*printer, error) {
	faces, err := typeface.New()
	if err != nil {
		return nil, err
	}
	out := bufio.NewWriterSize(w, 1<<20)
	return &printer{
		plan: newPlan(o), all: all, out: out, file: pdf.New(out), faces: faces, fonts: map[*typeface.Face]pdf.Font{},
	}, nil
}

// add draws a photo, and returns the number of its page.
func (p *printer) add(s shot) (page int, err error) {
	if p.page == nil {
		p.page = pdf.NewPage(p.wide, p.high)
	}
	page = p.file.Pages() + 1
	x, y := p.at(p.done % p.onPage())
	if s.jpeg != nil {
		left, top, wide, high := p.fit(x, y, s.widthPx, s.highPx)
		p.page.Picture(p.file.JPEG(s.jpeg, s.widthPx, s.highPx), left, top, wide, high)
	} else {
		left, top, wide, high := p.fit(x, y, max(1, s.WidthPx), max(1, s.HeightPx))
		p.page.Frame(left, top, wide, high, 0.75, faint)
	}
	y += p.boxHigh + 1.3*p.name
	p.page.Grey(black)
	p.centred(filepath.Base(s.Path), p.name, x, y)
	if taken := date(s.Taken); taken != "" {
		p.page.Grey(grey)
		p.centred(taken, p.date, x, y+1.35*p.date)
	}
	p.done++
	if p.done%p.onPage() == 0 || p.done == p.all {
		p.number(page)
		p.file.Add(p.page)
		p.page = nil
	}
	return page, p.file.Err()
}

// date says when a photo was taken, by the clock there; empty if only the file has a date.
func date(m photo.Moment) string {
	if m.IsZero() || m.From == photo.FromModTime || m.Doubtful {
		return ""
	}
	return m.Format("2006-01-02 15:04")
}

// number draws the number of a page, if there are several.
func (p *printer) number(page int) {
	all := p.pages(p.all)
	if all < 2 {
		return
	}
	const size = 7.5
	p.page.Grey(grey)
	line := p.faces.Line(fmt.Sprintf("%d / %d", page, all), size, p.wide)
	p.draw(line, size, p.wide-margin-line.Width, p.high-margin)
}

// centred draws text in the middle of a cell that begins at x, on a base line.
func (p *printer) centred(text string, size, x, y float64) {
	line := p.faces.Line(text, size, p.cellWide)
	p.draw(line, size, x+(p.cellWide-line.Width)/2, y)
}

func (p *printer) draw(line typeface.Line, size, x, y float64) {
	if !line.Plain {
		p.page.Instead(line.Text)
		defer p.page.End()
	}
	for _, r := range line.Runs {
		font, known := p.fonts[r.Face]
		if !known {
			font = p.file.NewFont()
			p.fonts[r.Face] = font
		}
		glyphs := make([]pdf.Glyph, len(r.Glyphs))
		for i, g := range r.Glyphs {
			glyphs[i] = pdf.Glyph(g)
		}
		p.page.Run(font, size, x, y, glyphs, r.Face.Widths)
	}
}

// end writes what all pages need, and the end of the file.
func (p *printer) end(title string) error {
	for _, f := range p.faces.Used() {
		p.file.Embed(p.fonts[f], pdf.Program{
			Name: f.Name, CFF: f.Program(), Widths: f.Widths, Says: f.Says, Ascent: f.Ascent(), Descent: f.Descent(),
		})
	}
	about := pdf.Info{Title: title, Producer: "Recollect", Created: time.Now().UTC().Format("20060102150405Z")}
	if err := p.file.Close(about); err != nil {
		return err
	}
	return p.out.Flush()
}
