// Package format is the table of file formats: their names, extensions, first bytes, containers and
// decoders, and what Recollect does with their files. No other package lists extensions or first
// bytes of these formats; a test in the root package checks that.
//
// To add a format, add a row to the table. To show pictures of a format, also add a decoder below
// engine/decode, its case in engine/decode/codec.go, and its errors in engine/decode/fault.go.
// Libraries read their files with problems again once Shown has changed.
//
// The package reads and decodes no files.
package format

import (
	"path/filepath"
	"slices"
	"strings"
)

// Role is what Recollect does with files of a format.
type Role int

// The roles.
const (
	Picture Role = iota + 1 // shown
	RAW                     // of a camera's sensor: the largest preview inside is shown
	Film                    // counted under Problems; the moving half of a live photo
	Unshown                 // a picture, counted under Problems
	Sidecar                 // holds metadata of a picture beside it
)

// Decoder names the package below engine/decode that decodes the pixels.
type Decoder string

// The decoders.
const (
	JPEG    Decoder = "jpeg"
	PNG     Decoder = "png"
	GIF     Decoder = "gif"
	WebP    Decoder = "webp"
	BMP     Decoder = "bmp"
	TIFF    Decoder = "tiff"
	HEIF    Decoder = "heif"
	Preview Decoder = "raw" // finds a JPEG, or else a TIFF
)

// Container is the layout of a file. Package container has a walker for each but Fuji.
type Container string

// The containers.
const (
	Segments    Container = "JPEG segments"
	Chunks      Container = "PNG chunks"
	Blocks      Container = "GIF blocks"
	RIFF        Container = "RIFF chunks"
	Boxes       Container = "ISO boxes"
	Directories Container = "TIFF directories"
	Fuji        Container = "Fujifilm header" // says where in the file a JPEG lies
)

// Format is one row of the table.
type Format struct {
	Name  string // as the catalog stores it, and people type it after "type:"
	Title string // as people write it
	Also  string // another word that people type for Name; empty: none
	// Extensions are those that files of the format may have, in lower case and with the
	// dot, the most usual one first. They only suggest a format: content decides.
	Extensions []string
	Role       Role
	Decoder    Decoder // empty if nothing is shown
	// Container is empty if neither pixels nor metadata are looked for inside.
	Container Container
	// Turned: the decoder turns the picture upright, by properties of the container. The
	// orientation in EXIF does not count (ISO/IEC 23008-12, annex A.2.2).
	Turned bool
	// Screens: programs save screenshots in it.
	Screens bool

	magics []magic // constant bytes that identify it; Sniff has code for other formats
}

// Shown reports whether files of the format are shown.
func (f Format) Shown() bool { return f.Decoder != "" }

// All returns every format that is known.
func All() []Format { return slices.Clone(table) }

// Of returns the format of a name as Sniff gives it. ok is false for one that is not in the table.
func Of(name string) (f Format, ok bool) {
	i := slices.IndexFunc(table, func(f Format) bool { return f.Name == name })
	if i < 0 {
		return Format{}, false
	}
	return table[i], true
}

// Named returns the format that the extension of a file's name or path suggests, in any case of
// letters. ok is false if no format has it.
func Named(path string) (f Format, ok bool) {
	i, ok := byExtension[strings.ToLower(filepath.Ext(path))]
	if !ok {
		return Format{}, false
	}
	return table[i], true
}

// byExtension holds the index in the table of each extension's format. It never changes.
var byExtension = indexExtensions()

func indexExtensions() map[string]int {
	index := map[string]int{}
	for i, f := range table {
		for _, ext := range f.Extensions {
			index[ext] = i
		}
	}
	return index
}

// Names returns the names of the formats of a role, in the order of the table.
func Names(r Role) []string {
	var names []string
	for _, f := range table {
		if f.Role == r {
			names = append(names, f.Name)
		}
	}
	return names
}

// Shown returns the names of the formats that are shown, in the order of the table.
func Shown() []string {
	var names []string
	for _, f := range table {
		if f.Shown() {
			names = append(names, f.Name)
		}
	}
	return names
}

// Extensions returns the extensions of all formats of a role, as Format has them, each once, by alphabet.
func Extensions(r Role) []string { return extensions(func(f Format) bool { return f.Role == r }) }

// ShownExtensions returns the extensions of all formats that are shown.
func ShownExtensions() []string { return extensions(Format.Shown) }

func extensions(of func(Format) bool) []string {
	var all []string
	for _, f := range table {
		if of(f) {
			all = append(all, f.Extensions...)
		}
	}
	slices.Sort(all)
	return slices.Compact(all)
}
