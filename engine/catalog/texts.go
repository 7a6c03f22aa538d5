package catalog

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"

	"recollect/engine/catalog/filter"
	"recollect/engine/catalog/store"
	"recollect/engine/catalog/words"
	"recollect/engine/photo"
)

// indexWords records the texts and the words of a photo. fresh: it has none yet.
func (t *Tx) indexWords(w words.Photo, fresh bool) error {
	if err := t.addDir(filepath.Dir(w.Path)); err != nil {
		return err
	}
	if !fresh {
		if err := t.exec(`DELETE FROM words WHERE photo_id = ?`, w.ID); err != nil {
			return err
		}
	}
	for word := range w.Words() {
		if _, err := t.db.Repeat(`INSERT INTO words (kind, text, photo_id) VALUES (?, ?,
			?)`, word.Kind, word.Text, w.ID); err != nil {
			return err
		}
	}
	_, err := t.db.Repeat(`INSERT INTO texts (photo_id, text) VALUES (?1, ?2) ON CONFLICT DO UPDATE
		SET text = ?2`, w.ID, w.Text())
	return err
}

// addDir records a directory that is not recorded yet.
func (t *Tx) addDir(dir string) error {
	if t.dirs[dir] { // the photos of one directory come one after the other
		return nil
	}
	if t.dirs == nil {
		t.dirs = map[string]bool{}
	}
	t.dirs[dir] = true
	return t.exec(`INSERT INTO dirs (path) VALUES (?) ON CONFLICT DO NOTHING`, dir)
}

// reindexWords records the texts and words of photos again, whose paths may have changed.
func (t *Tx) reindexWords(ids []photo.ID) error {
	if len(ids) == 0 {
		return nil
	}
	list, err := json.Marshal(ids)
	if err != nil {
		return err
	}
	all, err := store.Collect(t.ctx, t.sql, words.Scan, words.Query+`WHERE id IN (SELECT value
		FROM json_each(?))`, string(list))
	if err != nil {
		return err
	}
	for _, w := range all {
		if err := t.indexWords(w, false); err != nil {
			return fmt.Errorf("%s: %w", w.Path, err)
		}
	}
	return nil
}

// useFolds records the texts of all photos again if they were folded by another generation of Fold,
// but not right after a migration.
func (c *Catalog) useFolds(ctx context.Context) error {
	return c.Update(ctx, func(tx *Tx) error {
		old, err := tx.value(foldsKey)
		if err != nil || old == filter.Folds {
			return err
		}
		if err := tx.reindexAllWords(); err != nil {
			return err
		}
		return tx.SetValue(foldsKey, filter.Folds)
	})
}

// reindexAllWords records the texts and words of all photos again.
func (t *Tx) reindexAllWords() error {
	if err := t.exec(`DELETE FROM texts; DELETE FROM words; DELETE FROM dirs`); err != nil {
		return err
	}
	t.dirs = nil
	const page = 1000 // rows cannot be read and written at once
	for last := photo.ID(-1); ; {
		some, err := store.Collect(t.ctx, t.sql, words.Scan, words.Query+`WHERE id > ? ORDER BY id LIMIT ?`, last, page)
		if err != nil || len(some) == 0 {
			return err
		}
		for _, w := range some {
			if err := t.indexWords(w, true); err != nil {
				return err
			}
		}
		last = some[len(some)-1].ID
	}
}

// dropEmptyDirs deletes directories without any file in or below them.
func (t *Tx) dropEmptyDirs() error {
	t.dirs = nil
	return t.exec(`
		DELETE FROM dirs WHERE NOT EXISTS (
			SELECT 1 FROM photos p WHERE p.path > rtrim(dirs.path, ?1) || ?1 AND p.path < rtrim(dirs.path, ?1) || ?2)`,
		string(os.PathSeparator), string(os.PathSeparator+1))
}
