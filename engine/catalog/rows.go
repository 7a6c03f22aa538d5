package catalog

import (
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"strings"
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

// toldColumns are what told gives values for.
const toldColumns = `told, size, mtime_ns, identity, sidecars, format, width, height, orientation, animated,
	taken_ns, taken_offset_s, taken_from, doubtful, camera, ` + metaColumns

const metaColumns = `make, model, lens, exposure_s, f_number, iso, focal_mm, focal35_mm, lat, lon, alt,
	rating, label, title, caption, keywords, people`

// told is all that the file system and the file itself tell of p.
func told(p photo.Photo) []any {
	m := p.Meta
	place := [3]any{}
	if at := m.Place; at != nil && number(at.Latitude) == at.Latitude && number(at.Longitude) == at.Longitude {
		place = [3]any{at.Latitude, at.Longitude, nil}
		if at.HasAltitude {
			place[2] = number(at.AltitudeM)
		}
	}
	return []any{
		true, p.Size, p.ModTime.UnixNano(), p.Identity, string(p.Sidecars), p.Format, p.WidthPx, p.HeightPx, p.Orientation, p.Animated,
		p.Taken.UnixNano(), offset(p.Taken), p.Taken.From, p.Taken.Doubtful, p.Camera,
		m.Make, m.Model, m.Lens, number(m.ExposureSeconds), number(m.FNumber), m.ISO, number(m.FocalMM), number(m.Focal35MM),
		place[0], place[1], place[2], m.Rating, m.Label, m.Title, m.Caption, packList(m.Keywords), packList(m.People),
	}
}

// number is x, or 0 for what is no number: SQLite would make NULL of it.
func number(x float64) float64 {
	if math.IsNaN(x) || math.IsInf(x, 0) {
		return 0
	}
	return x
}

// packList writes words as a JSON array.
func packList(words []string) string {
	if len(words) == 0 {
		return "[]"
	}
	b, err := json.Marshal(words)
	if err != nil {
		panic(err) // no string fails
	}
	return string(b)
}

func unpackList(text string) (words []string, err error) {
	if text == "[]" { // nearly all: not worth a parser
		return nil, nil
	}
	if err := json.Unmarshal([]byte(text), &words); err != nil {
		return nil, fmt.Errorf("%w: a list of words: %w", ErrDamaged, err)
	}
	return words, nil
}

// marks are n parameters of a statement.
func marks(n int) string { return strings.TrimSuffix(strings.Repeat("?, ", n), ", ") }

// photoColumns are what scanPhoto reads, from photos p joined with folders f.
const photoColumns = `p.id, p.folder_id, p.path, p.size, p.mtime_ns, p.identity, p.sidecars, p.hash, p.format, p.width, p.height,
	p.orientation, p.animated, p.damaged, p.taken_ns, p.taken_offset_s, p.taken_from, p.doubtful, p.camera, ` + awayPhotos + `, p.lead, ` + metaColumns

type scanner interface{ Scan(...any) error }

func scanPhoto(row scanner) (photo.Photo, error) {
	var (
		p                photo.Photo
		mtime, taken     int64
		takenShift       *int
		from             photo.Source
		doubtful         bool
		hash             []byte
		lat, lon, alt    *float64
		keywords, people string
	)
	m := &p.Meta
	err := row.Scan(&p.ID, &p.Folder, &p.Path, &p.Size, &mtime, &p.Identity, &p.Sidecars, &hash, &p.Format, &p.WidthPx, &p.HeightPx,
		&p.Orientation, &p.Animated, &p.Damaged, &taken, &takenShift, &from, &doubtful, &p.Camera, &p.Away, &p.Lead,
		&m.Make, &m.Model, &m.Lens, &m.ExposureSeconds, &m.FNumber, &m.ISO, &m.FocalMM, &m.Focal35MM, &lat, &lon, &alt,
		&m.Rating, &m.Label, &m.Title, &m.Caption, &keywords, &people)
	if err != nil {
		return p, err
	}
	p.ModTime = time.Unix(0, mtime)
	p.Taken = moment(taken, takenShift, from)
	p.Taken.Doubtful = doubtful
	m.Place = place(lat, lon, alt)
	var badKeywords, badPeople error
	m.Keywords, badKeywords = unpackList(keywords)
	m.People, badPeople = unpackList(people)
	return p, errors.Join(unpackHash(&p.Hash, hash), badKeywords, badPeople)
}

func place(lat, lon, alt *float64) *photo.Place {
	if lat == nil || lon == nil {
		return nil
	}
	at := &photo.Place{Latitude: *lat, Longitude: *lon}
	if alt != nil {
		at.AltitudeM, at.HasAltitude = *alt, true
	}
	return at
}

// unpackHash reads a hash, which is nil until the file was read.
func unpackHash(h *photo.Hash, b []byte) error {
	if b != nil && copy(h[:], b) != len(h) {
		return fmt.Errorf("%w: a hash of %d bytes", ErrDamaged, len(b))
	}
	return nil
}
