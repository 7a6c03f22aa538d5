package watch

import (
	"io/fs"
	"path/filepath"
	"slices"
)

// mostDirs is how many folders of one root a Look names; beyond, one walk of
// the root costs less than finding out what each of them holds in the record.
const mostDirs = 64

// coalesce returns the folders of dirty, which all lie in roots, sorted, without
// those inside another, and with a root in place of more than mostDirs in it.
func coalesce(roots map[string]fs.FileInfo, dirty map[string]bool) []string {
	inRoot := map[string][]string{}
	for _, dir := range outermost(dirty) {
		root, _ := rootOf(roots, dir)
		inRoot[root] = append(inRoot[root], dir)
	}
	few := map[string]bool{}
	for root, dirs := range inRoot {
		if len(dirs) > mostDirs {
			dirs = []string{root}
		}
		for _, dir := range dirs {
			few[dir] = true
		}
	}
	dirs := outermost(few)
	slices.Sort(dirs)
	return dirs
}

// outermost returns the folders of dirs that lie in no other of them.
func outermost(dirs map[string]bool) []string {
	var outer []string
	for dir := range dirs {
		if !hasAbove(dirs, dir) {
			outer = append(outer, dir)
		}
	}
	return outer
}

func hasAbove(dirs map[string]bool, dir string) bool {
	for up := filepath.Dir(dir); up != dir; dir, up = up, filepath.Dir(up) {
		if dirs[up] {
			return true
		}
	}
	return false
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
