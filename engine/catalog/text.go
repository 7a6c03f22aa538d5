package catalog

import (
	"context"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"recollect/engine/photo"
	"recollect/engine/query"
)

// Every text that a filter asks for is found among the different ones that there
// are, which are few, and then its photos by an index. That compares by fold, and
// takes a millisecond however many photos there are.

// findLeading is find with the photo that leads beside each file that follows one.
func (c *Catalog) findLeading(ctx context.Context, query string, args ...any) (set, error) {
	s, err := c.find(ctx, query, args...)
	if err != nil {
		return nil, err
	}
	return c.leading(ctx, s)
}

// phrase finds words that are written anywhere with a file.
func (c *Catalog) phrase(ctx context.Context, phrase string) (set, error) {
	want := fold(phrase)
	all, err := c.findLeading(ctx, `SELECT photo_id AS id FROM texts WHERE instr(text, ?)`, want)
	if err != nil {
		return nil, err
	}
	for _, in := range []query.Property{query.Folder, query.Person, query.Tag} {
		s, err := c.text(ctx, query.Text{In: in, Want: phrase})
		if err != nil {
			return nil, err
		}
		all.unite(s)
	}
	return all, nil
}

func (c *Catalog) text(ctx context.Context, t query.Text) (set, error) {
	want := fold(t.Want)
	holds := func(text string) bool { return strings.Contains(fold(text), want) }
	switch t.In {
	case query.Camera:
		return c.byGear(ctx, func(g gear) bool { return holds(g.Camera) })
	case query.Lens:
		return c.byGear(ctx, func(g gear) bool { return holds(g.Lens) })
	case query.Folder:
		return c.byFolder(ctx, t.Want)
	case query.Label:
		return c.byText(ctx, c.labels, holds, `SELECT id FROM photos WHERE label <> '' AND label IN `)
	case query.Keyword:
		return c.byText(ctx, c.keywords, holds, `SELECT photo_id AS id FROM words WHERE kind = 'keyword' AND text IN `)
	case query.Person:
		return c.byText(ctx, c.people, holds, `SELECT photo_id AS id FROM words WHERE kind = 'person' AND text IN `)
	case query.Tag:
		return c.byTag(ctx, want, holds)
	case query.Thing:
		same := func(name string) bool { return fold(name) == want }
		return c.byText(ctx, c.thingNames, same, `
			SELECT s.photo_id AS id FROM things t JOIN shows s ON s.thing = t.id AND s.verdict >= 0 WHERE t.name IN `)
	}
	return nil, fmt.Errorf("a filter by %q is for others to understand", t.In)
}

// byText finds photos by those of the different texts that hold. The query ends where
// their list follows.
func (c *Catalog) byText(ctx context.Context, all func(context.Context) ([]string, error), holds func(string) bool, query string) (set, error) {
	texts, err := all(ctx)
	if err != nil {
		return nil, err
	}
	texts = slices.DeleteFunc(texts, func(text string) bool { return !holds(text) })
	if len(texts) == 0 {
		return nil, nil
	}
	return c.findLeading(ctx, query+`(SELECT value FROM json_each(?))`, packList(texts))
}

// byTag finds photos by tags, keywords and things that a person has confirmed.
func (c *Catalog) byTag(ctx context.Context, want string, holds func(string) bool) (set, error) {
	all, err := c.findLeading(ctx, `SELECT photo_id AS id FROM tags WHERE instr(key, ?)`, want)
	if err != nil {
		return nil, err
	}
	keywords, err := c.text(ctx, query.Text{In: query.Keyword, Want: want})
	if err != nil {
		return nil, err
	}
	all.unite(keywords)
	things, err := c.byText(ctx, c.thingNames, holds, `
		SELECT s.photo_id AS id FROM things t JOIN shows s ON s.thing = t.id AND s.verdict = 1 WHERE t.name IN `)
	all.unite(things)
	return all, err
}

