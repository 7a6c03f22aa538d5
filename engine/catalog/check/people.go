package check

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"path/filepath"

	"recollect/engine/catalog/filter"
	"recollect/engine/catalog/store"
	"recollect/engine/catalog/words"
	"recollect/engine/colour"
	"recollect/engine/photo"
)

// written verifies the recorded texts of each file against the file's row.
func (r Reader) written(ctx context.Context) error {
	all, err := store.Collect(ctx, r.DB, words.Scan, words.Query)
	if err != nil {
		return err
	}
	texts, ws, err := r.recordedTexts(ctx)
	if err != nil {
		return err
	}
	dirs, err := store.Collect(ctx, r.DB, store.Text, `SELECT path FROM dirs`)
	if err != nil {
		return err
	}
	known := make(map[string]bool, len(dirs))
	for _, dir := range dirs {
		known[dir] = true
	}
	for _, w := range all {
		if text, found := texts[w.ID]; !found || text != w.Text() {
			return fmt.Errorf("what is written with %s is recorded as %q", w.Path, text)
		}
		if !maps.Equal(ws[w.ID], w.Words()) {
			return fmt.Errorf("the words of %s are recorded as %v", w.Path, ws[w.ID])
		}
		if !w.Gone && !known[filepath.Dir(w.Path)] {
			return fmt.Errorf("the directory of %s is not recorded", w.Path)
		}
	}
	return nil
}

// recordedTexts reads the tables texts and words.
func (r Reader) recordedTexts(ctx context.Context) (map[photo.ID]string, map[photo.ID]map[words.Word]bool, error) {
	texts, ws := map[photo.ID]string{}, map[photo.ID]map[words.Word]bool{}
	_, err := store.Collect(ctx, r.DB, func(row store.Scanner) (none struct{}, err error) {
		var id photo.ID
		var text string
		err = row.Scan(&id, &text)
		texts[id] = text
		return none, err
	}, `SELECT photo_id, text FROM texts`)
	if err != nil {
		return nil, nil, err
	}
	_, err = store.Collect(ctx, r.DB, func(row store.Scanner) (none struct{}, err error) {
		var id photo.ID
		var w words.Word
		err = row.Scan(&id, &w.Kind, &w.Text)
		if ws[id] == nil {
			ws[id] = map[words.Word]bool{}
		}
		ws[id][w] = true
		return none, err
	}, `SELECT photo_id, kind, text FROM words`)
	return texts, ws, err
}

// EditsAmiss are edits e of photos p whose columns do not say the same.
const EditsAmiss = `FROM edits e JOIN photos p ON p.id = e.photo_id
	WHERE e.value <> CASE e.field WHEN 'rating' THEN CAST(p.rating AS TEXT) WHEN 'label' THEN p.label
		WHEN 'title' THEN p.title WHEN 'caption' THEN p.caption ELSE e.value END
	OR e.field = 'date' AND p.taken_from <> 'person' OR e.field = 'place' AND (e.value = '') <> (p.lat IS NULL)
	OR e.field NOT IN ('rating', 'label', 'title', 'caption', 'date', 'place')`

// people verifies user data and suggestions.
func (r Reader) people(ctx context.Context) error {
	facts := []struct{ wrong, query string }{
		{"tags with two spellings", `SELECT count(*) FROM (
			SELECT 1 FROM tags GROUP BY key HAVING count(DISTINCT name) > 1)`},
		{"verdicts that are none", `SELECT count(*) FROM shows WHERE verdict NOT IN (-1, 0, 1)`},
		{"suggestions without a score", `SELECT count(*) FROM shows WHERE verdict = 0 AND score IS NULL`},
		{"searches too many", fmt.Sprintf(`SELECT max(0, count(*) - %d) FROM searches`, MostSearches)},
		{"photos with unknown colours", fmt.Sprintf(`SELECT count(*) FROM photos WHERE colours NOT BETWEEN 0
			AND %d`, colour.All)},
		{"edited photos whose files are not known", `SELECT count(DISTINCT photo_id) FROM edits
			WHERE photo_id NOT IN (SELECT photo_id FROM originals)`},
		{"photos as in their files with a copy of that", `SELECT count(*) FROM originals
			WHERE photo_id NOT IN (SELECT photo_id FROM edits)`},
		{"edits that do not count", `SELECT count(*) ` + EditsAmiss},
		{"members of an album that is a search", `SELECT count(*) FROM members m JOIN albums a ON a.id = m.album_id
			WHERE NOT a.hand`},
		{"contents told apart that are none", `SELECT count(*) FROM apart WHERE length(a) <> 32 OR length(b) <> 32
			OR a > b`},
		{"screening that is no list", `SELECT count(*) FROM meta WHERE key = 'screening' AND value <> ''
			AND coalesce(json_type(iif(json_valid(value), value, 'null')), '') <> 'array'`},
	}
	var errs []error
	for _, f := range facts {
		var n int
		if err := r.DB.QueryRowContext(ctx, f.query).Scan(&n); err != nil {
			return err
		}
		if n > 0 {
			errs = append(errs, fmt.Errorf("%d %s", n, f.wrong))
		}
	}
	return errors.Join(append(errs, r.keys(ctx))...)
}

// keys verifies that the keys of names are their folded forms.
func (r Reader) keys(ctx context.Context) error {
	all, err := store.Collect(ctx, r.DB, ScanNamed,
		`SELECT 0, key, name FROM tags UNION SELECT id, key, name FROM albums`)
	if err != nil {
		return err
	}
	for _, n := range all {
		if n.Key == "" || n.Key != filter.Fold(n.Name) {
			return fmt.Errorf("the name %q has the key %q", n.Name, n.Key)
		}
	}
	return nil
}

// Named is a tag or an album.
type Named struct {
	ID        int64 // of an album
	Key, Name string
}

// ScanNamed reads a row of a number, a key and a name.
func ScanNamed(row store.Scanner) (Named, error) {
	var n Named
	err := row.Scan(&n.ID, &n.Key, &n.Name)
	return n, err
}
