package filter

import (
	"context"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"recollect/engine/catalog/record"
	"recollect/engine/catalog/store"
	"recollect/engine/photo"
	"recollect/engine/query"
)

// Every text that a filter asks for is searched in the few different values that exist, and then
// its photos by an index. This compares folded texts, and takes a millisecond however many photos
// there are.

// findLeading is find, with the lead added for each file that follows one.
func (r Reader) findLeading(ctx context.Context, query string, args ...any) (*photo.Set, error) {
	s, err := r.find(ctx, query, args...)
	if err != nil {
		return nil, err
	}
	return r.leading(ctx, s)
}

// form brings texts to a form in which they are compared: fold, or bare.
type form func(string) string

// holds reports whether text has want, which is in that form already.
func (f form) holds(want string) func(text string) bool {
	return func(text string) bool { return strings.Contains(f(text), want) }
}

// inForms finds want in the first form in which any shown photo has it: a typed accent is matched
// first, and ignored if nothing matches.
func (r Reader) inForms(ctx context.Context, want string, find func(form) (*photo.Set, error)) (*photo.Set, error) {
	if Fold(want) != Bare(want) {
		found, err := find(Fold)
		if err == nil {
			found, err = r.shown(ctx, found)
		}
		if err != nil || found.Len() > 0 {
			return found, err
		}
	}
	return find(Bare)
}

// phrase finds words that are written anywhere with a file.
func (r Reader) phrase(ctx context.Context, phrase string) (*photo.Set, error) {
	return r.inForms(ctx, phrase, func(f form) (*photo.Set, error) { return r.phraseIn(ctx, phrase, f) })
}

func (r Reader) phraseIn(ctx context.Context, phrase string, f form) (*photo.Set, error) {
	all, err := r.findLeading(ctx, `SELECT photo_id AS id FROM texts WHERE instr(text, ?)`, f(phrase))
	if err != nil {
		return nil, err
	}
	for _, in := range []query.Property{query.Folder, query.Person, query.Tag} {
		s, err := r.textIn(ctx, query.Text{In: in, Want: phrase}, f)
		if err != nil {
			return nil, err
		}
		all.Or(s)
	}
	return all, nil
}

func (r Reader) text(ctx context.Context, t query.Text) (*photo.Set, error) {
	if t.In == query.Place {
		return r.placed(ctx, t.Want)
	}
	if path := photo.TagPath(t.Want); t.In == query.Tag && strings.HasPrefix(t.Want, TagAlone) && path != "" {
		return r.tagAlone(ctx, path)
	}
	return r.inForms(ctx, t.Want, func(f form) (*photo.Set, error) { return r.textIn(ctx, t, f) })
}

func (r Reader) textIn(ctx context.Context, t query.Text, f form) (*photo.Set, error) {
	want := f(t.Want)
	holds := f.holds(want)
	switch t.In {
	case query.Camera:
		return r.byGear(ctx, func(g gear) bool { return holds(g.Camera) })
	case query.Lens:
		return r.byGear(ctx, func(g gear) bool { return holds(g.Lens) })
	case query.Name:
		return r.byFileName(ctx, want, holds)
	case query.Folder:
		return r.byFolder(ctx, t.Want, f)
	case query.In:
		return r.inDir(ctx, t.Want, f)
	case query.Label:
		return r.byText(ctx, r.labels, holds, `SELECT id FROM photos WHERE label <> '' AND label IN `)
	case query.Keyword:
		return r.byText(ctx, r.keywords, holds, `SELECT photo_id AS id FROM words WHERE kind = 'keyword' AND text IN `)
	case query.Person:
		return r.byText(ctx, r.people, holds, `SELECT photo_id AS id FROM words WHERE kind = 'person' AND text IN `)
	case query.Tag:
		return r.byTag(ctx, t.Want, f)
	case query.Thing:
		same := func(name string) bool { return f(name) == want }
		return r.byText(ctx, r.thingNames, same, `
			SELECT s.photo_id AS id FROM things t JOIN shows s ON s.thing = t.id AND s.verdict >= 0 WHERE t.name IN `)
	}
	return nil, fmt.Errorf("a filter by %q is for others to understand", t.In)
}

