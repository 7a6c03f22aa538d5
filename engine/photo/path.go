package photo

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// Within reports whether path is dir or lies below it; both are absolute and cleaned. It compares
// paths only and follows no links.
func Within(path, dir string) bool {
	rest, ok := strings.CutPrefix(path, dir)
	if !ok || dir == "" {
		return false
	}
	return rest == "" || os.IsPathSeparator(rest[0]) || os.IsPathSeparator(dir[len(dir)-1])
}

// Outermost returns dirs sorted, each once, without those that lie in another.
// They are absolute and cleaned.
func Outermost(dirs []string) []string {
	given := make(map[string]bool, len(dirs))
	for _, dir := range dirs {
		given[dir] = true
	}
	var outer []string
	for dir := range given {
		if !hasAbove(given, dir) {
			outer = append(outer, dir)
		}
	}
	slices.Sort(outer)
	return outer
}

// hasAbove reports whether dir lies in one of dirs.
func hasAbove(dirs map[string]bool, dir string) bool {
	for up := filepath.Dir(dir); up != dir; dir, up = up, filepath.Dir(up) {
		if dirs[up] {
			return true
		}
	}
	return false
}
