package catalog

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"path/filepath"

	"recollect/engine/catalog/filter"
	"recollect/engine/catalog/store"
	"recollect/engine/colour"
	"recollect/engine/photo"
)

// checkWritten compares what is recorded to be written with each file with the file's row.
func (c *Catalog) checkWritten(ctx context.Context) error {
	all, err := store.Collect(ctx, c.read, scanWritten, writtenQuery)
	if err != nil {
		return err
	}
	texts, words, err := c.recordedTexts(ctx)
	if err != nil {
		return err
	}
	dirs, err := store.Collect(ctx, c.read, store.Text, `SELECT path FROM dirs`)
	if err != nil {
		return err
	}
	known := make(map[string]bool, len(dirs))
	for _, dir := range dirs {
		known[dir] = true
	}
	for _, w := range all {
		if text, found := texts[w.id]; !found || text != w.text() {
			return fmt.Errorf("what is written with %s is recorded as %q", w.path, text)
		}
		if !maps.Equal(words[w.id], w.words()) {
			return fmt.Errorf("the words of %s are recorded as %v", w.path, words[w.id])
		}
		if !w.gone && !known[filepath.Dir(w.path)] {
			return fmt.Errorf("the directory of %s is not recorded", w.path)
		}
	}
	return nil
}

// recordedTexts reads the tables texts and words.
func (c *Catalog) recordedTexts(ctx context.Context) (map[photo.ID]string, map[photo.ID]map[word]bool, error) {
	texts, words := map[photo.ID]string{}, map[photo.ID]map[word]bool{}
	_, err := store.Collect(ctx, c.read, func(row store.Scanner) (none struct{}, err error) {
		var id photo.ID
		var text string
		err = row.Scan(&id, &text)
		texts[id] = text
		return none, err
	}, `SELECT photo_id, text FROM texts`)
	if err != nil {
		return nil, nil, err
	}
	_, err = store.Collect(ctx, c.read, func(row store.Scanner) (none struct{}, err error) {
		var id photo.ID
		var w word
		err = row.Scan(&id, &w.kind, &w.text)
		if words[id] == nil {
			words[id] = map[word]bool{}
		}
		words[id][w] = true
		return none, err
	}, `SELECT photo_id, kind, text FROM words`)
	return texts, words, err
}

// checkPeople verifies what people said and the model suggested.
func (c *Catalog) checkPeople(ctx context.Context) error {
	facts := []struct{ wrong, query string }{
		{"tags with two spellings", `SELECT count(*) FROM (SELECT 1 FROM tags GROUP BY key HAVING count(DISTINCT name) > 1)`},
		{"verdicts that are none", `SELECT count(*) FROM shows WHERE verdict NOT IN (-1, 0, 1)`},
		{"suggestions without a score", `SELECT count(*) FROM shows WHERE verdict = 0 AND score IS NULL`},
		{"searches too many", fmt.Sprintf(`SELECT max(0, count(*) - %d) FROM searches`, mostSearches)},
		{"photos with unknown colours", fmt.Sprintf(`SELECT count(*) FROM photos WHERE colours NOT BETWEEN 0 AND %d`, colour.All)},
		{"screening that is no list", `SELECT count(*) FROM meta WHERE key = 'screening' AND value <> ''
			AND coalesce(json_type(iif(json_valid(value), value, 'null')), '') <> 'array'`},
	}
	var errs []error
	for _, f := range facts {
		var n int
		if err := c.read.QueryRowContext(ctx, f.query).Scan(&n); err != nil {
			return err
		}
		if n > 0 {
			errs = append(errs, fmt.Errorf("%d %s", n, f.wrong))
		}
	}
	return errors.Join(append(errs, c.checkKeys(ctx))...)
}

// checkKeys compares the keys of names with what they fold to.
func (c *Catalog) checkKeys(ctx context.Context) error {
	all, err := store.Collect(ctx, c.read, scanNamed, `SELECT 0, key, name FROM tags UNION SELECT id, key, name FROM albums`)
	if err != nil {
		return err
	}
	for _, n := range all {
		if n.key == "" || n.key != filter.Fold(n.name) {
			return fmt.Errorf("the name %q has the key %q", n.name, n.key)
		}
	}
	return nil
}
