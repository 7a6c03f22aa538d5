// Package record holds the metadata from one source, such as EXIF, XMP or a sidecar, and joins that
// of several. Package meta decides which source comes first.
package record

import (
	"slices"
	"strings"

	"recollect/engine/photo"
)

// MaxText is how many bytes of one value are read.
const MaxText = 64 << 10

// Record is the metadata from one source. The dates are in the order of trust;
// words are separate, because the sources rank differently for them.
type Record struct {
	Orientation int // 0 where unknown
	Dates       []photo.Moment
	// Copied are XMP's dates of digitisation. Programs fill them in by themselves, so
	// those of a sidecar do not override the file.
	Copied      []photo.Moment
	GPS         photo.Moment
	Shot, Words photo.Meta
	// Rated and Labelled: the source states that there is no rating or label,
	// which overrides the others.
	Rated, Labelled bool
}

// Add fills the empty fields of dst from src, and joins keywords and names.
func Add(dst *photo.Meta, src photo.Meta) {
	keywords, people := Join(dst.Keywords, src.Keywords), Join(dst.People, src.People)
	Complete(dst, src)
	dst.Keywords, dst.People = keywords, people
}

// Complete fills the empty fields of dst from src.
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
	Set(&dst.Screen, src.Screen)
	if len(dst.Keywords) == 0 {
		dst.Keywords = src.Keywords
	}
	if len(dst.People) == 0 {
		dst.People = src.People
	}
}

// Set sets dst to value if it is zero.
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

// maxNames limits the keywords or people of one picture.
const maxNames = 1000
