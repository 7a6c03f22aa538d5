package photo

import (
	"fmt"
	"slices"
	"strings"
	"time"
)

// Sidecars are the files beside a picture that hold metadata of it, such as IMG_1.jpg.xmp. The
// value holds their names, sizes and times, so that it changes with any of them. It is empty for a
// picture without sidecars.
type Sidecars string

// Sidecar is one of them.
type Sidecar struct {
	Name    string // in the picture's folder
	Size    int64  // in bytes
	ModTime time.Time
}

// ListSidecars makes one value of several sidecars, whose order does not matter.
func ListSidecars(all []Sidecar) Sidecars {
	lines := make([]string, len(all))
	for i, s := range all {
		// A file's name may hold any byte but NUL and the separator.
		lines[i] = fmt.Sprintf("%s\x00%d %d\x00", s.Name, s.Size, s.ModTime.UnixNano())
	}
	slices.Sort(lines)
	return Sidecars(strings.Join(lines, ""))
}

// Names are the names of the files, sorted.
func (s Sidecars) Names() []string {
	var names []string
	rest := string(s)
	for rest != "" {
		var name string
		name, rest, _ = strings.Cut(rest, "\x00")
		_, rest, _ = strings.Cut(rest, "\x00")
		names = append(names, name)
	}
	return names
}
