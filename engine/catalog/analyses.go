package catalog

import (
	"context"
	"maps"
	"slices"

	"recollect/engine/catalog/ledger"
	"recollect/engine/catalog/record"
	"recollect/engine/catalog/store"
	"recollect/engine/colour"
	"recollect/engine/look"
	"recollect/engine/photo"
)

// The ledger of analyses: see package ledger.
type (
	Counts   = ledger.Counts
	Models   = ledger.Models
	Progress = ledger.Progress
	Failure  = ledger.Failure
	Todo     = ledger.Todo
	Seen     = ledger.Seen
)

// ErrInUse means that a model's vectors cannot be deleted, because it serves or is being built.
var ErrInUse = ledger.ErrInUse

// The keys of the steps that find dominant colours, perceptual hashes, and grades.
const ColourKey, LookKey, GradeKey = ledger.ColourKey, ledger.LookKey, ledger.GradeKey

// EmbedKey is the key of the step that embeds contents with the model of a fingerprint.
func EmbedKey(model string) string { return ledger.EmbedKey(model) }

// TraitsKey is the key of the step that computes traits with the bank of a fingerprint.
func TraitsKey(bank string) string { return ledger.TraitsKey(bank) }

// SuggestKey is the key of the step that suggests things; value is that of ThingsKey.
func SuggestKey(value string) string { return ledger.SuggestKey(value) }

// UseSteps chooses the steps that every content needs, beside those that embed with the models that
// serve and are being built. A new key makes all contents missing for it. A key that is no longer
// in use is forgotten, because the results of the step that replaced it overwrite its own; keys
// that embed stay, because each model has vectors of its own.
func (c *Catalog) UseSteps(ctx context.Context, keys ...string) error {
	if same, err := c.Uses(ctx, keys); same || err != nil {
		return err
	}
	return c.Update(ctx, func(tx *Tx) error {
		m, err := ledger.ModelsOf(ctx, tx.sql)
		if err != nil {
			return err
		}
		if err := tx.ledger.Activate(slices.Concat(keys, m.Keys())); err != nil {
			return err
		}
		return tx.ledger.ForgetReplaced()
	})
}

// useModel makes the model that a person wants, or o.Model, the one that is being built.
func (c *Catalog) useModel(ctx context.Context, o Options) error {
	wanted, err := store.Value(ctx, c.write, string(WantedKey))
	if err != nil {
		return err
	}
	model, ok := o.Models[wanted]
	if !ok {
		model = o.Model
	}
	return c.UseModel(ctx, model, slices.Collect(maps.Values(o.Models)))
}

// UseModel makes the model of a fingerprint the one that is being built: contents are embedded with
// it from here on. It serves at once if it is complete (see Promote), or if the model that serves
// is not atHand.
func (c *Catalog) UseModel(ctx context.Context, model string, atHand []string) error {
	return c.Update(ctx, func(tx *Tx) error {
		was, err := ledger.ModelsOf(ctx, tx.sql)
		if err != nil {
			return err
		}
		now := ledger.Models{Serving: was.Serving, Building: model}
		if !slices.Contains(atHand, was.Serving) {
			now.Serving = model
		}
		if err := tx.ledger.SetModels(was, now); err != nil {
			return err
		}
		if _, err := tx.ledger.Promote(now); err != nil {
			return err
		}
		c.model.Store(&model)
		return nil
	})
}

// Promote makes the model that is being built the one that serves, if it is complete: every photo
// that can be reached has its vector, or the model has failed for its content. Photos that are away
// get theirs when they are back. It reports whether the model has begun to serve.
func (c *Catalog) Promote(ctx context.Context) (done bool, err error) {
	m, err := c.Models(ctx)
	if err != nil || m.Serving == m.Building {
		return false, err
	}
	err = c.Update(ctx, func(tx *Tx) error {
		m, err := ledger.ModelsOf(ctx, tx.sql)
		if err != nil {
			return err
		}
		done, err = tx.ledger.Promote(m)
		return err
	})
	return done, err
}

// BeginHistory begins a new history of changes, different from that of any earlier catalog here, so
// that readers that remember a sequence number read everything again.
func (c *Catalog) BeginHistory(ctx context.Context) error {
	return c.Update(ctx, func(tx *Tx) error { return tx.ledger.BeginHistory() })
}

// Done records that the steps of keys have analysed a content and that their results, if there are
// any, are in the catalog. Keys that were never used, or were forgotten meanwhile, are ignored.
func (t *Tx) Done(h photo.Hash, keys ...string) error { return t.ledger.Done(h, keys...) }

// Failed records why the step of a key cannot analyse a content. The content is not missing again
// until RetryProblems.
func (t *Tx) Failed(h photo.Hash, key, reason string) error { return t.ledger.Failed(h, key, reason) }

// Forget makes all contents missing for the step of a key. Its results stay until others replace them.
func (t *Tx) Forget(key string) error { return t.ledger.Forget(key) }

// DropModel deletes the vectors of a model that is not in use, or returns ErrInUse.
func (t *Tx) DropModel(model string) error { return t.ledger.DropModel(model) }

// Vector returns the vector of a content by the model that embeds, or ErrNotFound.
func (c *Catalog) Vector(ctx context.Context, h photo.Hash) (photo.Vector, error) {
	v, err := ledger.VectorOf(ctx, c.read, *c.model.Load(), h[:])
	return v, store.Explain(err)
}

// SetVector records the vector of a content by a model, with its traits, which may be nil as in
// Content. Done records that the model's step is done.
func (t *Tx) SetVector(h photo.Hash, model string, v photo.Vector, traits []float32) error {
	_, err := t.db.Repeat(`
		INSERT INTO vectors (hash, model, vector, traits) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING`,
		h[:], model, record.Pack(v), record.PackTraits(traits))
	return err
}

// Suggest is SuggestPhoto for all photos of a content.
func (t *Tx) Suggest(h photo.Hash, scores map[string]float64) error {
	ids, err := store.Collect(t.ctx, t.sql, store.ID, `SELECT id FROM photos WHERE hash = ?`, h[:])
	if err != nil {
		return err
	}
	for _, id := range ids {
		if err := t.SuggestPhoto(id, scores); err != nil {
			return err
		}
	}
	return nil
}

// SetTraits records the traits of a model's vector of a content, as in Content.
func (t *Tx) SetTraits(h photo.Hash, model string, traits []float32) error {
	err := t.exec(`UPDATE vectors SET traits = ? WHERE model = ? AND hash = ?`, record.PackTraits(traits), model, h[:])
	if err != nil || traits == nil {
		return err
	}
	return t.Done(h, TraitsKey(t.bank))
}

// SetColours records the dominant colours of a content, also if it has none.
func (t *Tx) SetColours(h photo.Hash, colours colour.Mask) error {
	if _, err := t.db.Repeat(`UPDATE photos SET colours = ? WHERE hash = ?`, colours, h[:]); err != nil {
		return err
	}
	return t.Done(h, ColourKey)
}

// SetLook records the perceptual hash of a content.
func (t *Tx) SetLook(h photo.Hash, seen look.Hash) error { return t.ledger.SetLook(h, seen) }

// SetGrade records the grade of a content.
func (t *Tx) SetGrade(h photo.Hash, g look.Grade) error { return t.ledger.SetGrade(h, g) }
