package store

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"

	"recollect/engine/file"
	"recollect/engine/photo"
)

// ErrForeign means that another program's database lies where the catalog should be.
var ErrForeign error = &photo.Fault{
	Code: "catalog:foreign",
	Text: "the file belongs to another program",
}

// SQLite's header (https://www.sqlite.org/fileformat.html, sections 1.3 and 4).
const (
	headerBytes    = 100
	versionAt      = 60
	applicationAt  = 68
	magic          = "SQLite format 3\x00"
	walHeaderBytes = 32
	walFrameBytes  = 24
)

// Examine reads the header of the file at path, and that of its write-ahead log, before SQLite
// opens it, which may write to it. It returns ErrForeign, ErrNewer, ErrDamaged or a *file.Foreign
// for what must not be opened, and nil if there is no file.
func Examine(ctx context.Context, path string) error {
	if err := file.Own(path); err != nil {
		return err
	}
	page, err := firstPage(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil || len(page) == 0 {
		return err
	}
	if len(page) < headerBytes || string(page[:len(magic)]) != magic {
		return fmt.Errorf("%w: it is no database", ErrDamaged)
	}
	if err := examinePage(ctx, path, page); err != nil {
		return err
	}
	if logged := loggedFirstPage(path + "-wal"); logged != nil {
		return examinePage(ctx, path, logged)
	}
	return nil
}

// firstPage is the beginning of the first page, as much as exists.
func firstPage(path string) ([]byte, error) {
	f, err := file.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	page := make([]byte, headerBytes+8)
	n, err := io.ReadFull(f, page)
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		err = nil
	}
	return page[:n], err
}

func examinePage(ctx context.Context, path string, page []byte) error {
	app, v := binary.BigEndian.Uint32(page[applicationAt:]), int32(binary.BigEndian.Uint32(page[versionAt:]))
	if app == applicationID {
		if latest := len(Migrations()); int(v) > latest {
			return fmt.Errorf("version %d, known up to %d: %w", v, latest, ErrNewer)
		}
		return nil
	}
	if app == 0 && v == 0 && len(page) > headerBytes && binary.BigEndian.Uint16(page[headerBytes+3:]) == 0 {
		return nil // it has no table yet: another process is about to create it
	}
	if ours(ctx, path) {
		return fmt.Errorf("%w: its header says application %#x", ErrDamaged, app)
	}
	return ErrForeign
}

// ours reports whether the file has the catalog's tables, in spite of its header, without writing
// to it.
func ours(ctx context.Context, path string) bool {
	db, err := ConnectURI(path, map[string][]string{"mode": {"ro"}, "immutable": {"1"}})
	if err != nil {
		return false
	}
	defer db.Close()
	var n int
	err = db.QueryRowContext(ctx, `SELECT count(*) FROM sqlite_master
		WHERE type = 'table' AND name IN ('photos', 'folders', 'vectors', 'problems', 'meta')`).Scan(&n)
	return err == nil && n == 5
}

// loggedFirstPage is the beginning of the newest first page in a write-ahead log, or nil.
func loggedFirstPage(wal string) []byte {
	f, err := file.Open(wal)
	if err != nil {
		return nil
	}
	defer f.Close()
	head := make([]byte, walHeaderBytes)
	if _, err := io.ReadFull(f, head); err != nil {
		return nil
	}
	size := int64(binary.BigEndian.Uint32(head[8:]))
	if size < 512 || size > 65536 {
		return nil
	}
	var newest []byte
	frame := make([]byte, walFrameBytes+headerBytes+8)
	for at := int64(walHeaderBytes); ; at += walFrameBytes + size {
		if _, err := f.ReadAt(frame, at); err != nil {
			return newest
		}
		if string(frame[8:16]) != string(head[16:24]) { // of an earlier log
			return newest
		}
		if binary.BigEndian.Uint32(frame) == 1 && string(frame[walFrameBytes:walFrameBytes+len(magic)]) == magic {
			newest = append([]byte(nil), frame[walFrameBytes:]...)
		}
	}
}

// Private creates a file that only its owner may read, or makes an existing one readable to its
// owner alone. SQLite gives its own files beside it the same mode.
func Private(path string) error {
	f, err := file.OpenOwn(path, os.O_CREATE|os.O_RDWR)
	if err != nil {
		return err
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil || info.Mode().Perm()&0o077 == 0 {
		return err
	}
	for _, beside := range []string{"-wal", "-shm"} {
		if err := os.Chmod(path+beside, 0o600); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
	}
	return f.Chmod(0o600)
}
