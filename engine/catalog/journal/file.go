package journal

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"os"
	"strconv"
	"strings"

	"recollect/engine/durable"
	"recollect/engine/file"
)

// ErrNewer means that a newer program wrote the file.
var ErrNewer = errors.New("the journal was written by a newer version")

// ErrOlder means that an older program wrote the file, which therefore must be replaced before anything
// is added: that program may meet it again.
var ErrOlder = errors.New("the journal was written by an older version")

const (
	magic   = "recollect-typed"
	version = 3
	// maxBytes is how long a journal may be: a tag takes some 200 bytes.
	maxBytes = 1 << 30
)

// Journal is the content of the file.
type Journal struct {
	// Library is the number of the catalog that it belongs to; empty if that cannot be read.
	Library string
	// Snapshot is the user data up to transaction Since, and Acts are what followed.
	Snapshot, Acts []Act
	Since          int64
	// Whole reports whether every act of the snapshot could be read.
	Whole bool
	// Last is the highest N.
	Last int64
	// Torn are the lines that cannot be read, without a last one that a crash cut off.
	Torn []string
}

// Read reads the journal at path. The error is ErrNewer, fs.ErrNotExist, or the system's.
func Read(path string) (Journal, error) {
	if err := file.Own(path); err != nil {
		return Journal{}, err
	}
	data, err := file.Read(path, maxBytes)
	if err != nil {
		return Journal{}, err
	}
	var j Journal
	head, rest, _ := bytes.Cut(data, []byte("\n"))
	if j.Library, err = header(string(head)); err != nil {
		return j, err
	}
	if j.Library == "" {
		j.Torn = append(j.Torn, string(head))
	}
	for len(rest) > 0 {
		line, next, ended := bytes.Cut(rest, []byte("\n"))
		rest = next
		a, ok := decode(line)
		switch {
		case ok:
			j.add(a)
		case ended && len(line) > 0:
			j.Torn = append(j.Torn, string(line))
		}
	}
	if !j.Whole && j.Since == 0 { // the snapshot has no end: all acts count
		j.Acts, j.Snapshot = append(j.Snapshot, j.Acts...), nil
	}
	return j, nil
}

func (j *Journal) add(a Act) {
	switch {
	case a.Do == whole:
		j.Since, j.Whole = a.N, a.Count == len(j.Acts)
		j.Snapshot, j.Acts = j.Acts, nil
	default:
		j.Acts = append(j.Acts, a)
	}
	j.Last = max(j.Last, a.N)
}

// header returns the library's number; it is empty if the line is damaged.
func header(line string) (string, error) {
	f := strings.Fields(line)
	if len(f) < 2 || f[0] != magic {
		return "", nil
	}
	if v, err := strconv.Atoi(f[1]); err == nil && v > version {
		return "", fmt.Errorf("version %d, known up to %d: %w", v, version, ErrNewer)
	}
	if len(f) != 3 {
		return "", nil
	}
	return f[2], nil
}

var castagnoli = crc32.MakeTable(crc32.Castagnoli)

func encode(a Act) ([]byte, error) {
	b, err := json.Marshal(a)
	if err != nil {
		return nil, err
	}
	return fmt.Appendf(nil, "%08x %s\n", crc32.Checksum(b, castagnoli), b), nil
}

func decode(line []byte) (a Act, ok bool) {
	sum, text, found := bytes.Cut(line, []byte(" "))
	want, err := strconv.ParseUint(string(sum), 16, 32)
	if !found || err != nil || crc32.Checksum(text, castagnoli) != uint32(want) {
		return a, false
	}
	return a, json.Unmarshal(text, &a) == nil
}

func lines(acts []Act) ([]byte, error) {
	var b []byte
	for _, a := range acts {
		line, err := encode(a)
		if err != nil {
			return nil, err
		}
		b = append(b, line...)
	}
	return b, nil
}

