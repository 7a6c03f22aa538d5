package store

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"runtime"
	"slices"

	"golang.org/x/sync/errgroup"

	"recollect/engine/durable"
	"recollect/engine/file"
)

// SQLite has no checksums of its pages in this build: a flipped bit in a row makes another row, and
// no error. When the catalog is closed, sums of the file are written beside it; they are
// valid as long as its size and time stay the same, and the first process that changes it removes
// them.
//
// The file of sums is little-endian: 8 bytes "RecoSums", the version as uint32, the count of chunks
// as uint32, the catalog's size and time (ns) as uint64, a CRC-32C for each chunk, and the CRC-32C
// of all that.

const (
	sumsMagic   = "RecoSums"
	sumsVersion = 1
	sumsHead    = 8 + 4 + 4 + 8 + 8
	sumsChunk   = 64 << 10
	// SumsAtOpen is how much of a catalog is compared with its sums whenever it is opened for
	// writing: 20 ms from memory. For a larger catalog, each opening compares another part.
	SumsAtOpen = 128 << 20
	// SumsForShort is the same for a process that writes once and closes the catalog again, as a
	// command does.
	SumsForShort = 16 << 20
)

var castagnoli = crc32.MakeTable(crc32.Castagnoli)

// WriteSums writes the sums of the catalog at path to the file at to.
func WriteSums(path, to string) error {
	f, err := file.Open(path)
	if err != nil {
		return err
	}
	defer f.Close()
	before, err := f.Stat()
	if err != nil {
		return err
	}
	sums, err := sumsOf(f, 0, chunks(before.Size()))
	if err != nil {
		return err
	}
	return writeSums(path, to, before, sums)
}

// writeSums writes the sums of the catalog at path, which was as before says, unless somebody has
// written to it since.
func writeSums(path, to string, before os.FileInfo, sums []uint32) error {
	if after, err := os.Stat(path); err != nil || Logged(path) || !sameFile(before, after) {
		return err // somebody writes to it
	}
	b := append([]byte(nil), sumsMagic...)
	b = binary.LittleEndian.AppendUint32(b, sumsVersion)
	b = binary.LittleEndian.AppendUint32(b, uint32(len(sums)))
	b = binary.LittleEndian.AppendUint64(b, uint64(before.Size()))
	b = binary.LittleEndian.AppendUint64(b, uint64(before.ModTime().UnixNano()))
	for _, s := range sums {
		b = binary.LittleEndian.AppendUint32(b, s)
	}
	return durable.WriteFile(to, binary.LittleEndian.AppendUint32(b, crc32.Checksum(b, castagnoli)), 0o600)
}

func sameFile(a, b os.FileInfo) bool { return a.Size() == b.Size() && a.ModTime().Equal(b.ModTime()) }

// Logged reports whether the write-ahead log of the catalog at path has any content.
func Logged(path string) bool {
	wal, err := os.Stat(path + "-wal")
	return err == nil && wal.Size() > 0
}

func chunks(size int64) int { return int((size + sumsChunk - 1) / sumsChunk) }

// sumsOf returns the sums of n chunks of f, from the chunk first on; 0 for chunks beyond its end.
// It reads with all processors: copying is what takes the time.
func sumsOf(f io.ReaderAt, first, n int) ([]uint32, error) {
	sums := make([]uint32, n)
	workers := runtime.GOMAXPROCS(0)
	var g errgroup.Group
	for w := range workers {
		g.Go(func() error {
			chunk := make([]byte, sumsChunk)
			for i := w * n / workers; i < (w+1)*n/workers; i++ {
				got, err := f.ReadAt(chunk, int64(first+i)*sumsChunk)
				if err != nil && !errors.Is(err, io.EOF) {
					return err
				}
				if got > 0 {
					sums[i] = crc32.Checksum(chunk[:got], castagnoli)
				}
			}
			return nil
		})
	}
	return sums, g.Wait()
}

// ReadSums returns the sums of the catalog at path if they are valid, or nil.
func ReadSums(path, from string) []uint32 {
	info, err := os.Stat(path)
	if err != nil {
		return nil
	}
	if Logged(path) {
		return nil // the file lacks what was written last
	}
	b, err := file.Read(from, sumsHead+4*int64(chunks(info.Size()))+5)
	n := chunks(info.Size())
	if err != nil || len(b) != sumsHead+4*n+4 || !bytes.HasPrefix(b, []byte(sumsMagic)) {
		return nil
	}
	body := b[:len(b)-4]
	if binary.LittleEndian.Uint32(b[len(b)-4:]) != crc32.Checksum(body, castagnoli) ||
		binary.LittleEndian.Uint32(b[8:]) != sumsVersion ||
		int64(binary.LittleEndian.Uint64(b[16:])) != info.Size() ||
		int64(binary.LittleEndian.Uint64(b[24:])) != info.ModTime().UnixNano() {
		return nil
	}
	sums := make([]uint32, n)
	for i := range sums {
		sums[i] = binary.LittleEndian.Uint32(body[sumsHead+4*i:])
	}
	return sums
}

// CompareSums compares up to limit bytes of the catalog at path with the sums in the file from.
// known reports whether there are valid ones. The error is ErrDamaged, or the system's.
func CompareSums(path, from string, limit int64) (known bool, err error) {
	sums := ReadSums(path, from)
	if sums == nil {
		return false, nil
	}
	f, err := file.Open(path)
	if err != nil {
		return false, err
	}
	defer f.Close()
	n := min(len(sums), int(limit/sumsChunk))
	first := 0
	if n < len(sums) {
		first = rand.IntN(len(sums) - n + 1)
	}
	got, err := sumsOf(f, first, n)
	if err != nil {
		return true, err
	}
	if !slices.Equal(got, sums[first:first+n]) && ReadSums(path, from) == nil {
		return false, nil // another process has written to it meanwhile
	}
	for i, s := range got {
		if s != sums[first+i] {
			return true, fmt.Errorf("%w: %s was changed between bytes %d and %d since it was closed",
				ErrDamaged, filepath.Base(path), (first+i)*sumsChunk, (first+i+1)*sumsChunk)
		}
	}
	return true, nil
}
