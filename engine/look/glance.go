package look

import "image"

// A glance at one row of four tells most photos from pictures of screens and of pages, at a tenth of what all
// features cost. It misses none of those that bench/kinds knows; docs/quality.md says of how many photos it spares the
// rest.

// glanceRows is of how many rows a glance sees one.
const glanceRows = 4

// glanced are the features that a glance measures.
var glanced = [...]int{onFlat, mainColour, threeColours, fewColours, colourless, vivid, bright, dim, strong, upright}

const glanceTerms = len(glanced) + len(glanced)*(len(glanced)+1)/2

// Glance returns what a glance at a picture, of the size that GradeOf takes, measures.
func Glance(img *image.RGBA) []float64 {
	luma, width := lumaOf(img)
	return glanceOf(img, luma, width)
}

func glanceOf(img *image.RGBA, luma []uint8, width int) []float64 {
	height := len(luma) / max(width, 1)
	f, seen := make([]float64, features), make([]float64, len(glanced))
	if width < leastPx || height < leastPx {
		return seen
	}
	colours(f, img, glanceRows)
	edges(f, luma, width, height, glanceRows)
	for i, n := range glanced {
		seen[i] = f[n]
	}
	return seen
}

// Promising reports whether a picture, by what Glance measured, may be one of a screen or a page.
func Promising(glance []float64) bool {
	return Weigh(Terms(glance), glanceWeights[:]) >= 0
}
