package engine

import (
	"recollect/engine/catalog"
	"recollect/engine/lock"
)

// Errors that callers distinguish.
var (
	// ErrNotFound means that the library has no such photo, folder or album.
	ErrNotFound = catalog.ErrNotFound
	// ErrInUse means that another Recollect writes to the library.
	ErrInUse = lock.ErrInUse
	// ErrDamaged means that the library's files are damaged.
	ErrDamaged = catalog.ErrDamaged
)
