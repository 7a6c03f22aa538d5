package catalog

import (
	"context"
	"encoding/json"
	"fmt"

	"recollect/engine/catalog/record"
	"recollect/engine/catalog/store"
	"recollect/engine/photo"
)

// Todo is a photo for which steps are missing.
type Todo struct {
	Photo photo.Photo // its Hash is zero while its content is not known
	Keys  []string    // of all steps in use that are missing for it
}

// Todo returns up to limit photos for which any of the steps of keys is missing, as Missing does for
// one: those of first in their order, then the newest. They come with all steps that are missing for them.
func (c *Catalog) Todo(ctx context.Context, keys []string, first []photo.ID, limit int) ([]Todo, error) {
	steps, err := store.Collect(ctx, c.read, scanStep, `SELECT key, 1 << bit FROM steps WHERE active`)
	if err != nil {
		return nil, err
	}
	var mask int64
	for _, key := range keys {
		for _, s := range steps {
			if s.key == key {
				mask |= s.mask
			}
		}
	}
	var found []Todo
	seen := map[photo.ID]bool{}
	add := func(some []masked) {
		for _, m := range some {
			if len(found) < limit && !seen[m.ID] {
				seen[m.ID] = true
				found = append(found, m.todo(steps))
			}
		}
	}
	if len(first) > 0 {
		list, err := json.Marshal(first)
		if err != nil {
			return nil, fmt.Errorf("list of photos: %w", err)
		}
		some, err := store.Collect(ctx, c.read, scanMasked, todoAmong, mask, limit, string(list))
		if err != nil {
			return nil, err
		}
		if add(some); len(found) == limit {
			return found, nil
		}
	}
	some, err := store.Collect(ctx, c.read, scanMasked, todoNewest, mask, limit)
	add(some)
	return found, err
}

// isTodo holds for photos p for which any of the steps ?1 is missing and that can be reached.
const isTodo = `p.todo <> 0 AND p.lead = 0 AND p.state < 2 AND p.todo & ?1 <> 0 AND NOT ` + record.Away

const (
	todoNewest = `SELECT p.todo, ` + record.PhotoColumns + ` FROM photos p INDEXED BY photos_todo
		CROSS JOIN folders f ON f.id = p.folder_id WHERE ` + isTodo + ` ORDER BY p.taken_ns DESC, p.id LIMIT ?2`
	todoAmong = `SELECT p.todo, ` + record.PhotoColumns + ` FROM json_each(?3) w CROSS JOIN photos p ON p.id = w.value
		CROSS JOIN folders f ON f.id = p.folder_id WHERE ` + isTodo + ` ORDER BY w.key LIMIT ?2`
)

// step is a step of the ledger.
type step struct {
	key  string
	mask int64
}

func scanStep(row store.Scanner) (s step, err error) {
	err = row.Scan(&s.key, &s.mask)
	return s, err
}

// masked is a photo with the mask of the steps that are missing for it.
type masked struct {
	photo.Photo
	mask int64
}

func scanMasked(row store.Scanner) (m masked, err error) {
	m.Photo, err = record.Photo(prefixed{row, &m.mask})
	return m, err
}

func (m masked) todo(steps []step) Todo {
	t := Todo{Photo: m.Photo}
	for _, s := range steps {
		if m.mask&s.mask != 0 {
			t.Keys = append(t.Keys, s.key)
		}
	}
	return t
}

// VectorBy returns the vector of a content by a model, or ErrNotFound.
func (c *Catalog) VectorBy(ctx context.Context, model string, h photo.Hash) (photo.Vector, error) {
	v, err := vector(ctx, c.read, model, h[:])
	return v, store.Explain(err)
}

// SetVector records the vector of a content by a model with its traits, which may be nil as in
// Content, and that the model's step has done it.
func (t *Tx) SetVector(h photo.Hash, model string, v photo.Vector, traits []float32) error {
	_, err := t.repeat(`INSERT INTO vectors (hash, model, vector, traits) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING`,
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

// Forget makes all contents missing for the step of a key. Its results stay until others replace them.
func (t *Tx) Forget(key string) error {
	mask, err := t.mask(key)
	if err != nil {
		return err
	}
	err = t.exec(`
		UPDATE analyses SET done = done & ~?1, failed = failed & ~?1 WHERE (done | failed) & ?1 <> 0;
		DELETE FROM failures WHERE step = ?1`, mask)
	if err != nil {
		return err
	}
	return t.exec(todoQuery, t.known.active)
}
