package scan

import (
	"slices"

	"recollect/engine/photo"
)

// Scope names folders to scan, by absolute path. The zero Scope names none.
type Scope struct {
	// Deep are folders to scan with everything below them.
	Deep []string
	// Shallow are folders whose own files are to be scanned, without the folders in them.
	Shallow []string
}

// Empty reports whether s names no folder.
func (s Scope) Empty() bool { return len(s.Deep)+len(s.Shallow) == 0 }

// And returns the folders of both. It may reuse the memory of s.
func (s Scope) And(other Scope) Scope {
	return Scope{append(s.Deep, other.Deep...), append(s.Shallow, other.Shallow...)}
}

// Outermost returns s with each folder once, sorted, and none that lies in a deep one.
func (s Scope) Outermost() Scope {
	deep := photo.Outermost(s.Deep)
	shallow := slices.Compact(slices.Sorted(slices.Values(s.Shallow)))
	return Scope{deep, slices.DeleteFunc(shallow, func(dir string) bool {
		return slices.ContainsFunc(deep, func(up string) bool { return photo.Within(dir, up) })
	})}
}

// Within returns those folders of s that are root or lie inside it.
func (s Scope) Within(root string) Scope {
	outside := func(dir string) bool { return !photo.Within(dir, root) }
	return Scope{
		slices.DeleteFunc(slices.Clone(s.Deep), outside),
		slices.DeleteFunc(slices.Clone(s.Shallow), outside),
	}
}
