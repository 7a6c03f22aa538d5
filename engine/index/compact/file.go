package compact

import (
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"math"
	"os"
	"slices"
	"sync"

	"recollect/engine/file"
	"recollect/engine/index/codes"
	"recollect/engine/photo"
)

// ErrFile means that a file is damaged, or none that this version can read.
var ErrFile = errors.New("no index that can be read")

const (
	magic      = "rclindex"
	version    = 1
	headerSize = 4096
	page       = 4096
	tableAt    = 40
	entrySize  = 24
	mostDims   = 1 << 14
)

// The sections of a file.
const (
	sectionIDs = iota
	sectionCodes
	sectionPlain
	sectionVectors
	sectionLowest // of the graph; empty if there is none
	sectionUpper
	sections
)

// sized is how many sections have a length that follows from the shape: those before the graph's.
const sized = sectionLowest

var castagnoli = crc32.MakeTable(crc32.Castagnoli)

// shape is what the size of a file's sections follows from.
type shape struct {
	dim   int // of a vector, with the plain ones
	plain int
	n     int
}

// rowBytes is the length of a vector in half precision.
func (s shape) rowBytes() int { return codes.RowBytes(s.dim - s.plain) }

func (s shape) sizes(codeBytes int) [sized]int64 {
	n := int64(s.n)
	return [sized]int64{n * 8, n * int64(codeBytes), n * 4 * int64(s.plain), n * int64(s.rowBytes())}
}

// Meta is what a file says of itself.
type Meta struct {
	Label    string // what its vectors are of
	Sequence int64  // of the catalog, up to which it is complete
}

// header is the decoded header of a file.
type header struct {
	shape
	Meta
	offset [sections]int64
	size   [sections]int64
	sum    [sections]uint32
}

// encode returns the header's bytes.
func (h *header) encode() ([]byte, error) {
	b := make([]byte, headerSize)
	le := binary.LittleEndian
	copy(b, magic)
	le.PutUint32(b[8:], version)
	le.PutUint32(b[12:], uint32(h.dim))
	le.PutUint32(b[16:], uint32(h.plain))
	le.PutUint32(b[20:], uint32(len(h.Label)))
	le.PutUint64(b[24:], uint64(h.n))
	le.PutUint64(b[32:], uint64(h.Sequence))
	at := tableAt
	for i := range sections {
		le.PutUint64(b[at:], uint64(h.offset[i]))
		le.PutUint64(b[at+8:], uint64(h.size[i]))
		le.PutUint32(b[at+16:], h.sum[i])
		at += entrySize
	}
	if at+len(h.Label) > headerSize-4 {
		return nil, fmt.Errorf("a label of %d bytes", len(h.Label))
	}
	copy(b[at:], h.Label)
	le.PutUint32(b[headerSize-4:], crc32.Checksum(b[:headerSize-4], castagnoli))
	return b, nil
}

// decode reads the header of a file of size bytes. Every section of what it returns lies within.
func decode(b []byte, size int64) (h header, err error) {
	le := binary.LittleEndian
	switch {
	case len(b) < headerSize || string(b[:8]) != magic:
		return h, fmt.Errorf("%w: it has no header", ErrFile)
	case le.Uint32(b[8:]) != version:
		return h, fmt.Errorf("%w: version %d", ErrFile, le.Uint32(b[8:]))
	case le.Uint32(b[headerSize-4:]) != crc32.Checksum(b[:headerSize-4], castagnoli):
		return h, fmt.Errorf("%w: the header is damaged", ErrFile)
	}
	dim, plain, label, n := le.Uint32(b[12:]), le.Uint32(b[16:]), le.Uint32(b[20:]), le.Uint64(b[24:])
	if dim == 0 || dim > mostDims || plain >= dim || n > math.MaxUint32/2 || label > headerSize {
		return h, fmt.Errorf("%w: %d photos of %d dimensions, %d of them plain", ErrFile, n, dim, plain)
	}
	h.shape = shape{dim: int(dim), plain: int(plain), n: int(n)}
	h.Sequence = int64(le.Uint64(b[32:]))
	want := h.sizes(codes.New(h.dim - h.plain).Bytes())
	at := tableAt
	for i := range sections {
		offset, length := le.Uint64(b[at:]), le.Uint64(b[at+8:])
		if offset%page != 0 || offset < headerSize || offset > uint64(size) || length > uint64(size)-offset ||
			i < sized && length != uint64(want[i]) {
			return h, fmt.Errorf("%w: section %d is not where it should be", ErrFile, i)
		}
		h.offset[i], h.size[i], h.sum[i] = int64(offset), int64(length), le.Uint32(b[at+16:])
		at += entrySize
	}
	if at+int(label) > headerSize-4 {
		return h, fmt.Errorf("%w: a label of %d bytes", ErrFile, label)
	}
	h.Label = string(b[at : at+int(label)])
	return h, nil
}

