package store

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"syscall"

	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"

	"recollect/engine/photo"
)

// ErrNewer means that the catalog was written by a newer Recollect. Nothing was changed.
var ErrNewer error = &photo.Fault{
	Code: "catalog:newer",
	Text: "the catalog was written by a newer version",
}

// ErrOlder means that the catalog must be migrated before it can be read, by a process that may
// write to it.
var ErrOlder error = &photo.Fault{
	Code: "catalog:older",
	Text: "the catalog was written by an older version",
}

// ErrLocked means that another program holds the catalog's file for longer than it should.
var ErrLocked error = &photo.Fault{
	Code: "catalog:locked",
	Text: "the catalog is locked by another program",
}

// ErrDamaged means that the file is not a catalog or that its content is broken.
var ErrDamaged error = &photo.Fault{
	Code: "catalog:damaged",
	Text: "the catalog is damaged",
}

// ErrDisk means that the disk of the library is full or fails: SQLite has several
// names for both, and some mean either.
var ErrDisk error = &photo.Fault{
	Code: "catalog:disk",
	Text: "the library's disk is full or fails",
}

// ErrSQLite is any other trouble of the database itself.
var ErrSQLite error = &photo.Fault{
	Code: "catalog:sqlite",
	Text: "the database could not do it",
}

// ErrReadOnly means that the library's folder or file cannot be written to.
var ErrReadOnly error = &photo.Fault{
	Code: "catalog:read-only",
	Text: "the library cannot be written to",
}

// ErrNotFound means that the library has no such photo or folder.
var ErrNotFound error = &photo.Fault{
	Code: "catalog:not-found",
	Text: "not in the library",
}

// Explain wraps those of SQLite's result codes in our errors that a user can act on.
func Explain(err error) error {
	var e *sqlite.Error
	if !errors.As(err, &e) {
		return err
	}
	if name := nameOf(e.Code() & 0xff); !errors.Is(err, name) {
		return fmt.Errorf("%w: %w", name, err)
	}
	return err
}

// nameOf returns our error for one of SQLite's primary result codes.
func nameOf(code int) error {
	switch code {
	case sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED, sqlite3.SQLITE_PROTOCOL:
		return ErrLocked
	// Our own statements meet all constraints: a violation means a damaged index or row. The same
	// goes for a table that does not exist.
	case sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_CONSTRAINT, sqlite3.SQLITE_ERROR,
		sqlite3.SQLITE_MISMATCH, sqlite3.SQLITE_FORMAT, sqlite3.SQLITE_RANGE, sqlite3.SQLITE_TOOBIG:
		return ErrDamaged
	case sqlite3.SQLITE_READONLY, sqlite3.SQLITE_PERM:
		return ErrReadOnly
	case sqlite3.SQLITE_FULL:
		return errDiskFull
	case sqlite3.SQLITE_IOERR, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_NOLFS:
		return ErrDisk
	case sqlite3.SQLITE_INTERRUPT:
		return context.Canceled
	}
	return ErrSQLite
}

// Unwritable wraps the system's error about a file that cannot be written to.
func Unwritable(err error) error {
	if errors.Is(err, fs.ErrPermission) || errors.Is(err, syscall.EROFS) {
		return fmt.Errorf("%w: %w", ErrReadOnly, err)
	}
	return err
}

// NeedsWriting explains why an existing catalog cannot be opened for reading: in WAL mode SQLite
// makes a file beside it for that.
func NeedsWriting(err error) error {
	var e *sqlite.Error
	if errors.As(err, &e) && e.Code()&0xff == sqlite3.SQLITE_CANTOPEN {
		return fmt.Errorf("%w: %w", ErrReadOnly, err)
	}
	return err
}
