// Package record holds what one source says of a picture, such as EXIF, XMP or a sidecar, and joins
// what several say. Package meta decides which source comes first.
package record

import (
	"slices"
	"strings"

	"recollect/engine/photo"
)

// MaxText is how many bytes of one value are read.
const MaxText = 64 << 10

// Record is what one source says. The dates are in the order of trust; words are
// kept apart from the rest, because another source has the first say on them.
type Record struct {
	Orientation int // 0 where unknown
	Dates       []photo.Moment
	// Copied are dates that XMP has of when a picture was digitised. Programs fill them in
	// unasked: those of a sidecar are no person's word against what the file says.
	Copied      []photo.Moment
	GPS         photo.Moment
	Shot, Words photo.Meta
	// Rated and Labelled: the source says so where there is no rating or label, and
	// what others say is out of date.
	Rated, Labelled bool
}

// Add sets what dst does not know to what src does, and joins keywords and names.
func Add(dst *photo.Meta, src photo.Meta) {
	keywords, people := Join(dst.Keywords, src.Keywords), Join(dst.People, src.People)
	Complete(dst, src)
	dst.Keywords, dst.People = keywords, people
}

// Complete sets what dst does not know to what src does.
func Complete(dst *photo.Meta, src photo.Meta) {
	Set(&dst.Make, src.Make)
	Set(&dst.Model, src.Model)
	Set(&dst.Lens, src.Lens)
	Set(&dst.ExposureSeconds, src.ExposureSeconds)
	Set(&dst.FNumber, src.FNumber)
	Set(&dst.ISO, src.ISO)
	Set(&dst.FocalMM, src.FocalMM)
	Set(&dst.Focal35MM, src.Focal35MM)
	Set(&dst.Place, src.Place)
	Set(&dst.Rating, src.Rating)
	Set(&dst.Label, src.Label)
	Set(&dst.Title, src.Title)
	Set(&dst.Caption, src.Caption)
	if len(dst.Keywords) == 0 {
		dst.Keywords = src.Keywords
	}
	if len(dst.People) == 0 {
		dst.People = src.People
	}
}

// Set gives dst the value where it has none.
func Set[T comparable](dst *T, value T) {
	var zero T
	if *dst == zero {
		*dst = value
	}
}

// Join returns a and what of b is not in it, without blanks around and empty ones.
func Join(a, b []string) []string {
	for _, s := range b {
		if len(a) >= maxNames {
			break
		}
		if s = strings.TrimSpace(s); s != "" && !slices.Contains(a, s) {
			a = append(a, s)
		}
	}
	return a
}

// maxNames of keywords or people are kept of one picture.
const maxNames = 1000
