package query

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	fynetheme "fyne.io/fyne/v2/theme"

	"recollect/engine/query"
	"recollect/ui/theme"
)

// piece is a part of the line with one ground: marks that belong together.
type piece struct {
	query.Span
	ground fyne.ThemeColorName // ColorNameWrong: a line below it
}

// pieces joins the marks of a line: a sign with its word, a filter's name with its value, and words
// that are excluded together.
func pieces(line string, marks []query.Mark) []piece {
	var all []piece
	for i := 0; i < len(marks); i++ {
		p := piece{marks[i].Span, ground(marks[i].Kind)}
		if marks[i].Kind == query.Sign {
			minus := strings.HasPrefix(line[p.From:], "-") || strings.HasPrefix(line[p.From:], "–")
			if i+1 == len(marks) || marks[i+1].Kind == query.Wrong || !joined(line, p.Span, marks[i+1].Span) {
				if weight := strings.HasSuffix(line[:p.To], ":"); weight {
					all = append(all, p)
				}
				continue
			}
			i++
			p.To, p.ground = marks[i].To, ground(marks[i].Kind)
			if minus {
				p.ground = theme.ColorNameAway
			}
		}
		key := marks[i]
		for i+1 < len(marks) && follows(line, marks[i], marks[i+1]) {
			i++
			p.To = marks[i].To
		}
		all = append(all, p)
		if key.Kind == query.Key && p.From == key.From { // drawn on top of its filter
			all = append(all, piece{key.Span, theme.ColorNameKey})
		}
	}
	return all
}

// follows reports whether the mark b belongs to a.
func follows(line string, a, b query.Mark) bool {
	switch {
	case a.Kind == query.Key && b.Kind == query.Value:
		return a.To == b.From
	case a.Kind == query.Away && b.Kind == query.Away:
		return joined(line, a.Span, b.Span)
	}
	return false
}

// joined reports whether nothing but spaces is between a and b.
func joined(line string, a, b query.Span) bool {
	return strings.TrimSpace(line[a.To:b.From]) == ""
}

func ground(k query.Kind) fyne.ThemeColorName {
	switch k {
	case query.Away:
		return theme.ColorNameAway
	case query.Literal:
		return theme.ColorNamePhrase
	case query.File:
		return theme.ColorNameFile
	case query.Wrong:
		return theme.ColorNameWrong
	default:
		return theme.ColorNameFilter
	}
}

// fieldRenderer draws grounds behind the pieces of the line that are not plain words. The entry
// draws text, cursor and selection, and scrolls.
type fieldRenderer struct {
	fyne.WidgetRenderer
	f       *field
	clip    *container.Clip
	grounds *fyne.Container
}

// CreateRenderer is called by Fyne.
func (f *field) CreateRenderer() fyne.WidgetRenderer {
	r := &fieldRenderer{WidgetRenderer: f.Entry.CreateRenderer(), f: f, grounds: container.NewWithoutLayout()}
	r.clip = container.NewClip(r.grounds)
	for _, o := range r.WidgetRenderer.Objects() {
		if s, ok := o.(*container.Scroll); ok {
			f.scroll = s
			s.OnScrolled = func(fyne.Position) { r.place() }
		}
	}
	f.OnCursorChanged = func() {
		r.place()
		f.box.followCursor()
	}
	return r
}

func (r *fieldRenderer) Objects() []fyne.CanvasObject {
	all := r.WidgetRenderer.Objects()
	return append([]fyne.CanvasObject{r.clip}, all...)
}

func (r *fieldRenderer) Layout(size fyne.Size) {
	r.WidgetRenderer.Layout(size)
	r.clip.Resize(size)
	r.place()
}

func (r *fieldRenderer) Refresh() {
	r.WidgetRenderer.Refresh()
	r.place()
}

// left returns where the byte at of the line is, from the left of the field.
func (f *field) left(at int) float32 {
	x := fynetheme.InnerPadding() + fyne.MeasureText(f.Text[:at], fynetheme.TextSize(), f.TextStyle).Width
	if f.scroll != nil {
		x -= f.scroll.Offset.X
	}
	return x
}

// place puts a ground below each piece, where its text is now.
func (r *fieldRenderer) place() {
	line := r.f.Text
	all := pieces(line, r.f.marks())
	for len(r.grounds.Objects) < len(all) {
		g := canvas.NewRectangle(nil)
		g.CornerRadius = 4
		r.grounds.Add(g)
	}
	letter := fyne.MeasureText("g", fynetheme.TextSize(), r.f.TextStyle).Height
	top := fynetheme.InnerPadding() - 2
	for i, o := range r.grounds.Objects {
		g := o.(*canvas.Rectangle)
		if g.Hidden = i >= len(all); g.Hidden {
			continue
		}
		p := all[i]
		from, to := r.f.left(p.From), r.f.left(p.To)
		g.FillColor = theme.Colour(p.ground)
		g.Move(fyne.NewPos(from-1.5, top))
		g.Resize(fyne.NewSize(to-from+3, letter+4))
		g.CornerRadius = 4
		if p.ground == theme.ColorNameWrong {
			g.Move(fyne.NewPos(from, top+letter+2))
			g.Resize(fyne.NewSize(to-from, 2))
			g.CornerRadius = 1
		}
		g.Refresh()
	}
}

// marks returns the marks of the line. An unfinished word is not marked as
// wrong.
func (f *field) marks() []query.Mark {
	marks := f.box.Typed().Marks
	if f.settled && !f.box.Offering() || !f.focused || len(marks) == 0 {
		return marks
	}
	if last := marks[len(marks)-1]; last.Kind == query.Wrong && last.To == f.cursor() {
		return marks[:len(marks)-1]
	}
	return marks
}

// cursor returns where the cursor stands, in bytes.
func (f *field) cursor() int {
	runes := []rune(f.Text)
	return len(string(runes[:min(f.CursorColumn, len(runes))]))
}

// setLine replaces the line and puts the cursor at the byte cursor of it.
func (f *field) setLine(line string, cursor int) {
	f.SetText(line)
	f.CursorColumn = len([]rune(line[:cursor]))
	f.Refresh()
}