// segment is an open file.
type segment struct {
	header
	space
	data  []byte // all of the file, mapped
	part  [sections][]byte
	file  *os.File     // open as long as it is mapped
	unmap func() error // closes it, too

	graph   *frozen // nil: there is none
	walkers sync.Pool
}

// openFile maps the file at path. Its IDs and plain dimensions are checked, the rest is by check.
func openFile(path string) (*segment, error) {
	f, err := file.OpenOwn(path, os.O_RDONLY)
	if err != nil {
		return nil, err
	}
	s := &segment{file: f, unmap: f.Close}
	if err := s.mapAll(); err != nil {
		return nil, errors.Join(err, s.close())
	}
	return s, nil
}

func (s *segment) mapAll() error {
	info, err := s.file.Stat()
	if err != nil {
		return err
	}
	if info.Size() < headerSize || !info.Mode().IsRegular() {
		return fmt.Errorf("%w: %d bytes", ErrFile, info.Size())
	}
	data, unmap, err := mapFile(s.file, info.Size())
	if err != nil {
		return err
	}
	file := s.file
	s.data, s.unmap = data, func() error { return errors.Join(unmap(), file.Close()) }
	return s.read()
}

func (s *segment) read() (err error) {
	if s.header, err = decode(s.data, int64(len(s.data))); err != nil {
		return err
	}
	for i, size := range s.size {
		s.part[i] = s.data[s.offset[i]:][:size:size]
	}
	s.space = space{q: codes.New(s.dim - s.plain), codes: s.part[sectionCodes], n: s.header.n}
	if s.size[sectionLowest] > 0 {
		if s.graph, err = readGraph(s.space.n, s.part[sectionLowest], s.part[sectionUpper]); err != nil {
			return err
		}
	}
	return s.checkRead()
}

// checkRead checks what is read by every process: a wrong ID would be the answer for another photo, and
// one that is too large would take all memory.
func (s *segment) checkRead() error {
	if err := errors.Join(s.sound(sectionIDs), s.sound(sectionPlain)); err != nil {
		return err
	}
	last := photo.ID(-1)
	for i := range s.space.n {
		id := s.id(i)
		if id <= last || id >= photo.MaxID {
			return fmt.Errorf("%w: IDs are not in order", ErrFile)
		}
		last = id
	}
	return nil
}

// sound compares a section with its checksum.
func (s *segment) sound(section int) error {
	if crc32.Checksum(s.part[section], castagnoli) != s.sum[section] {
		return fmt.Errorf("%w: section %d is damaged", ErrFile, section)
	}
	return nil
}

// check compares all sections with their checksums.
func (s *segment) check() error {
	for i := range sections {
		if err := s.sound(i); err != nil {
			return err
		}
	}
	return nil
}

func (s *segment) close() error { return s.unmap() }

func (s *segment) id(i int) photo.ID {
	return photo.ID(binary.LittleEndian.Uint64(s.part[sectionIDs][8*i:]))
}

// find returns where id is.
func (s *segment) find(id photo.ID) (int, bool) { return s.findFrom(0, id) }

// extra returns a plain dimension of photo i.
func (s *segment) extra(i, j int) float32 {
	return math.Float32frombits(binary.LittleEndian.Uint32(s.part[sectionPlain][4*(i*s.plain+j):]))
}

// rowBytesOf is the vector at a place in half precision.
func (s *segment) rowBytesOf(place uint32) []byte {
	return s.part[sectionVectors][int(place)*s.rowBytes():][:s.rowBytes()]
}

// row writes the vector of photo i to to and returns it.
func (s *segment) row(to photo.Vector, i int) photo.Vector {
	to = codes.Row(slices.Grow(to[:0], s.dim), s.rowBytesOf(uint32(i)))
	for j := range s.plain {
		to = append(to, s.extra(i, j))
	}
	return to
}
