package engine

import "recollect/engine/catalog"

// Errors of the catalog that callers tell apart.
var (
	// ErrNotFound means that the library has no such photo, folder or album.
	ErrNotFound = catalog.ErrNotFound
	// ErrDamaged means that what the library holds is not sound.
	ErrDamaged = catalog.ErrDamaged
)
