package library

import (
	"path/filepath"
	"sync/atomic"

	"recollect/engine/exclude"
	"recollect/engine/photo"
)

// ExcludeFile is the file in the library's folder with the exclude patterns; see package exclude.
// It is read before each scan.
func ExcludeFile(dir string) string { return filepath.Join(dir, "exclude") }

// Excludes holds the exclude patterns of a library. Its methods may be called from any goroutine.
// Before Read, nothing is excluded.
type Excludes struct {
	path string
	now  atomic.Pointer[exclusion]
}

// exclusion is the present rules, and the folders that they apply to.
type exclusion struct {
	rules exclude.Rules
	roots []string
}

// NewExcludes returns the exclude patterns of the library in dir.
func NewExcludes(dir string) *Excludes { return &Excludes{path: ExcludeFile(dir)} }

// Read reads the patterns again, for the given folders. On an error the previous patterns stay in
// use.
func (x *Excludes) Read(folders []photo.Folder) error {
	rules, err := exclude.Read(x.path)
	if err != nil {
		return err
	}
	now := &exclusion{rules: rules}
	for _, f := range folders {
		now.roots = append(now.roots, f.Path)
	}
	x.now.Store(now)
	return nil
}

// Match reports whether a path in a folder of the library is excluded.
func (x *Excludes) Match(root, path string, dir bool) bool {
	now := x.now.Load()
	return now != nil && now.rules.Match(root, path, dir)
}

// MatchFolder is Match for a folder in any folder of the library.
func (x *Excludes) MatchFolder(path string) bool {
	now := x.now.Load()
	if now == nil {
		return false
	}
	for _, root := range now.roots {
		if photo.Within(path, root) {
			return now.rules.Match(root, path, true)
		}
	}
	return false
}

// rules are the present rules.
func (x *Excludes) rules() (r exclude.Rules) {
	if now := x.now.Load(); now != nil {
		r = now.rules
	}
	return r
}
