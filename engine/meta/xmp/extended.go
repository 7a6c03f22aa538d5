package xmp

import (
	"bytes"
	"encoding/binary"
	"slices"
)

// The limits of one picture.
const (
	MaxPacket  = 4 << 20 // bytes
	MaxPackets = 16      // and of packets that lie in pieces
)

// Pieces are the pieces of XMP that are too long for one segment of a JPEG
// (XMP Specification, part 3, 1.1.3.1), in the order of the file, by the digest that
// names the packet that they make.
type Pieces struct {
	names  []string
	pieces map[string][]piece
	bytes  int // in all pieces
}

type piece struct {
	at   uint32 // in its packet
	data []byte
}

// Add takes a segment after its header: the digest, the length of the whole packet, where
// the piece belongs, and the piece.
func (x *Pieces) Add(segment []byte) {
	const digestBytes, headBytes = 32, 40
	if len(segment) <= headBytes || x.bytes > 2*MaxPacket {
		return
	}
	name := string(segment[:digestBytes])
	if x.pieces == nil {
		x.pieces = map[string][]piece{}
	}
	if x.pieces[name] == nil {
		if len(x.names) == MaxPackets {
			return
		}
		x.names = append(x.names, name)
	}
	x.bytes += len(segment)
	x.pieces[name] = append(x.pieces[name], piece{binary.BigEndian.Uint32(segment[36:]), segment[headBytes:]})
}

// Packets returns the packets that the main packets name: others are left over from what a
// program has replaced.
func (x *Pieces) Packets(main [][]byte) [][]byte {
	var all [][]byte
	for _, name := range x.names {
		named := func(packet []byte) bool { return bytes.Contains(packet, []byte(name)) }
		if slices.ContainsFunc(main, named) {
			all = append(all, x.joined(name))
		}
	}
	return all
}

// joined returns a packet up to the first piece that is missing.
func (x *Pieces) joined(name string) []byte {
	pieces := x.pieces[name]
	slices.SortStableFunc(pieces, func(a, b piece) int { return int(int64(a.at) - int64(b.at)) })
	var packet []byte
	for _, p := range pieces {
		skip := int64(len(packet)) - int64(p.at)
		if skip < 0 {
			break
		}
		if skip < int64(len(p.data)) && len(packet) < MaxPacket {
			packet = append(packet, p.data[skip:]...)
		}
	}
	return packet
}
