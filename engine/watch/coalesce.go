package watch

import (
	"path/filepath"
	"slices"
	"strings"
)

// maxDirs is how many folders of one root a Dirty names at most. Beyond that, one
// walk of the folders above them costs less than reading from the catalog what each
// of them holds.
const maxDirs = 128

// coalesce returns the Dirty of the folders of dirty, which all lie in roots. dirty is true for
// folders that are dirty with everything below them.
func coalesce[V any](roots map[string]V, dirty map[string]bool) (deep, shallow []string) {
	inRoot := map[string]map[string]bool{}
	for dir, below := range dirty {
		root, _ := rootOf(roots, dir)
		if inRoot[root] == nil {
			inRoot[root] = map[string]bool{}
		}
		inRoot[root][dir] = below
	}
	few := map[string]bool{}
	for _, dirs := range inRoot {
		for dirs = needed(dirs); len(dirs) > maxDirs; dirs = needed(raised(dirs)) {
		}
		for dir, below := range dirs {
			few[dir] = below
		}
	}
	for dir, below := range needed(few) {
		if below {
			deep = append(deep, dir)
		} else {
			shallow = append(shallow, dir)
		}
	}
	slices.Sort(deep)
	slices.Sort(shallow)
	return deep, shallow
}

// needed returns dirs without those inside another one that is dirty with everything below it.
func needed(dirs map[string]bool) map[string]bool {
	left := make(map[string]bool, len(dirs))
	for dir, below := range dirs {
		if !covered(dirs, dir) {
			left[dir] = below
		}
	}
	return left
}

func covered(dirs map[string]bool, dir string) bool {
	for up := filepath.Dir(dir); up != dir; dir, up = up, filepath.Dir(up) {
		if dirs[up] {
			return true
		}
	}
	return false
}

// raised returns dirs with the deepest ones replaced by the folders above them. There are several,
// so that none of these is the root, which lies above all.
func raised(dirs map[string]bool) map[string]bool {
	deepest := 0
	for dir := range dirs {
		deepest = max(deepest, depth(dir))
	}
	up := make(map[string]bool, len(dirs))
	for dir, below := range dirs {
		if depth(dir) == deepest {
			dir, below = filepath.Dir(dir), true
		}
		up[dir] = up[dir] || below
	}
	return up
}

// depth returns how many folders dir lies in; 0 for the root of a file system.
func depth(dir string) int {
	if filepath.Dir(dir) == dir {
		return 0
	}
	return strings.Count(dir, string(filepath.Separator))
}

// rootOf returns the innermost root that is dir or that dir lies in.
func rootOf[V any](roots map[string]V, dir string) (root string, inside bool) {
	for {
		if _, on := roots[dir]; on {
			return dir, true
		}
		up := filepath.Dir(dir)
		if up == dir {
			return "", false
		}
		dir = up
	}
}
