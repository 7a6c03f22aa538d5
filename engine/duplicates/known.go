package duplicates

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/fnv"
	"io"
	"io/fs"
	"math"
	"os"
	"slices"

	"recollect/engine/durable"
	"recollect/engine/file"
	"recollect/engine/photo"
)

// known is what earlier runs found out, so that a run costs what has changed since. It is a cache: whatever is
// wrong with its file makes the next run a whole one.
//
// # Format
//
// Numbers are little-endian.
//
//	8   "RCLALIKE"
//	4   version of the format, 1
//	2   n: length of the name of the model, and n bytes: whose vectors were compared
//	4   n: contents, and 8 n bytes: the fingerprints of those that were compared with all others, rising
//	4   n: pairs, and 68 n bytes: two SHA-256 of contents, the lower first, and a float32: their likeness
//	32  SHA-256 of all before
type known struct {
	model    string
	contents map[uint64]bool // fingerprints; see content.fingerprint
	pairs    map[[2]photo.Hash]float64
}

const (
	knownMagic   = "RCLALIKE"
	knownVersion = 1
	pairSize     = 2*len(photo.Hash{}) + 4
	// mostKnown is how large the file may be: that of a million photos has some 20 MB.
	mostKnown = 256 << 20
)

var errKnown = errors.New("not what is known of look-alikes")

// newKnown returns that nothing is known of the vectors of a model.
func newKnown(model string) *known {
	return &known{model: model, contents: map[uint64]bool{}, pairs: map[[2]photo.Hash]float64{}}
}

// fingerprint changes with whatever decides what a content may be linked with, apart from its picture.
func (c *content) fingerprint() uint64 {
	h := fnv.New64a()
	h.Write(c.hash[:])
	var b [16]byte
	binary.LittleEndian.PutUint64(b[:], uint64(c.look))
	if !c.taken.IsZero() {
		binary.LittleEndian.PutUint64(b[8:], uint64(c.taken.UnixNano()))
	}
	h.Write(b[:])
	h.Write([]byte(c.camera))
	return h.Sum64()
}

// readKnown reads the file at path; of a file that is not there, damaged, of another version or about the
// vectors of another model nothing is known.
func readKnown(path, model string) *known {
	if path == "" {
		return newKnown(model)
	}
	data, err := readOwn(path, mostKnown)
	if err != nil {
		return newKnown(model)
	}
	k, err := parseKnown(data)
	if err != nil || k.model != model {
		return newKnown(model)
	}
	return k
}

// readOwn returns the content of a file of the library that has so many bytes at most.
func readOwn(path string, most int64) ([]byte, error) {
	f, err := file.OpenOwn(path, os.O_RDONLY)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return nil, err
	}
	if info.Size() > most {
		return nil, errKnown
	}
	data := make([]byte, info.Size())
	_, err = io.ReadFull(f, data)
	return data, err
}

// parseKnown reads a file's content.
func parseKnown(data []byte) (*known, error) {
	end := len(data) - sha256.Size
	if end < len(knownMagic) || string(data[:len(knownMagic)]) != knownMagic {
		return nil, errKnown
	}
	if sum := sha256.Sum256(data[:end]); !bytes.Equal(sum[:], data[end:]) {
		return nil, errKnown
	}
	r := reader{rest: data[len(knownMagic):end]}
	if binary.LittleEndian.Uint32(r.take(1, 4)) != knownVersion {
		return nil, errKnown
	}
	k := newKnown(string(r.take(int(binary.LittleEndian.Uint16(r.take(1, 2))), 1)))
	for b := range slices.Chunk(r.take(int(binary.LittleEndian.Uint32(r.take(1, 4))), 8), 8) {
		k.contents[binary.LittleEndian.Uint64(b)] = true
	}
	for b := range slices.Chunk(r.take(int(binary.LittleEndian.Uint32(r.take(1, 4))), pairSize), pairSize) {
		var p [2]photo.Hash
		copy(p[0][:], b)
		copy(p[1][:], b[len(p[0]):])
		k.pairs[p] = float64(math.Float32frombits(binary.LittleEndian.Uint32(b[2*len(p[0]):])))
	}
	if r.short || len(r.rest) > 0 {
		return nil, errKnown
	}
	return k, nil
}

// reader reads a file's content. short says that there was less than was asked for.
type reader struct {
	rest  []byte
	short bool
}

// take returns n parts of a size; where there are less, zeros, one part at most.
func (r *reader) take(n, size int) (b []byte) {
	if n > len(r.rest)/size {
		r.short = true
		return make([]byte, size)
	}
	b, r.rest = r.rest[:n*size], r.rest[n*size:]
	return b
}

// bytes returns what parseKnown reads.
func (k *known) bytes() []byte {
	b := append([]byte(knownMagic), 0, 0, 0, 0)
	binary.LittleEndian.PutUint32(b[len(knownMagic):], knownVersion)
	b = binary.LittleEndian.AppendUint16(b, uint16(len(k.model)))
	b = append(b, k.model...)
	all := make([]uint64, 0, len(k.contents))
	for f := range k.contents {
		all = append(all, f)
	}
	slices.Sort(all)
	b = binary.LittleEndian.AppendUint32(b, uint32(len(all)))
	for _, f := range all {
		b = binary.LittleEndian.AppendUint64(b, f)
	}
	pairs := make([][2]photo.Hash, 0, len(k.pairs))
	for p := range k.pairs {
		pairs = append(pairs, p)
	}
	slices.SortFunc(pairs, func(a, b [2]photo.Hash) int {
		if c := bytes.Compare(a[0][:], b[0][:]); c != 0 {
			return c
		}
		return bytes.Compare(a[1][:], b[1][:])
	})
	b = binary.LittleEndian.AppendUint32(b, uint32(len(pairs)))
	for _, p := range pairs {
		b = append(append(b, p[0][:]...), p[1][:]...)
		b = binary.LittleEndian.AppendUint32(b, math.Float32bits(float32(k.pairs[p])))
	}
	sum := sha256.Sum256(b)
	return append(b, sum[:]...)
}

// write replaces the file at path. A library that cannot be written to does without.
func (k *known) write(path string) error {
	if path == "" || len(k.model) > math.MaxUint16 {
		return nil
	}
	err := durable.WriteFile(path, k.bytes(), 0o600)
	if errors.Is(err, fs.ErrNotExist) || errors.Is(err, fs.ErrPermission) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("keep what looks alike: %w", err)
	}
	return nil
}
