package store

import (
	"database/sql"
	"encoding/binary"
	"errors"
	"io"
	"os"

	"recollect/engine/file"
)

// When a catalog is closed, its sums need not be computed again from all of it: the write-ahead log
// names the pages that were written, as long as it has not been begun anew since the catalog was
// opened.

// CloseSummed closes db, which has one connection, the only one of this process to the catalog at path,
// and writes its sums to the file at to: from those when it was opened, old, where it can be told what has
// changed since. nil: there were none. A catalog that is not sound gets none. The error is db's; without
// sums the next opening takes longer.
func CloseSummed(db *sql.DB, path, to string, old []uint32, sound bool) error {
	var changed Chunks
	var was os.FileInfo
	known := old != nil && Alone(db)
	if known {
		changed, known = ChangedChunks(path)
	}
	if known {
		was, known = written(db, path)
	}
	err := db.Close()
	switch {
	case !sound:
		_ = os.Remove(to)
	case Logged(path), ReadSums(path, to) != nil:
	case known:
		_ = UpdateSums(path, to, was, old, changed)
	default:
		_ = WriteSums(path, to)
	}
	return err
}

// Alone keeps other processes out of the catalog until db, which has one connection, is closed. It
// reports false if another has it open.
func Alone(db *sql.DB) bool {
	_, err := db.Exec(`PRAGMA busy_timeout = 0; PRAGMA locking_mode = EXCLUSIVE; BEGIN IMMEDIATE; ROLLBACK`)
	return err == nil
}

// written moves the write-ahead log into the catalog and returns what the file is like then. db is alone: another
// process can change the file only after db is closed, and is noticed by what the file is like.
func written(db *sql.DB, path string) (os.FileInfo, bool) {
	var busy, logged, moved int
	err := db.QueryRow(`PRAGMA wal_checkpoint`).Scan(&busy, &logged, &moved)
	if err != nil || busy != 0 || logged != moved {
		return nil, false
	}
	info, err := os.Stat(path)
	return info, err == nil
}

// Offsets in the header of a write-ahead log (https://www.sqlite.org/fileformat.html, section 4.1).
const (
	walPageSizeAt = 8
	walBegunAt    = 12 // how often it was begun anew
	walSaltAt     = 16 // of the log and, 8 bytes earlier, of each frame that belongs to it
	walSaltBytes  = 8
)

// Chunks are parts of a catalog, by number; see WriteSums.
type Chunks map[int]bool

// ChangedChunks returns the chunks that the write-ahead log of the catalog at path will change. ok is false
// if the log was begun anew, and does not know what it had written before.
func ChangedChunks(path string) (changed Chunks, ok bool) {
	f, err := file.Open(path + "-wal")
	if errors.Is(err, os.ErrNotExist) {
		return nil, true
	}
	if err != nil {
		return nil, false
	}
	defer f.Close()
	head := make([]byte, walHeaderBytes)
	switch n, err := io.ReadFull(f, head); {
	case n == 0 && errors.Is(err, io.EOF):
		return nil, true
	case err != nil || binary.BigEndian.Uint32(head[walBegunAt:]) != 0:
		return nil, false
	}
	size := int64(binary.BigEndian.Uint32(head[walPageSizeAt:]))
	if size < 512 || size > sumsChunk {
		return nil, false
	}
	changed = Chunks{}
	frame := make([]byte, walFrameBytes)
	for at := int64(walHeaderBytes); ; at += walFrameBytes + size {
		if _, err := f.ReadAt(frame, at); err != nil {
			return changed, errors.Is(err, io.EOF)
		}
		if string(frame[walSaltAt-8:walSaltAt-8+walSaltBytes]) != string(head[walSaltAt:walSaltAt+walSaltBytes]) {
			return changed, true
		}
		changed[int((int64(binary.BigEndian.Uint32(frame))-1)*size/sumsChunk)] = true
	}
}

// UpdateSums writes the sums of the catalog at path to the file at to, as WriteSums does. Those of
// chunks that have not changed are old ones. It writes none if the file is no longer as was says.
func UpdateSums(path, to string, was os.FileInfo, old []uint32, changed Chunks) error {
	f, err := file.Open(path)
	if err != nil {
		return err
	}
	defer f.Close()
	n := chunks(was.Size())
	if n < len(old) {
		return WriteSums(path, to)
	}
	sums := make([]uint32, n)
	copy(sums, old)
	for i := range sums {
		if i < len(old) && !changed[i] {
			continue
		}
		one, err := sumsOf(f, i, 1)
		if err != nil {
			return err
		}
		sums[i] = one[0]
	}
	return writeSums(path, to, was, sums)
}
