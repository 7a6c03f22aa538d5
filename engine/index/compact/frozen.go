package compact

import (
	"bufio"
	"encoding/binary"
	"fmt"
	"io"
	"slices"

	"recollect/engine/index/codes"
)

// A graph in a file has two sections. The first holds the links of the lowest level: for each node the
// number of links before its own (u32, and once more for the end), then all links (3 bytes each, 4
// where there are more nodes). The second holds the levels above, records of fixed
// length, by level from the top and then by node: level (u32), node (u32), links (u32 each, none after
// the last). Its first record is the entry.
const recordBytes = 8 + 4*links

// linkBytes is the length of a link.
func linkBytes(n int) int {
	if n <= 1<<24 {
		return 3
	}
	return 4
}

// frozen is a graph in a file.
type frozen struct {
	n     int
	width int // of a link
	first []byte
	links []byte
	upper []byte
}

// writeLowest writes the first section.
func (b *builder) writeLowest(to io.Writer) error {
	out := bufio.NewWriterSize(to, 1<<18)
	before := uint32(0)
	var buf []byte
	for i := range b.n + 1 {
		buf = binary.LittleEndian.AppendUint32(buf[:0], before)
		if i < b.n {
			before += uint32(b.counts[i])
		}
		if _, err := out.Write(buf); err != nil {
			return err
		}
	}
	width := linkBytes(b.n)
	for i := range b.n {
		buf = buf[:0]
		for _, n := range b.locked(nil, uint32(i), 0) {
			buf = binary.LittleEndian.AppendUint32(buf, n)
			buf = buf[:len(buf)-4+width]
		}
		if _, err := out.Write(buf); err != nil {
			return err
		}
	}
	return out.Flush()
}

// writeUpper writes the second section.
func (b *builder) writeUpper(to io.Writer) error {
	var records []byte
	at := b.entry.Load()
	for level := int(at >> 32); level >= 0; level-- {
		for i := range b.n {
			entry := level == int(at>>32) && uint32(i) == uint32(at)
			if int(b.levels[i]) < level || level == 0 && !entry {
				continue
			}
			var r []byte
			r = binary.LittleEndian.AppendUint32(r, uint32(level))
			r = binary.LittleEndian.AppendUint32(r, uint32(i))
			for j := range links {
				n := uint32(none)
				if level > 0 {
					n = b.upper[i][(level-1)*links+j]
				}
				r = binary.LittleEndian.AppendUint32(r, n)
			}
			if entry {
				records = slices.Insert(records, 0, r...)
			} else {
				records = append(records, r...)
			}
		}
	}
	_, err := to.Write(records)
	return err
}

// readGraph reads the sections of a graph of n nodes. It checks lengths; links are checked when they
// are followed.
func readGraph(n int, lowest, upper []byte) (*frozen, error) {
	f := &frozen{n: n, width: linkBytes(n), upper: upper}
	if len(lowest) < 4*(n+1) || len(upper)%recordBytes != 0 || len(upper) == 0 || n == 0 {
		return nil, fmt.Errorf("%w: a graph of %d and %d bytes", ErrFile, len(lowest), len(upper))
	}
	f.first, f.links = lowest[:4*(n+1)], lowest[4*(n+1):]
	if _, node := f.entry(); int(node) >= n {
		return nil, fmt.Errorf("%w: a graph that begins outside", ErrFile)
	}
	return f, nil
}

// entry is the node to begin with, and its level.
func (f *frozen) entry() (level int, node uint32) {
	return int(min(binary.LittleEndian.Uint32(f.upper), maxLevel)), binary.LittleEndian.Uint32(f.upper[4:])
}

// linksOf implements graph. A damaged file gives fewer links, never others than nodes.
func (f *frozen) linksOf(to []uint32, i uint32, level int) []uint32 {
	if level > 0 {
		return f.aboveOf(to, i, level)
	}
	from := uint64(binary.LittleEndian.Uint32(f.first[4*i:])) * uint64(f.width)
	end := uint64(binary.LittleEndian.Uint32(f.first[4*i+4:])) * uint64(f.width)
	if from > end || end > uint64(len(f.links)) || end-from > uint64(most(0)*f.width) {
		return to
	}
	for b := f.links[from:end]; len(b) >= f.width; b = b[f.width:] {
		n := uint32(b[0]) | uint32(b[1])<<8 | uint32(b[2])<<16
		if f.width == 4 {
			n |= uint32(b[3]) << 24
		}
		if n < uint32(f.n) {
			to = append(to, n)
		}
	}
	return to
}

// lowest is the lowest level, whose codes have the plain dimensions plain.
func (f *frozen) lowest(plain []byte) *codes.Links {
	return &codes.Links{N: f.n, Most: most(0), First: f.first, Packed: f.links, Width: f.width, Plain: plain}
}

func (f *frozen) aboveOf(to []uint32, i uint32, level int) []uint32 {
	r := f.record(i, level)
	for j := range len(r) / 4 {
		n := binary.LittleEndian.Uint32(r[4*j:])
		if n >= uint32(f.n) {
			break
		}
		to = append(to, n)
	}
	return to
}

// record returns the links in the record of a node on a level.
func (f *frozen) record(i uint32, level int) []byte {
	at := func(k int) (uint32, uint32) {
		r := f.upper[k*recordBytes:]
		return binary.LittleEndian.Uint32(r), binary.LittleEndian.Uint32(r[4:])
	}
	if l, n := at(0); l == uint32(level) && n == i {
		return f.upper[8:recordBytes]
	}
	low, high := 1, len(f.upper)/recordBytes
	for low < high {
		mid := (low + high) / 2
		if l, n := at(mid); l > uint32(level) || l == uint32(level) && n < i {
			low = mid + 1
		} else {
			high = mid
		}
	}
	if low == len(f.upper)/recordBytes {
		return nil
	}
	if l, n := at(low); l != uint32(level) || n != i {
		return nil
	}
	return f.upper[low*recordBytes+8:][:recordBytes-8]
}
