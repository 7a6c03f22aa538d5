package engine

import (
	"context"
	"path/filepath"

	"recollect/engine/exclude"
	"recollect/engine/photo"
)

// ExcludeFile is where a library keeps the patterns of what is left out; see
// package exclude. It is read before each scan.
func ExcludeFile(library string) string { return filepath.Join(library, "exclude") }

// exclusion is what is left out now, of which folders.
type exclusion struct {
	rules exclude.Rules
	roots []string
}

// leaveOut reads the patterns again, for the folders given. Patterns that
// cannot be read change nothing.
func (e *Engine) leaveOut(folders []photo.Folder) error {
	rules, err := exclude.Read(ExcludeFile(e.opts.Library))
	if err != nil {
		return err
	}
	now := &exclusion{rules: rules}
	for _, f := range folders {
		now.roots = append(now.roots, f.Path)
	}
	e.excluded.Store(now)
	return nil
}

// excludes reports whether the user leaves out a path in a folder of the library.
func (e *Engine) excludes(root, path string, dir bool) bool {
	now := e.excluded.Load()
	return now != nil && now.rules.Match(root, path, dir)
}

// excludesFolder is excludes for a folder, in whichever folder of the library it lies.
func (e *Engine) excludesFolder(path string) bool {
	now := e.excluded.Load()
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

// followExclusion has all folders looked at when the rules are others than before,
// and returns those of now.
func (e *Engine) followExclusion(ctx context.Context, before exclude.Rules) exclude.Rules {
	rules, err := exclude.Read(ExcludeFile(e.opts.Library))
	if err != nil || rules.Equal(before) {
		return before // the next scan tells of trouble
	}
	folders, err := e.catalog.Folders(ctx)
	if err == nil {
		err = e.leaveOut(folders) // before anything is followed anew
	}
	e.warn(ctx, "read what is left out", err)
	e.watcher.Anew()
	return rules
}
