package catalog

import (
	"context"

	"recollect/engine/catalog/record"
	"recollect/engine/catalog/store"
	"recollect/engine/colour"
	"recollect/engine/photo"
)

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
	scan := func(row store.Scanner) (Untraited, error) {
		var u Untraited
		var hash, raw []byte
		if err := row.Scan(&hash, &raw); err != nil {
			return u, err
		}
		if err := record.Hash(&u.Hash, hash); err != nil {
			return u, err
		}
		var err error
		u.Vector, err = record.Unpack(raw)
		return u, err
	}
	return store.Collect(ctx, c.read, scan, `SELECT hash, vector FROM vectors WHERE model = ? AND traits IS NULL ORDER BY id LIMIT ?`, c.model, limit)
}

// SetTraits records the traits of a model's vector of a content, as in Content.
func (t *Tx) SetTraits(h photo.Hash, model string, traits []float32) error {
	err := t.exec(`UPDATE vectors SET traits = ? WHERE model = ? AND hash = ?`, record.PackTraits(traits), model, h[:])
	if err != nil || traits == nil {
		return err
	}
	return t.Done(h, TraitsKey(t.bank))
}

// Uncoloured returns up to limit photos with an ID above after whose content is
// known, but not its dominant colours: those that follow no other and can be reached, by ID.
func (c *Catalog) Uncoloured(ctx context.Context, after photo.ID, limit int) ([]photo.Photo, error) {
	return c.photos(ctx, `
		WHERE p.colours IS NULL AND p.hash IS NOT NULL AND p.id > ? AND p.state < 2 AND p.lead = 0 AND NOT `+record.Away+` ORDER BY p.id LIMIT ?`, after, limit)
}

// SetColours records the dominant colours of a content, also that it has none.
func (t *Tx) SetColours(h photo.Hash, colours colour.Mask) error {
	if err := t.exec(`UPDATE photos SET colours = ? WHERE hash = ?`, colours, h[:]); err != nil {
		return err
	}
	return t.Done(h, ColourKey)
}
