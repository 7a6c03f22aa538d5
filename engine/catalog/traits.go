package catalog

import (
	"context"
	"encoding/binary"
	"fmt"
	"math"

	"recollect/engine/colour"
	"recollect/engine/photo"
)

// mostTraits is how many traits a vector can have.
const mostTraits = 16

// packTraits writes traits as little-endian float32; nil as NULL.
func packTraits(traits []float32) []byte {
	if traits == nil {
		return nil
	}
	b := make([]byte, 0, 4*len(traits))
	for _, x := range traits {
		b = binary.LittleEndian.AppendUint32(b, math.Float32bits(x))
	}
	return b
}

// unpackTraits reads what packTraits wrote.
func unpackTraits(b []byte) []float32 {
	if b == nil {
		return nil
	}
	traits := make([]float32, len(b)/4)
	for i := range traits {
		traits[i] = math.Float32frombits(binary.LittleEndian.Uint32(b[4*i:]))
	}
	return traits
}

// Untraited is a content whose vector has no traits yet.
type Untraited struct {
	Hash   photo.Hash
	Vector photo.Vector
}

// Untraited returns up to limit contents with a vector of the current model and no traits,
// in the order in which they were recorded; none where there is no bank.
func (c *Catalog) Untraited(ctx context.Context, limit int) ([]Untraited, error) {
	if c.bank == "" {
		return nil, nil
	}
	scan := func(row scanner) (Untraited, error) {
		var u Untraited
		var hash, raw []byte
		if err := row.Scan(&hash, &raw); err != nil {
			return u, err
		}
		if err := unpackHash(&u.Hash, hash); err != nil {
			return u, err
		}
		var err error
		u.Vector, err = unpack(raw)
		return u, err
	}
	return collect(ctx, c.read, scan, `SELECT hash, vector FROM vectors WHERE model = ? AND traits IS NULL ORDER BY id LIMIT ?`, c.model, limit)
}

// SetTraits records the traits of the current model's vector of a content, as in Content.
func (t *Tx) SetTraits(h photo.Hash, traits []float32) error {
	return t.exec(`UPDATE vectors SET traits = ? WHERE model = ? AND hash = ?`, packTraits(traits), t.model, h[:])
}

// Uncoloured returns up to limit photos with an ID above after whose content is
// known, but not its dominant colours: those that follow no other and can be reached, by ID.
func (c *Catalog) Uncoloured(ctx context.Context, after photo.ID, limit int) ([]photo.Photo, error) {
	return c.photos(ctx, `
		WHERE p.colours IS NULL AND p.hash IS NOT NULL AND p.id > ? AND p.state < 2 AND p.lead = 0 AND NOT `+awayPhotos+` ORDER BY p.id LIMIT ?`, after, limit)
}

// SetColours records the dominant colours of a content, also that it has none.
func (t *Tx) SetColours(h photo.Hash, colours colour.Mask) error {
	return t.exec(`UPDATE photos SET colours = ? WHERE hash = ?`, colours, h[:])
}

// checkTraits verifies that traits are what Content says.
func checkTraits(b []byte) error {
	if len(b)%4 != 0 || len(b) > 4*mostTraits {
		return fmt.Errorf("traits of %d bytes", len(b))
	}
	for _, x := range unpackTraits(b) {
		if math.IsNaN(float64(x)) || math.IsInf(float64(x), 0) {
			return fmt.Errorf("a trait that is %v", x)
		}
	}
	return nil
}
