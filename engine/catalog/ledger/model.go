package ledger

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"recollect/engine/catalog/store"
	"recollect/engine/photo"
)

// Vectors of several models live side by side. Two facts say which are in use: the
// model that serves, whose vectors searches go through, and the one that is being
// built, by which contents are embedded. The old one serves until the new one is complete:
//
//	opened with model B                 serving A, building B  (A is at hand)
//	Promote, while B lacks something    serving A, building B
//	Promote, once B is complete         serving B, building B
//	a folder is back that was away      serving B, building B: B embeds its photos now
//	DropModel(A)                        A's vectors are deleted
//
// If the model that served is no longer available, queries cannot be compared with its vectors, and
// the new one serves at once, even if it is incomplete.

// Keys of meta that the ledger keeps.
const (
	ModelKey    = "model"    // that serves
	BuildingKey = "building" // model that embeds
	BankKey     = "bank"     // that the traits were computed with
)

// Models are the fingerprints of the models in use.
type Models struct {
	Serving  string // whose vectors searches go through
	Building string // that embeds contents; most often the same
}

func (m Models) Keys() []string { return []string{EmbedKey(m.Serving), EmbedKey(m.Building)} }

// Models returns the fingerprints of the models in use.
func (l *Ledger) Models(ctx context.Context) (Models, error) {
	m, err := ModelsOf(ctx, l.db)
	return m, store.Explain(err)
}

func ModelsOf(ctx context.Context, db store.Querier) (m Models, err error) {
	if m.Serving, err = store.Value(ctx, db, ModelKey); err != nil {
		return m, err
	}
	if m.Building, err = store.Value(ctx, db, BuildingKey); m.Building == "" {
		m.Building = m.Serving
	}
	return m, err
}

// SetModels records which models are in use, and that every content needs their vectors.
func (t *Tx) SetModels(was, now Models) error {
	s, err := t.steps()
	if err != nil {
		return err
	}
	if was != now {
		err := errors.Join(t.db.SetValue(ModelKey, now.Serving), t.db.SetValue(BuildingKey, now.Building))
		if err != nil {
			return err
		}
	}
	if was.Serving != now.Serving { // searches see other vectors
		if err := t.ForgetChanges(); err != nil {
			return err
		}
	}
	keep := now.Keys()
	for key, mask := range s.masks {
		if s.active&mask != 0 && !slices.Contains(was.Keys(), key) {
			keep = append(keep, key)
		}
	}
	return t.Activate(keep)
}

// Promote makes the model that is being built the one that serves, and reports true, unless it
// lacks the vector of a photo that can be reached.
func (t *Tx) Promote(m Models) (bool, error) {
	if m.Serving == m.Building {
		return false, nil
	}
	mask, err := t.mask(EmbedKey(m.Building))
	if err != nil {
		return false, err
	}
	var lacks bool
	err = t.db.SQL.QueryRowContext(t.db.Ctx, `SELECT EXISTS (SELECT 1 FROM photos p INDEXED BY photos_todo
		WHERE `+isTodo+`)`, mask).Scan(&lacks)
	if err != nil || lacks {
		return false, err
	}
	return true, t.SetModels(m, Models{Serving: m.Building, Building: m.Building})
}

// Behind returns which of some other models has the most vectors of photos that a model lacks, and of
// which photos; most often of none.
func (l *Ledger) Behind(
	ctx context.Context, model string, others []string,
) (best string, lacking *photo.Set, err error) {
	for _, other := range others {
		ids, err := store.Collect(ctx, l.db, store.ID, behindQuery, EmbedKey(model), other)
		if err != nil {
			return "", nil, err
		}
		if len(ids) > 0 && (lacking == nil || len(ids) > lacking.Len()) {
			best, lacking = other, photo.NewSet(ids...)
		}
	}
	return best, lacking, nil
}

// behindQuery finds photos that lack the step of the key ?1 and have a vector of the model ?2.
const behindQuery = `
	SELECT p.id FROM photos p INDEXED BY photos_todo JOIN vectors v ON v.model = ?2 AND v.hash = p.hash
		WHERE p.todo <> 0 AND p.lead = 0 AND p.state < 2 AND p.todo & (SELECT 1 << bit FROM steps WHERE key = ?1) <> 0
	UNION
	SELECT p.id FROM failures r CROSS JOIN photos p ON p.hash = r.hash
			JOIN vectors v ON v.model = ?2 AND v.hash = p.hash
		WHERE r.step = (SELECT 1 << bit FROM steps WHERE key = ?1) AND p.lead = 0 AND p.state < 2`

// ErrInUse means that a model's vectors cannot be deleted, because it serves or is being built.
var ErrInUse = errors.New("the model is in use")

// DropModel deletes the vectors of a model that is not in use, or returns ErrInUse.
func (t *Tx) DropModel(model string) error {
	m, err := ModelsOf(t.db.Ctx, t.db.SQL)
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
	err = t.db.Exec(`
		DELETE FROM vectors WHERE model = ?1;
		UPDATE analyses SET done = done & ~?2, failed = failed & ~?2 WHERE (done | failed) & ?2 <> 0;
		DELETE FROM failures WHERE step = ?2;
		DELETE FROM steps WHERE key = ?3`, model, mask, EmbedKey(model))
	t.known = nil
	return err
}
