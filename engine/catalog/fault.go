package catalog

import (
	"recollect/engine/catalog/record"
	"recollect/engine/catalog/store"
	"recollect/engine/photo"
)

// The catalog's faults, which package store explains.
var (
	ErrNewer    = store.ErrNewer    // written by a newer Recollect; nothing was touched
	ErrOlder    = store.ErrOlder    // to be migrated by a process that may write to it
	ErrLocked   = store.ErrLocked   // another program holds the file for longer than it should
	ErrForeign  = store.ErrForeign  // another program's database lies there
	ErrDamaged  = store.ErrDamaged  // no catalog, or its content is broken
	ErrDisk     = store.ErrDisk     // the disk is full or fails
	ErrSQLite   = store.ErrSQLite   // any other trouble of the database
	ErrReadOnly = store.ErrReadOnly // the folder or the file cannot be written to
	ErrNotFound = store.ErrNotFound // the library has no such photo or folder
)

// SetAside moves the catalog at path, which nobody may have open, with all files that belong to it
// into the new folder dir.
func SetAside(path, dir string) error { return store.SetAside(path, dir) }

// PutBack undoes SetAside, also one that has failed halfway.
func PutBack(dir, path string) error { return store.PutBack(dir, path) }

// Round returns v with the precision of the catalog.
func Round(v photo.Vector) photo.Vector { return record.Round(v) }