// distinct is a query for the different values of the first column of an
// index, each found by one step in it. more is a condition on the rows, with its
// "AND".
func distinct(table, column, more string) string {
	return `WITH RECURSIVE v (x) AS (
		SELECT min(` + column + `) FROM ` + table + ` WHERE ` + column + ` <> ''` + more + `
		UNION ALL SELECT (SELECT min(` + column + `) FROM ` + table + ` WHERE ` + column + ` > v.x` + more + `) FROM v WHERE x IS NOT NULL
	) SELECT x FROM v WHERE x IS NOT NULL`
}

func (c *Catalog) labels(ctx context.Context) ([]string, error) {
	return collect(ctx, c.read, scanText, distinct(`photos`, `label`, ` AND label <> ''`))
}

func (c *Catalog) keywords(ctx context.Context) ([]string, error) {
	return collect(ctx, c.read, scanText, distinct(`words`, `text`, ` AND kind = 'keyword'`))
}

func (c *Catalog) people(ctx context.Context) ([]string, error) {
	return collect(ctx, c.read, scanText, distinct(`words`, `text`, ` AND kind = 'person'`))
}

func (c *Catalog) thingNames(ctx context.Context) ([]string, error) {
	return collect(ctx, c.read, scanText, `SELECT name FROM things ORDER BY name`)
}

// gear is a camera with a lens.
type gear struct{ Camera, Lens string }

// gears are the different ones of the library, found as distinct does.
func (c *Catalog) gears(ctx context.Context) ([]gear, error) {
	return collect(ctx, c.read, func(row scanner) (gear, error) {
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

func (c *Catalog) byGear(ctx context.Context, holds func(gear) bool) (set, error) {
	all, err := c.gears(ctx)
	if err != nil {
		return nil, err
	}
	all = slices.DeleteFunc(all, func(g gear) bool { return !holds(g) })
	list, err := json.Marshal(all)
	if err != nil || len(all) == 0 {
		return nil, err
	}
	return c.find(ctx, `
		SELECT p.id FROM json_each(?) g CROSS JOIN photos p ON p.camera = g.value ->> 'Camera' AND p.lens = g.value ->> 'Lens'`, string(list))
}

// byFolder finds the files in directories whose place in the library, from the
// name of the folder that was added on, holds want, and those below them. With an
// absolute path it finds what is there.
func (c *Catalog) byFolder(ctx context.Context, want string) (set, error) {
	dirs, err := collect(ctx, c.read, scanText, `SELECT path FROM dirs`)
	if err != nil {
		return nil, err
	}
	folders, err := collect(ctx, c.read, scanText, `SELECT path FROM folders WHERE reason <> 'removed'`)
	if err != nil {
		return nil, err
	}
	var found []string
	for _, dir := range dirs {
		if inDir(dir, folders, want) {
			found = append(found, dir)
		}
	}
	// Paths need not be UTF-8, as JSON is.
	var bounds [][2]string
	for _, dir := range photo.Outermost(found) {
		from, to := below(dir)
		bounds = append(bounds, [2]string{hex.EncodeToString([]byte(from)), hex.EncodeToString([]byte(to))})
	}
	list, err := json.Marshal(bounds)
	if err != nil || len(bounds) == 0 {
		return nil, err
	}
	return c.find(ctx, `
		SELECT p.id FROM json_each(?) d CROSS JOIN photos p
		ON p.path > CAST(unhex(d.value ->> 0) AS TEXT) AND p.path < CAST(unhex(d.value ->> 1) AS TEXT)`, string(list))
}

// inDir reports whether the files in dir are wanted by a folder filter, for the
// folders of the library.
func inDir(dir string, folders []string, want string) bool {
	if filepath.IsAbs(want) {
		dir, want = fold(dir), fold(strings.TrimSuffix(filepath.Clean(want), string(os.PathSeparator)))
		return dir == want || strings.HasPrefix(dir, want+string(os.PathSeparator))
	}
	for _, f := range folders {
		if photo.Within(dir, f) {
			place := filepath.Base(f) + strings.TrimPrefix(dir, strings.TrimSuffix(f, string(os.PathSeparator)))
			return strings.Contains(fold(filepath.ToSlash(place)), fold(filepath.ToSlash(want)))
		}
	}
	return false
}
