package sheet

// Paper is a size of paper.
type Paper string

// The papers, upright.
const (
	A4     Paper = "A4"
	Letter Paper = "Letter"
)

// MostColumns is how many photos may be beside each other.
const MostColumns = 12

// usualColumns is how many are where nobody says so.
const usualColumns = 4

// Lengths in points.
const (
	margin = 36.0 // around each page
	gap    = 12.0 // between photos
	foot   = 14.0 // above the margin, for the number of the page
)

// plan is how pages are divided.
type plan struct {
	wide, high    float64 // of the page
	columns, rows int
	cellWide      float64
	boxHigh       float64 // of a picture
	name, date    float64 // sizes of text
}

// newPlan divides a page so that rows fill it.
// Rows have room for photos that lie, and a smaller one for those that stand.
func newPlan(o Options) plan {
	p := plan{wide: 595.28, high: 841.89, columns: o.Columns}
	if o.Paper == Letter {
		p.wide, p.high = 612, 792
	}
	if p.columns == 0 {
		p.columns = usualColumns
	}
	p.columns = max(1, min(MostColumns, p.columns))
	n := float64(p.columns)
	p.cellWide = (p.wide - 2*margin - (n-1)*gap) / n
	p.name = max(4.5, min(9, p.cellWide/16))
	p.date = p.name * 0.875
	const lowest = 0.7 // of a row of pictures, as a part of its width
	room := p.high - 2*margin - foot + gap
	p.rows = max(1, int(room/(lowest*p.cellWide+p.caption()+gap)))
	p.boxHigh = room/float64(p.rows) - p.caption() - gap
	return p
}

// caption is the height of the text below a picture.
func (p plan) caption() float64 { return 1.5*p.name + 1.35*p.date }

// onPage is how many photos a page has.
func (p plan) onPage() int { return p.columns * p.rows }

// pages is how many pages n photos take.
func (p plan) pages(n int) int { return (n + p.onPage() - 1) / p.onPage() }

// longPx is the longest side that pictures are printed with: 240 pixels an inch, which is finer than an eye can tell
// at arm's length, and not more than a viewer of one photo shows.
func (p plan) longPx() int { return min(2048, int(max(p.cellWide, p.boxHigh)*240/72)) }

// at is where the n-th photo of a page is.
func (p plan) at(n int) (x, y float64) {
	return margin + float64(n%p.columns)*(p.cellWide+gap),
		margin + float64(n/p.columns)*(p.boxHigh+p.caption()+gap)
}

// fit is the rectangle of a picture in the box at x, y: in its middle, and down at the caption.
func (p plan) fit(x, y float64, widthPx, heightPx int) (left, top, wide, high float64) {
	by := min(p.cellWide/float64(widthPx), p.boxHigh/float64(heightPx))
	wide, high = float64(widthPx)*by, float64(heightPx)*by
	return x + (p.cellWide-wide)/2, y + p.boxHigh - high, wide, high
}
