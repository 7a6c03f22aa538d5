package query

import (
	"strings"

	"recollect/engine/fold"
	"recollect/engine/photo"
)

// SameTag reports whether two names are of one tag, as searching compares them: without case and blank parts.
func SameTag(a, b string) bool { return fold.Text(photo.TagPath(a)) == fold.Text(photo.TagPath(b)) }

// TagWithin returns what is left of the name of a tag below another one that it lies in; ok is false if it does not.
func TagWithin(tag, in string) (rest string, ok bool) {
	parts, n := strings.Split(photo.TagPath(tag), "/"), strings.Count(photo.TagPath(in), "/")+1
	if len(parts) <= n || !SameTag(strings.Join(parts[:n], "/"), in) {
		return "", false
	}
	return strings.Join(parts[n:], "/"), true
}
