package photo

import (
	"os"
	"strings"
)

// Within reports whether path is dir or lies below it; both are absolute and
// cleaned. Nothing is looked up: links are not followed.
func Within(path, dir string) bool {
	rest, ok := strings.CutPrefix(path, dir)
	if !ok || dir == "" {
		return false
	}
	return rest == "" || os.IsPathSeparator(rest[0]) || os.IsPathSeparator(dir[len(dir)-1])
}
