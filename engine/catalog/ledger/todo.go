package ledger

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"

	"recollect/engine/catalog/record"
	"recollect/engine/catalog/store"
	"recollect/engine/photo"
)

// Todo is a photo for which steps are missing.
type Todo struct {
	Photo photo.Photo // its Hash is zero while its content is not known
	Keys  []string    // of all active steps that are missing for it
}

// Todo returns up to limit photos for which any of the steps of keys is missing, as Missing does
// for one: those of first in their order, then the newest. Each has the keys of all steps that are
// missing for it.
func (l *Ledger) Todo(ctx context.Context, keys []string, first []photo.ID, limit int) ([]Todo, error) {
	steps, err := store.Collect(ctx, l.db, scanStep, `SELECT key, 1 << bit FROM steps WHERE active`)
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
		some, err := store.Collect(ctx, l.db, scanMasked, todoAmong, mask, limit, string(list))
		if err != nil {
			return nil, err
		}
		if add(some); len(found) == limit {
			return found, nil
		}
	}
	some, err := store.Collect(ctx, l.db, scanMasked, todoNewest, mask, limit)
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

// VectorBy returns the vector of a content by a model, or store.ErrNotFound.
func (l *Ledger) VectorBy(ctx context.Context, model string, h photo.Hash) (photo.Vector, error) {
	v, err := VectorOf(ctx, l.db, model, h[:])
	return v, store.Explain(err)
}

// Forget makes all contents missing for the step of a key. Its results stay until others replace them.
func (t *Tx) Forget(key string) error {
	mask, err := t.mask(key)
	if err != nil {
		return err
	}
	err = t.db.Exec(`
		UPDATE analyses SET done = done & ~?1, failed = failed & ~?1 WHERE (done | failed) & ?1 <> 0;
		DELETE FROM failures WHERE step = ?1`, mask)
	if err != nil {
		return err
	}
	return t.db.Exec(todoQuery, t.known.active)
}

// ForgetAll forgets the steps of all keys with a prefix, and what has changed since when.
func (t *Tx) ForgetAll(prefix string) error {
	s, err := t.steps()
	if err != nil {
		return err
	}
	for key := range s.masks {
		if !strings.HasPrefix(key, prefix) {
			continue
		}
		if err := t.Forget(key); err != nil {
			return err
		}
	}
	return t.ForgetChanges()
}
