package words

import (
	"math"
	"strconv"
	"strings"
)

// Number returns the decimal number or fraction at an index of a text that lists several. It is NaN
// if there is none.
func Number(text string, i int) float64 {
	all := strings.FieldsFunc(text, func(c rune) bool { return c == ' ' || c == ',' })
	if i >= len(all) {
		return math.NaN()
	}
	above, below, isFraction := strings.Cut(all[i], "/")
	n, err := strconv.ParseFloat(above, 64)
	if err != nil {
		return math.NaN()
	}
	if isFraction {
		d, err := strconv.ParseFloat(below, 64)
		if err != nil {
			return math.NaN()
		}
		n /= d
	}
	return n
}
