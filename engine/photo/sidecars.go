package photo

import (
	"fmt"
	"slices"
	"strings"
	"time"
)

// Sidecars are the files in the folder of a picture that tell of it, such as
// IMG_1.jpg.xmp. The value holds their names, sizes and times: it is another
// one when any of them is. It is empty for a picture that has none.
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
		// No file's name holds a NUL, and all but NUL and the separator may be in one.
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