// byFileName finds files by their own names, among those with want in any of their texts.
func (r Reader) byFileName(ctx context.Context, want string, holds func(string) bool) (*photo.Set, error) {
	type named struct {
		id   photo.ID
		path string
	}
	all, err := store.Collect(ctx, r.DB, func(row store.Scanner) (named, error) {
		var n named
		err := row.Scan(&n.id, &n.path)
		return n, err
	}, `
		SELECT p.id, p.path FROM texts t JOIN photos p ON p.id = t.photo_id
		WHERE instr(t.text, ?) AND p.state <> 3`, want)
	if err != nil {
		return nil, err
	}
	var ids []photo.ID
	for _, n := range all {
		if holds(filepath.Base(n.path)) {
			ids = append(ids, n.id)
		}
	}
	return r.leading(ctx, photo.NewSet(ids...))
}

// byText finds photos by those of the different texts that match. The query ends where their list
// follows.
func (r Reader) byText(
	ctx context.Context, all func(context.Context) ([]string, error), holds func(string) bool, query string,
) (*photo.Set, error) {
	texts, err := all(ctx)
	if err != nil {
		return nil, err
	}
	texts = slices.DeleteFunc(texts, func(text string) bool { return !holds(text) })
	if len(texts) == 0 {
		return new(photo.Set), nil
	}
	return r.findLeading(ctx, query+`(SELECT value FROM json_each(?))`, record.PackList(texts))
}

// byTag finds photos by tags, keywords and things that a person has confirmed.
func (r Reader) byTag(ctx context.Context, want string, f form) (*photo.Set, error) {
	holds := f.holds(f(want))
	all, err := r.byText(ctx, r.tagKeys, holds, taggedQuery)
	if err != nil {
		return nil, err
	}
	keywords, err := r.textIn(ctx, query.Text{In: query.Keyword, Want: want}, f)
	if err != nil {
		return nil, err
	}
	all.Or(keywords)
	things, err := r.byText(ctx, r.thingNames, holds, `
		SELECT s.photo_id AS id FROM things t JOIN shows s ON s.thing = t.id AND s.verdict = 1 WHERE t.name IN `)
	if err != nil {
		return nil, err
	}
	all.Or(things)
	return all, nil
}

// distinct is a query for the different values of the first column of an
// index, each found by one step in it. more is a condition on the rows, with its
// "AND".
func distinct(table, column, more string) string {
	return `WITH RECURSIVE v (x) AS (
		SELECT min(` + column + `) FROM ` + table + ` WHERE ` + column + ` <> ''` + more + `
		UNION ALL SELECT (SELECT min(` + column + `) FROM ` + table + ` WHERE ` + column + ` > v.x` + more + `)
		FROM v WHERE x IS NOT NULL
	) SELECT x FROM v WHERE x IS NOT NULL`
}

func (r Reader) labels(ctx context.Context) ([]string, error) {
	return store.Collect(ctx, r.DB, store.Text, distinct(`photos`, `label`, ` AND label <> ''`))
}

func (r Reader) keywords(ctx context.Context) ([]string, error) {
	return store.Collect(ctx, r.DB, store.Text, distinct(`words`, `text`, ` AND kind = 'keyword'`))
}

func (r Reader) people(ctx context.Context) ([]string, error) {
	return store.Collect(ctx, r.DB, store.Text, distinct(`words`, `text`, ` AND kind = 'person'`))
}

func (r Reader) tagKeys(ctx context.Context) ([]string, error) {
	return store.Collect(ctx, r.DB, store.Text, distinct(`tags`, `key`, ``))
}

