package photo

import (
	"strings"
	"unicode"
)

// Tag is a tag that people gave to photos. One may lie within another: Family/Anna.
type Tag struct {
	Name   string // with those that it lies in
	Photos int    // that have it or one within it
}

// TagPath is the name of a tag without blank parts: Family/Anna.
func TagPath(name string) string {
	blank := func(r rune) bool { return unicode.IsSpace(r) || unicode.IsControl(r) }
	var parts []string
	for part := range strings.SplitSeq(name, "/") {
		if part = strings.TrimFunc(part, blank); part != "" {
			parts = append(parts, part)
		}
	}
	return strings.Join(parts, "/")
}