// Replace replaces the journal at path by one of a library with the snapshot acts, as of
// transaction n.
func Replace(path, library string, n int64, acts []Act) error {
	for i := range acts {
		acts[i].N = n
	}
	b, err := lines(append(acts, Act{N: n, Do: whole, Count: len(acts)}))
	if err != nil {
		return err
	}
	head := fmt.Sprintf("%s %d %s\n", magic, version, library)
	return durable.WriteFile(path, append([]byte(head), b...), 0o600)
}

// Append adds acts to the journal at path, which must exist and be of this version, and syncs it to the
// disk. On an error, which may be ErrOlder, the file is unchanged, unless the disk fails altogether.
func Append(path string, acts []Act) error {
	b, err := lines(acts)
	if err != nil {
		return err
	}
	if err := file.Own(path); err != nil {
		return err
	}
	f, err := file.OpenOwn(path, os.O_RDWR|os.O_APPEND)
	if err != nil {
		return err
	}
	return errors.Join(add(f, b), f.Close())
}

func add(f *os.File, b []byte) error {
	info, err := f.Stat()
	if err != nil {
		return err
	}
	if err := present(f); err != nil {
		return err
	}
	if b, err = afterTorn(f, info.Size(), b); err != nil {
		return err
	}
	if _, err = f.Write(b); err == nil {
		err = f.Sync()
	}
	if err != nil {
		return errors.Join(err, f.Truncate(info.Size()))
	}
	return nil
}

// present returns ErrOlder for a file of an older version. A damaged first line is of any.
func present(f *os.File) error {
	head := make([]byte, len(magic)+len(" 99"))
	n, err := f.ReadAt(head, 0)
	if err != nil && !errors.Is(err, io.EOF) {
		return err
	}
	fields := strings.Fields(string(head[:n]))
	if len(fields) < 2 || fields[0] != magic {
		return nil
	}
	if v, err := strconv.Atoi(fields[1]); err == nil && v < version {
		return fmt.Errorf("version %d: %w", v, ErrOlder)
	}
	return nil
}

// afterTorn prepares f, of a size, for appending b: it removes what a crash has left of a
// transaction that was not committed.
func afterTorn(f *os.File, size int64, b []byte) ([]byte, error) {
	end := make([]byte, min(size, tail))
	if _, err := f.ReadAt(end, size-int64(len(end))); err != nil {
		return nil, err
	}
	torn := end[bytes.LastIndexByte(end, '\n')+1:]
	if _, ok := decode(torn); ok || len(torn) == len(end) { // only its line break is missing
		return append([]byte("\n"), b...), nil
	}
	if len(torn) == 0 {
		return b, nil
	}
	return b, f.Truncate(size - int64(len(torn)))
}

// tail is how many bytes at the end of a file usually contain its last line.
const tail = 64 << 10

// Peek returns the library and the last transaction of the journal at path without reading all of
// it. The error is as Read's.
func Peek(path string) (library string, last int64, err error) {
	if err := file.Own(path); err != nil {
		return "", 0, err
	}
	f, err := file.Open(path)
	if err != nil {
		return "", 0, err
	}
	defer f.Close()
	size, err := f.Seek(0, io.SeekEnd)
	if err != nil {
		return "", 0, err
	}
	b := make([]byte, min(size, tail))
	if _, err := f.ReadAt(b, 0); err != nil && !errors.Is(err, io.EOF) {
		return "", 0, err
	}
	head, _, _ := bytes.Cut(b, []byte("\n"))
	if library, err = header(string(head)); err != nil {
		return "", 0, err
	}
	if _, err := f.ReadAt(b, size-int64(len(b))); err != nil && !errors.Is(err, io.EOF) {
		return "", 0, err
	}
	for _, line := range bytes.Split(b, []byte("\n")) {
		if a, ok := decode(line); ok {
			last = max(last, a.N)
		}
	}
	if last > 0 || size <= tail {
		return library, last, nil
	}
	j, err := Read(path)
	return j.Library, j.Last, err
}
