package look

import (
	"image"
	"math"
	"slices"
)

// Scores of kinds, 0 to 1000, from which on a picture is called so; docs/quality.md has what they find. A picture that
// has the size of a display needs less to be one of a screen.
const (
	Screen      = 900
	ScreenSized = 500
	Page        = 700
	// leastKind is the least score that is kept.
	leastKind = 50
)

// The features of a picture that tell its kind, each about 0 to 1.
const (
	onFlat     = iota // pixels that are like those right of and below them
	flatCells         // cells of nearly one luma
	mainColour        // pixels of the most frequent colour
	threeColours
	fewColours // how few colours nine tenths of the pixels have
	colourless // pixels without colour
	vivid      // pixels of strong colour
	bright     // pixels that are nearly white
	dim        // pixels that are nearly black
	strong     // pixels on strong edges
	upright    // of these, those on edges across or upright
	across     // how long the longest straight edges across are
	down       // and those that are upright
	straight   // how many long straight edges there are
	paper      // pixels of bright ground, by the light where they are
	onPaper    // cells that are bright, have little colour, and are ground for the most part
	ink        // pixels that are darker than the ground
	writing    // cells of ground with many strokes
	rows       // how much the ink lies in rows
	columns    // how much it lies in columns, of a page that lies on its side
	features
)

// Features returns what a picture, of the size that GradeOf takes, is measured by.
func Features(img *image.RGBA) []float64 {
	luma, width := lumaOf(img)
	return featuresOf(img, luma, width)
}

const leastPx = 2 * squarePx // of both sides of a picture that has a kind

func featuresOf(img *image.RGBA, luma []uint8, width int) []float64 {
	height := len(luma) / max(width, 1)
	f := make([]float64, features)
	if width < leastPx || height < leastPx {
		return f
	}
	colours(f, img, 1)
	edges(f, luma, width, height, 1)
	runsAcross, runsDown := straightRuns(luma, width, height)
	var more float64
	f[across], f[straight] = longest(runsAcross, width)
	f[down], more = longest(runsDown, height)
	f[straight] = (f[straight] + more) / 2
	written(f, img, luma, width, height)
	return f
}

// colours measures which colours a picture has, of 4096, in each row or in one of some.
func colours(f []float64, img *image.RGBA, each int) {
	var counts [1 << 12]int32
	n, plain, strongly, light, dark := 0, 0, 0, 0, 0
	for y := each / 2; y < img.Rect.Dy(); y += each {
		n += img.Rect.Dx()
		row := img.Pix[y*img.Stride : y*img.Stride+4*img.Rect.Dx()]
		for ; len(row) >= 4; row = row[4:] {
			r, g, b := int(row[0]), int(row[1]), int(row[2])
			counts[r>>4<<8|g>>4<<4|b>>4]++
			low, high := min(r, g, b), max(r, g, b)
			plain += below(high-low, 16)
			strongly += below(96, high-low)
			light += below(231, low)
			dark += below(high, 40)
		}
	}
	whole := float64(n)
	f[colourless], f[vivid] = float64(plain)/whole, float64(strongly)/whole
	f[bright], f[dim] = float64(light)/whole, float64(dark)/whole
	f[mainColour], f[threeColours], f[fewColours] = frequent(counts[:], n)
}

// below is 1 where a < b, and 0 elsewhere, without a branch.
func below(a, b int) int { return int(uint64(int64(a)-int64(b)) >> 63) }

// frequent returns the parts of the most frequent colour and of the three, and how few have nine tenths of all n: 1 for
// three, 0 for 512 or more.
func frequent(counts []int32, n int) (first, three, few float64) {
	counts = slices.DeleteFunc(counts, func(c int32) bool { return c == 0 })
	slices.Sort(counts)
	slices.Reverse(counts)
	got, needed := 0, 0
	for i, c := range counts {
		if 10*got < 9*n {
			needed = i + 1
		}
		if got += int(c); i == 0 {
			first = float64(c) / float64(n)
		}
		if i < 3 {
			three = float64(got) / float64(n)
		}
	}
	return first, three, max(0, 1-math.Log2(max(1, float64(needed)/3))/math.Log2(512/3))
}

