package engine

import (
	"recollect/engine/catalog"
	"recollect/engine/lock"
)

// Errors that callers tell apart.
var (
	// ErrNotFound means that the library has no such photo, folder or album.
	ErrNotFound = catalog.ErrNotFound
	// ErrInUse means that another Recollect writes to the library.
	ErrInUse = lock.ErrInUse
	// ErrDamaged means that what the library holds is not sound.
	ErrDamaged = catalog.ErrDamaged
)