func (r Reader) thingNames(ctx context.Context) ([]string, error) {
	return store.Collect(ctx, r.DB, store.Text, `SELECT name FROM things ORDER BY name`)
}

// gear is a camera with a lens.
type gear struct{ Camera, Lens string }

// gears returns the different ones of the library, found as distinct does.
func (r Reader) gears(ctx context.Context) ([]gear, error) {
	return store.Collect(ctx, r.DB, func(row store.Scanner) (gear, error) {
		var g gear
		err := row.Scan(&g.Camera, &g.Lens)
		return g, err
	}, `WITH RECURSIVE v (camera, lens) AS (
			SELECT * FROM (SELECT camera, lens FROM photos ORDER BY camera, lens LIMIT 1)
			UNION ALL
			SELECT p.camera, p.lens FROM v JOIN photos p ON p.id = coalesce(
				(SELECT id FROM photos WHERE camera = v.camera AND lens > v.lens ORDER BY lens LIMIT 1),
				(SELECT id FROM photos WHERE camera > v.camera ORDER BY camera, lens LIMIT 1))
		) SELECT camera, lens FROM v`)
}

func (r Reader) byGear(ctx context.Context, holds func(gear) bool) (*photo.Set, error) {
	all, err := r.gears(ctx)
	if err != nil {
		return nil, err
	}
	all = slices.DeleteFunc(all, func(g gear) bool { return !holds(g) })
	list, err := json.Marshal(all)
	if err != nil || len(all) == 0 {
		return new(photo.Set), err
	}
	return r.find(ctx, `
		SELECT p.id FROM json_each(?) g CROSS JOIN photos p
		ON p.camera = g.value ->> 'Camera' AND p.lens = g.value ->> 'Lens'`, string(list))
}

// byFolder finds the files in directories whose place in the library, from the name of the added
// folder on, contains want, and in directories below them. An absolute path finds what is there.
func (r Reader) byFolder(ctx context.Context, want string, f form) (*photo.Set, error) {
	dirs, err := store.Collect(ctx, r.DB, store.Text, `SELECT path FROM dirs`)
	if err != nil {
		return nil, err
	}
	folders, err := store.Collect(ctx, r.DB, store.Text, `SELECT path FROM folders WHERE reason <> 'removed'`)
	if err != nil {
		return nil, err
	}
	var found []string
	for _, dir := range dirs {
		if matchesDir(dir, folders, want, f) {
			found = append(found, dir)
		}
	}
	// Paths need not be UTF-8, as JSON is.
	var bounds [][2]string
	for _, dir := range photo.Outermost(found) {
		from, to := Below(dir)
		bounds = append(bounds, [2]string{hex.EncodeToString([]byte(from)), hex.EncodeToString([]byte(to))})
	}
	list, err := json.Marshal(bounds)
	if err != nil || len(bounds) == 0 {
		return new(photo.Set), err
	}
	return r.find(ctx, `
		SELECT p.id FROM json_each(?) d CROSS JOIN photos p
		ON p.path > CAST(unhex(d.value ->> 0) AS TEXT) AND p.path < CAST(unhex(d.value ->> 1) AS TEXT)`, string(list))
}

// matchesDir reports whether a folder filter matches the files in dir, for the folders of the library.
func matchesDir(dir string, folders []string, want string, f form) bool {
	if filepath.IsAbs(want) {
		dir, want = Fold(dir), Fold(strings.TrimSuffix(filepath.Clean(want), string(os.PathSeparator)))
		return dir == want || strings.HasPrefix(dir, want+string(os.PathSeparator))
	}
	for _, folder := range folders {
		if photo.Within(dir, folder) {
			place := filepath.Base(folder) +
				strings.TrimPrefix(dir, strings.TrimSuffix(folder, string(os.PathSeparator)))
			return strings.Contains(f(filepath.ToSlash(place)), f(filepath.ToSlash(want)))
		}
	}
	return false
}
