package engine

import (
	"os"

	"recollect/engine/exclude"
	"recollect/engine/library"
)

// Excludes returns what the user leaves out of the library in the folder dir, which need
// not exist. Errors are those of exclude.Read.
func Excludes(dir string) (exclude.Rules, error) { return exclude.Read(library.ExcludeFile(dir)) }

// SetExcludes changes the patterns, and whether the defaults are left out too, and makes
// the folder if it is missing. A process that has the library open follows at once. Errors
// are those of exclude.Write.
func SetExcludes(dir string, patterns []string, withDefaults bool) error {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return err
	}
	return exclude.Write(library.ExcludeFile(dir), patterns, withDefaults)
}

// DefaultExcludes are what is left out of every library unless the user lets it in.
func DefaultExcludes() []exclude.Default { return exclude.Defaults() }
