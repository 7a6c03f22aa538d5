package engine

import (
	"os"

	"recollect/engine/exclude"
	"recollect/engine/library"
)

// Excludes returns the exclude patterns of the library in the folder dir, which need not exist.
// Errors are those of exclude.Read.
func Excludes(dir string) (exclude.Rules, error) { return exclude.Read(library.ExcludeFile(dir)) }

// SetExcludes changes the patterns, and whether the default patterns apply, and makes the folder if
// it is missing. A process that has the library open applies the change at once. Errors are those
// of exclude.Write.
func SetExcludes(dir string, patterns []string, withDefaults bool) error {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return err
	}
	return exclude.Write(library.ExcludeFile(dir), patterns, withDefaults)
}

// DefaultExcludes are the patterns that are excluded from every library unless the user switches
// them off.
func DefaultExcludes() []exclude.Default { return exclude.Defaults() }
