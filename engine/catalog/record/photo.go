package record

import (
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"time"

	"github.com/x448/float16"

	"recollect/engine/catalog/store"
	"recollect/engine/photo"
)

// PackRGB returns a colour as 0xRRGGBB.
func PackRGB(c photo.RGB) int { return int(c.R)<<16 | int(c.G)<<8 | int(c.B) }

func unpackRGB(n int) photo.RGB { return photo.RGB{R: uint8(n >> 16), G: uint8(n >> 8), B: uint8(n)} }

// Pack writes v as little-endian half precision.
func Pack(v photo.Vector) []byte {
	b := make([]byte, 0, 2*len(v))
	for _, x := range v {
		b = binary.LittleEndian.AppendUint16(b, float16.Fromfloat32(x).Bits())
	}
	return b
}

// Unpack reads what Pack wrote and restores the unit length, which rounding changes.
func Unpack(b []byte) (photo.Vector, error) {
	if len(b) == 0 || len(b)%2 != 0 {
		return nil, fmt.Errorf("%w: a vector of %d bytes", store.ErrDamaged, len(b))
	}
	v := make(photo.Vector, len(b)/2)
	var sum float64
	for i := range v {
		v[i] = float16.Frombits(binary.LittleEndian.Uint16(b[2*i:])).Float32()
		sum += float64(v[i]) * float64(v[i])
	}
	length := math.Sqrt(sum)
	if math.Abs(length-1) > 0.01 || math.IsNaN(length) {
		return nil, fmt.Errorf("%w: a vector of length %v", store.ErrDamaged, length)
	}
	for i := range v {
		v[i] = float32(float64(v[i]) / length)
	}
	return v, nil
}

