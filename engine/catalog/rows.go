package catalog

import (
	"encoding/binary"
	"fmt"
	"math"
	"time"

	"github.com/x448/float16"

	"recollect/engine/photo"
)

func packRGB(c photo.RGB) int { return int(c.R)<<16 | int(c.G)<<8 | int(c.B) }

func unpackRGB(n int) photo.RGB { return photo.RGB{R: uint8(n >> 16), G: uint8(n >> 8), B: uint8(n)} }

// pack writes v as little-endian half precision.
func pack(v photo.Vector) []byte {
	b := make([]byte, 0, 2*len(v))
	for _, x := range v {
		b = binary.LittleEndian.AppendUint16(b, float16.Fromfloat32(x).Bits())
	}
	return b
}

// unpack reads what pack wrote and restores the length that rounding took.
func unpack(b []byte) (photo.Vector, error) {
	if len(b) == 0 || len(b)%2 != 0 {
		return nil, fmt.Errorf("%w: a vector of %d bytes", ErrDamaged, len(b))
	}
	v := make(photo.Vector, len(b)/2)
	var sum float64
	for i := range v {
		v[i] = float16.Frombits(binary.LittleEndian.Uint16(b[2*i:])).Float32()
		sum += float64(v[i]) * float64(v[i])
	}
	length := math.Sqrt(sum)
	if math.Abs(length-1) > 0.01 || math.IsNaN(length) {
		return nil, fmt.Errorf("%w: a vector of length %v", ErrDamaged, length)
	}
	for i := range v {
		v[i] = float32(float64(v[i]) / length)
	}
	return v, nil
}

// Round returns v as it will be read back, so that an index that learned a
// vector and one that was filled from the catalog give the same answers.
func Round(v photo.Vector) photo.Vector {
	r, err := unpack(pack(v))
	if err != nil {
		return v // not a unit vector: SetContent's caller will be told by Check
	}
	return r
}

// offset is m's seconds east of UTC, or nil for a wall clock.
func offset(m photo.Moment) any {
	if !m.HasOffset {
		return nil
	}
	_, seconds := m.Zone()
	return seconds
}

func moment(ns int64, offset *int, from photo.Source) photo.Moment {
	t := time.Unix(0, ns).UTC()
	if offset == nil {
		return photo.Moment{Time: t, From: from}
	}
	return photo.Moment{Time: t.In(time.FixedZone("", *offset)), HasOffset: true, From: from}
}

// photoColumns are what scanPhoto reads, from photos p joined with folders f.
const photoColumns = `p.id, p.folder_id, p.path, p.size, p.mtime_ns, p.identity, p.hash, p.format, p.width, p.height,
	p.orientation, p.taken_ns, p.taken_offset_s, p.taken_from, p.camera, f.away`

type scanner interface{ Scan(...any) error }

func scanPhoto(row scanner) (photo.Photo, error) {
	var (
		p          photo.Photo
		mtime      int64
		hash       []byte
		taken      int64
		takenShift *int
		from       photo.Source
	)
	err := row.Scan(&p.ID, &p.Folder, &p.Path, &p.Size, &mtime, &p.Identity, &hash, &p.Format, &p.WidthPx, &p.HeightPx,
		&p.Orientation, &taken, &takenShift, &from, &p.Camera, &p.Away)
	if err != nil {
		return p, err
	}
	p.ModTime = time.Unix(0, mtime)
	p.Taken = moment(taken, takenShift, from)
	if hash != nil && copy(p.Hash[:], hash) != len(p.Hash) {
		return p, fmt.Errorf("%w: a hash of %d bytes", ErrDamaged, len(hash))
	}
	return p, nil
}
