package watch

import (
	"io/fs"
	"maps"
	"path/filepath"
	"slices"

	"recollect/engine/photo"
)

// mostDirs is how many folders of one root a Look names; beyond, one walk of
// the root costs less than finding out what each of them holds in the record.
const mostDirs = 64

// coalesce returns the folders of dirty, which all lie in roots, sorted, without
// those inside another, and with a root in place of more than mostDirs in it.
func coalesce(roots map[string]fs.FileInfo, dirty map[string]bool) []string {
	inRoot := map[string][]string{}
	for _, dir := range photo.Outermost(slices.Collect(maps.Keys(dirty))) {
		root, _ := rootOf(roots, dir)
		inRoot[root] = append(inRoot[root], dir)
	}
	var few []string
	for root, dirs := range inRoot {
		if len(dirs) > mostDirs {
			dirs = []string{root}
		}
		few = append(few, dirs...)
	}
	return photo.Outermost(few)
}

// rootOf returns the innermost root that is dir or that dir lies in.
func rootOf(roots map[string]fs.FileInfo, dir string) (root string, inside bool) {
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