// Round returns v with the precision of the catalog, so that an index gives the same answers for
// vectors from the catalog and from the encoder.
func Round(v photo.Vector) photo.Vector {
	r, err := Unpack(Pack(v))
	if err != nil {
		return v // not a unit vector: Check reports it
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

// Moment is a stored time, with its offset in seconds east of UTC; nil: a wall clock.
func Moment(ns int64, offset *int, from photo.Source) photo.Moment {
	t := time.Unix(0, ns).UTC()
	if offset == nil {
		return photo.Moment{Time: t, From: from}
	}
	return photo.Moment{Time: t.In(time.FixedZone("", *offset)), HasOffset: true, From: from}
}

// FileColumns are the columns of what FileValues returns.
const FileColumns = `told, size, mtime_ns, identity, sidecars, format, width, height, orientation, animated,
	taken_ns, taken_offset_s, taken_from, doubtful, camera, ` + metaColumns

const metaColumns = `make, model, lens, exposure_s, f_number, iso, focal_mm, focal35_mm, lat, lon, alt,
	rating, label, title, caption, keywords, people, screen`

// FileValues returns everything that comes from the file system and the file itself.
func FileValues(p photo.Photo) []any {
	m := p.Meta
	place := PlaceValues(m.Place)
	return []any{
		true, p.Size, p.ModTime.UnixNano(), p.Identity, string(p.Sidecars), p.Format,
		p.WidthPx, p.HeightPx, p.Orientation, p.Animated,
		p.Taken.UnixNano(), offset(p.Taken), p.Taken.From, p.Taken.Doubtful, p.Camera,
		m.Make, m.Model, m.Lens, Number(m.ExposureSeconds), Number(m.FNumber), m.ISO, Number(m.FocalMM),
		Number(m.Focal35MM),
		place[0], place[1], place[2], m.Rating, m.Label, m.Title, m.Caption, PackList(m.Keywords), PackList(m.People),
		m.Screen,
	}
}

// PlaceValues are the values of the columns lat, lon and alt.
func PlaceValues(at *photo.Place) []any {
	if at == nil || Number(at.Latitude) != at.Latitude || Number(at.Longitude) != at.Longitude {
		return []any{nil, nil, nil}
	}
	place := []any{at.Latitude, at.Longitude, nil}
	if at.HasAltitude {
		place[2] = Number(at.AltitudeM)
	}
	return place
}

// Original scans what a file says, from the columns of table originals.
func Original(row store.Scanner) (photo.Original, error) {
	var (
		o             photo.Original
		taken         int64
		shift         *int
		from          photo.Source
		doubtful      bool
		lat, lon, alt *float64
	)
	err := row.Scan(&o.Rating, &o.Label, &o.Title, &o.Caption, &taken, &shift, &from, &doubtful, &lat, &lon, &alt)
	o.Taken = Moment(taken, shift, from)
	o.Taken.Doubtful = doubtful
	o.Place = place(lat, lon, alt)
	return o, err
}

// Number returns x, or 0 if x is not a number: SQLite would make NULL of it.
func Number(x float64) float64 {
	if math.IsNaN(x) || math.IsInf(x, 0) {
		return 0
	}
	return x
}

// PackList writes words as a JSON array.
func PackList(words []string) string {
	if len(words) == 0 {
		return "[]"
	}
	b, err := json.Marshal(words)
	if err != nil {
		panic(err) // no string fails
	}
	return string(b)
}

// List reads what PackList wrote.
func List(text string) (words []string, err error) {
	if text == "[]" { // nearly all: a parser would be slow
		return nil, nil
	}
	if err := json.Unmarshal([]byte(text), &words); err != nil {
		return nil, fmt.Errorf("%w: a list of words: %w", store.ErrDamaged, err)
	}
	return words, nil
}

// Away holds for photos p that cannot be opened at present. Most folders are online, and then
// gone_ns, at the end of a long row, is not read.
const Away = `(p.folder_id IN (SELECT id FROM folders WHERE away)
	AND (p.gone_ns <> 0 OR p.folder_id NOT IN (SELECT id FROM folders WHERE reason = 'lost')))`

// NotEmbedded are photos p that can be shown, and failures r of a model in use to embed them.
const NotEmbedded = `FROM failures r CROSS JOIN photos p ON p.hash = r.hash
	WHERE r.step IN (SELECT 1 << bit FROM steps WHERE key IN
			(SELECT 'embed ' || value FROM meta WHERE key IN ('model', 'building')))
		AND p.lead = 0 AND p.state < 2`

// PhotoColumns are what Photo reads, from photos p joined with folders f.
const PhotoColumns = `p.id, p.folder_id, p.path, p.size, p.mtime_ns, p.identity, p.sidecars, p.hash, p.format,
	p.width, p.height, p.orientation, p.animated, p.damaged, p.taken_ns, p.taken_offset_s, p.taken_from, p.doubtful,
	p.camera, ` + Away + `, p.lead, ` + metaColumns

// Photo scans a row of PhotoColumns.
func Photo(row store.Scanner) (photo.Photo, error) {
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
	err := row.Scan(&p.ID, &p.Folder, &p.Path, &p.Size, &mtime, &p.Identity, &p.Sidecars, &hash, &p.Format,
		&p.WidthPx, &p.HeightPx,
		&p.Orientation, &p.Animated, &p.Damaged, &taken, &takenShift, &from, &doubtful, &p.Camera, &p.Away, &p.Lead,
		&m.Make, &m.Model, &m.Lens, &m.ExposureSeconds, &m.FNumber, &m.ISO, &m.FocalMM, &m.Focal35MM, &lat, &lon, &alt,
		&m.Rating, &m.Label, &m.Title, &m.Caption, &keywords, &people, &m.Screen)
	if err != nil {
		return p, err
	}
	p.ModTime = time.Unix(0, mtime)
	p.Taken = Moment(taken, takenShift, from)
	p.Taken.Doubtful = doubtful
	m.Place = place(lat, lon, alt)
	var badKeywords, badPeople error
	m.Keywords, badKeywords = List(keywords)
	m.People, badPeople = List(people)
	return p, errors.Join(Hash(&p.Hash, hash), badKeywords, badPeople)
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

// Hash reads a hash, which is nil until the file was read.
func Hash(h *photo.Hash, b []byte) error {
	if b != nil && copy(h[:], b) != len(h) {
		return fmt.Errorf("%w: a hash of %d bytes", store.ErrDamaged, len(b))
	}
	return nil
}

// Undated is the SQL condition for photos without a date that can be trusted, and Order the expression of Tile.Taken in
// microseconds: a million days earlier for those. The index photos_tiles is by Order.
const (
	Undated = `(taken_from = 'mtime' OR doubtful <> 0)`
	Order   = `(taken_ns / 1000 - iif(taken_from = 'mtime' OR doubtful <> 0, 86400000000000000, 0))`
)

// TileColumns are what Tile reads, from photos p. The index photos_tiles has all of them.
const TileColumns = `p.id, p.width, p.height, ` + Order + `, p.colour, p.mtime_ns, p.size, p.animated,
	` + Away

// Tile scans a row of TileColumns. It does not set whether the photo is flagged.
func Tile(row store.Scanner) (photo.Tile, error) {
	var (
		t                  photo.Tile
		taken, mtime, size int64
		colour             int
	)
	err := row.Scan(&t.ID, &t.WidthPx, &t.HeightPx, &taken, &colour, &mtime, &size, &t.Animated, &t.Away)
	t.Version = uint64(mtime) ^ uint64(size)<<32
	t.Taken = time.UnixMicro(taken).UTC()
	t.Colour = unpackRGB(colour)
	return t, err
}