// edges measures how even a picture is, and which way its edges run, in each row or in one of some.
func edges(f []float64, luma []uint8, width, height, each int) {
	const like, strongly, steep = 1, 32, 8
	n, even, sharp, straight := 0, 0, 0, 0
	for y := max(each/2, 1); y < height-1; y += each {
		n += width - 2
		above, row := luma[(y-1)*width:y*width], luma[y*width:(y+1)*width]
		under := luma[(y+1)*width : (y+2)*width]
		left, here := int(row[0]), int(row[1])
		above, under = above[1:][:len(row)-2], under[1:][:len(row)-2]
		for x, next := range row[2:] {
			right, up, down := int(next), int(above[x]), int(under[x])
			even += below(max(abs(here-right), abs(here-down)), like+1)
			dx, dy := abs(right-left), abs(down-up)
			left, here = here, right
			edge := below(strongly-1, dx+dy)
			sharp += edge
			straight += edge & below(steep*min(dx, dy), max(dx, dy)+1)
		}
	}
	f[onFlat], f[strong] = float64(even)/float64(n), float64(sharp)/float64(n)
	f[upright] = float64(straight) / float64(max(sharp, 1))
}

// straightRuns finds the longest straight edge below each row, and right of each column: pixels in a run that are all
// brighter, or all darker, than those beyond.
func straightRuns(luma []uint8, width, height int) (across, down []int) {
	across, down = make([]int, height-1), make([]int, width-1)
	upright := make([]run, width-1)
	for y := range height {
		row := luma[y*width : (y+1)*width]
		left := int(row[0])
		for x, next := range row[1:] {
			right := int(next)
			down[x] = max(down[x], upright[x].add(right-left))
			left = right
		}
		if y == height-1 {
			break
		}
		var level run
		most := 0
		for x, under := range luma[(y+1)*width : (y+2)*width] {
			most = max(most, level.add(int(under)-int(row[x])))
		}
		across[y] = most
	}
	return across, down
}

// run is the pixels so far along an edge whose difference has a sign.
type run struct{ sign, length int }

// add goes one pixel on, where the difference in luma is d, and returns the length from there on. It has no branches:
// what they would depend on cannot be foreseen.
func (r *run) add(d int) int {
	const least = 6 // the difference of an edge
	brighter, darker := below(least-1, d), below(d, 1-least)
	sign, same := brighter-darker, 0
	if sign == r.sign {
		same = 1
	}
	r.sign, r.length = sign, r.length*same+(sign&1)
	return r.length
}

// longest returns how long the five longest edges are against a side, and how many are longer than a quarter of it, of
// ten at most. Edges at the border, which are frames of pictures, do not count.
func longest(runs []int, side int) (mean, count float64) {
	const border = 3
	runs = runs[border : len(runs)-border+1]
	slices.Sort(runs)
	sum, long := 0, 0
	for i := range min(len(runs), 10) {
		r := runs[len(runs)-1-i]
		if i < 5 {
			sum += r
		}
		if 4*r >= side {
			long++
		}
	}
	return float64(sum) / float64(5*side), float64(long) / 10
}

// cellsIn is a picture in cells of squarePx pixels.
type cellsIn struct {
	wide, high int
	ground     []int // luma of the ground of each
}

// written measures ground and ink.
func written(f []float64, img *image.RGBA, luma []uint8, width, height int) {
	c := groundOf(luma, width, height)
	inked := make([]uint8, len(luma))
	var paperPx, inkPx, even, sheet, strokes int
	for cy := range c.high {
		for cx := range c.wide {
			ground := c.around(cx, cy)
			s := cell16{ground: ground}
			s.measure(img, luma, inked, width, cx*squarePx, cy*squarePx)
			paperPx, inkPx = paperPx+s.paper, inkPx+s.ink
			if s.high-s.low <= 3 {
				even++
			}
			onSheet := ground >= leastGround && s.paper >= squarePx*squarePx/2
			if onSheet {
				sheet++
			}
			if onSheet && s.strokes >= leastStrokes && s.ink*2 <= squarePx*squarePx {
				strokes++
			}
		}
	}
	cells := float64(c.wide * c.high)
	pixels := cells * squarePx * squarePx
	f[flatCells], f[paper], f[onPaper] = float64(even)/cells, float64(paperPx)/pixels, float64(sheet)/cells
	f[ink], f[writing] = float64(inkPx)/pixels, float64(strokes)/cells
	if f[writing] > 0.05 {
		f[rows], f[columns] = regular(inked, width, height)
	}
}

const (
	leastGround  = 96 // the luma of a ground that may be paper
	leastStrokes = 20 // of a cell with writing: where ink begins, across and down
)

// groundOf finds in each cell the luma that an eighth of it exceeds.
func groundOf(luma []uint8, width, height int) cellsIn {
	c := cellsIn{wide: width / squarePx, high: height / squarePx}
	for cy := range c.high {
		for cx := range c.wide {
			var counts [256]int
			for y := cy * squarePx; y < (cy+1)*squarePx; y++ {
				for _, l := range luma[y*width+cx*squarePx:][:squarePx] {
					counts[l]++
				}
			}
			l := 255
			for n := counts[l]; n*8 < squarePx*squarePx; n += counts[l] {
				l--
			}
			c.ground = append(c.ground, l)
		}
	}
	return c
}

