package catalog

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"recollect/engine/catalog/store"
)

// Vectors of several models live side by side. Two facts say which are in use: the
// model that serves, whose vectors searches go through, and the one that is being
// built, by which contents are embedded. The old one serves until the new one is complete:
//
//	opened with model B                 serving A, building B  (A is at hand)
//	Promote, while B lacks something    serving A, building B
//	Promote, once B is complete         serving B, building B
//	DropModel(A)                        A's vectors are deleted
//
// Where the model that served is not at hand any more, nothing could be compared with
// its vectors, and the new one serves at once, as far as it has come.

// Models are the fingerprints of the models in use.
type Models struct {
	Serving  string // whose vectors searches go through
	Building string // that embeds contents; most often the same
}

func (m Models) keys() []string { return []string{EmbedKey(m.Serving), EmbedKey(m.Building)} }

// Models returns the fingerprints of the models in use.
func (c *Catalog) Models(ctx context.Context) (Models, error) {
	m, err := models(ctx, c.read)
	return m, store.Explain(err)
}

func models(ctx context.Context, db store.Querier) (m Models, err error) {
	if m.Serving, err = value(ctx, db, modelKey); err != nil {
		return m, err
	}
	if m.Building, err = value(ctx, db, buildingKey); m.Building == "" {
		m.Building = m.Serving
	}
	return m, err
}

// useModel makes o.Model the one that is being built, and the one that serves if what
// served is not at hand.
func (c *Catalog) useModel(ctx context.Context, o Options) error {
	return c.Update(ctx, func(tx *Tx) error {
		was, err := models(ctx, tx.sql)
		if err != nil {
			return err
		}
		now := Models{Serving: was.Serving, Building: o.Model}
		if !slices.Contains(o.Models, was.Serving) {
			now.Serving = o.Model
		}
		if err := tx.setModels(was, now); err != nil {
			return err
		}
		_, err = tx.promote(now)
		return err
	})
}

// setModels records which models are in use, and that every content is to have their vectors.
func (t *Tx) setModels(was, now Models) error {
	s, err := t.steps()
	if err != nil {
		return err
	}
	if was != now {
		if err := errors.Join(t.SetValue(modelKey, now.Serving), t.SetValue(buildingKey, now.Building)); err != nil {
			return err
		}
	}
	if was.Serving != now.Serving { // whatever is searched is another
		if err := t.forgetChanges(); err != nil {
			return err
		}
	}
	keep := now.keys()
	for key, mask := range s.masks {
		if s.active&mask != 0 && !slices.Contains(was.keys(), key) {
			keep = append(keep, key)
		}
	}
	return t.activate(keep)
}

// Promote makes the model that is being built the one that serves, if it is complete:
// no photo of the library lacks its vector, also none that cannot be reached, but for
// contents that it has failed for. It reports whether it serves now and did not before.
func (c *Catalog) Promote(ctx context.Context) (done bool, err error) {
	m, err := c.Models(ctx)
	if err != nil || m.Serving == m.Building {
		return false, err
	}
	err = c.Update(ctx, func(tx *Tx) error {
		m, err := models(ctx, tx.sql)
		if err != nil {
			return err
		}
		done, err = tx.promote(m)
		return err
	})
	return done, err
}

func (t *Tx) promote(m Models) (bool, error) {
	if m.Serving == m.Building {
		return false, nil
	}
	mask, err := t.mask(EmbedKey(m.Building))
	if err != nil {
		return false, err
	}
	var lacks bool
	err = t.sql.QueryRowContext(t.ctx, `SELECT EXISTS (SELECT 1 FROM photos INDEXED BY photos_todo
		WHERE todo <> 0 AND lead = 0 AND state < 2 AND todo & ? <> 0)`, mask).Scan(&lacks)
	if err != nil || lacks {
		return false, err
	}
	return true, t.setModels(m, Models{Serving: m.Building, Building: m.Building})
}

// Serve makes the model that is being built the one that serves, complete or not.
func (t *Tx) Serve() error {
	m, err := models(t.ctx, t.sql)
	if err != nil {
		return err
	}
	return t.setModels(m, Models{Serving: m.Building, Building: m.Building})
}

// ErrInUse means that a model's vectors cannot be deleted, because it serves or is being built.
var ErrInUse = errors.New("the model is in use")

// DropModel deletes the vectors of a model that is not in use, or returns ErrInUse.
func (t *Tx) DropModel(model string) error {
	m, err := models(t.ctx, t.sql)
	if err != nil {
		return err
	}
	if model == m.Serving || model == m.Building {
		return fmt.Errorf("%s: %w", model, ErrInUse)
	}
	mask, err := t.mask(EmbedKey(model))
	if err != nil {
		return err
	}
	err = t.exec(`
		DELETE FROM vectors WHERE model = ?1;
		UPDATE analyses SET done = done & ~?2, failed = failed & ~?2 WHERE (done | failed) & ?2 <> 0;
		DELETE FROM failures WHERE step = ?2;
		DELETE FROM steps WHERE key = ?3`, model, mask, EmbedKey(model))
	t.known = nil
	return err
}
