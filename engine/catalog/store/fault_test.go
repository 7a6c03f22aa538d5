package store

import (
	"errors"
	"syscall"
	"testing"

	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"

	"recollect/engine/photo"
)

// Each of SQLite's results has a sentence and a way out.
func TestEveryResultHasASentence(t *testing.T) {
	for code, text := range sqlite.ErrorCodeString {
		err := nameOf(code & 0xff)
		var reported *photo.Fault
		switch {
		case errors.As(err, &reported):
			if reported.Code == "" {
				t.Errorf("%s: %+v", text, reported)
			}
		case code&0xff != sqlite3.SQLITE_FULL && code&0xff != sqlite3.SQLITE_INTERRUPT:
			t.Errorf("%s: %v", text, err)
		}
	}
	for code, want := range map[int]error{
		sqlite3.SQLITE_FULL: syscall.ENOSPC, sqlite3.SQLITE_IOERR_WRITE: ErrDisk, sqlite3.SQLITE_IOERR_SHMSIZE: ErrDisk,
		sqlite3.SQLITE_CONSTRAINT_UNIQUE: ErrDamaged, sqlite3.SQLITE_CORRUPT_INDEX: ErrDamaged,
	} {
		if got := nameOf(code & 0xff); !errors.Is(got, want) {
			t.Errorf("code %d: got %v, want %v", code, got, want)
		}
	}
	if sqlite3.SQLITE_IOERR_WRITE != 778 || sqlite3.SQLITE_IOERR_SHMSIZE != 4874 {
		t.Error("the names are of other codes")
	}
}