// around is the ground of a cell: the brightest of it and its neighbours.
func (c cellsIn) around(cx, cy int) int {
	most := 0
	for y := max(cy-1, 0); y <= min(cy+1, c.high-1); y++ {
		for x := max(cx-1, 0); x <= min(cx+1, c.wide-1); x++ {
			most = max(most, c.ground[y*c.wide+x])
		}
	}
	return most
}

// cell16 is what one cell has.
type cell16 struct {
	ground, low, high   int
	paper, ink, strokes int
}

// measure has no branches within rows: where ink lies cannot be foreseen.
func (s *cell16) measure(img *image.RGBA, luma, inked []uint8, width, left, top int) {
	s.low, s.high = 255, 0
	dark, light := s.ground*82, s.ground*88
	for y := top; y < top+squarePx; y++ {
		at := y*width + left
		row, marks := luma[at:][:squarePx], inked[at:][:squarePx]
		above := marks // of the first row no stroke begins
		if y > top {
			above = inked[at-width:][:squarePx]
		}
		pixels := img.Pix[y*img.Stride+4*left:][:4*squarePx]
		before := 1
		for x, luma := range row {
			l := int(luma)
			s.low, s.high = min(s.low, l), max(s.high, l)
			mark := below(l*100, dark)
			marks[x] = uint8(mark)
			s.ink += mark
			s.strokes += mark&^before + mark&^int(above[x])
			p := pixels[4*x : 4*x+3 : 4*x+3]
			chroma := int(max(p[0], p[1], p[2]) - min(p[0], p[1], p[2]))
			s.paper += below(light-1, l*100) & below(chroma, 56) &^ mark
			before = mark
		}
	}
}

// regular is how much the ink lies in rows, or in columns, as writing does: of the best of some angles, the change of
// the ink from one line to the next against the ink there is.
func regular(inked []uint8, width, height int) (rows, columns float64) {
	ink := 0
	for _, is := range inked {
		ink += int(is)
	}
	xs, ys := make([]uint16, 0, ink), make([]uint16, 0, ink) // sides of small pictures fit
	for y := range height {
		for x, is := range inked[y*width:][:width] {
			if is != 0 {
				xs, ys = append(xs, uint16(x)), append(ys, uint16(y))
			}
		}
	}
	return inLines(ys, xs, height, width), inLines(xs, ys, width, height)
}

// inLines is regular for lines of a length, by the places of ink across and along them.
func inLines(across, along []uint16, many, length int) float64 {
	most := 0
	lines, shifts := make([]int, many+length/4), make([]int, length)
	for _, slope := range [...]int{-16, -12, -8, -4, -2, 0, 2, 4, 8, 12, 16} { // pixels of 100
		clear(lines)
		for k := range shifts {
			shifts[k] = (k-length/2)*slope/100 + length/8
		}
		for i, a := range across {
			lines[int(a)+shifts[along[i]]]++
		}
		change := 0
		for i := 1; i < len(lines); i++ {
			change += abs(lines[i] - lines[i-1])
		}
		most = max(most, change)
	}
	return min(float64(most)/float64(max(len(across), 1)), 1)
}

// kindsOf returns the scores of a picture as one of a screen, and as a page.
func kindsOf(f []float64) (screen, page int) {
	t := Terms(f)
	return Score(t, screenWeights[:]), Score(t, pageWeights[:])
}

// ScreenWeights and PageWeights are the weights of Features, and a constant, that decide.
func ScreenWeights() []float64 { return slices.Clone(screenWeights[:]) }

// PageWeights are those of pages.
func PageWeights() []float64 { return slices.Clone(pageWeights[:]) }

// Terms are what is weighed: features, and the products of two.
func Terms(f []float64) []float64 {
	t := append(make([]float64, 0, terms), f...)
	for i, x := range f {
		for _, y := range f[i:] {
			t = append(t, x*y)
		}
	}
	return t
}

const terms = features + features*(features+1)/2

// Weigh returns the sum of terms with their weights, and of the constant, which is the last weight.
func Weigh(ts, weights []float64) float64 {
	x := weights[len(ts)]
	for i, t := range ts {
		x += weights[i] * t
	}
	return x
}

// Score is a thousand times a logistic function of the Terms of a picture's features with their weights and a constant.
func Score(ts, weights []float64) int {
	s := int(math.Round(1000 / (1 + math.Exp(-Weigh(ts, weights)))))
	if s < leastKind {
		return 0
	}
	return s
}
