package catalog

import (
	"context"
	"encoding/json"
	"fmt"
	"path/filepath"
	"slices"

	"recollect/engine/query"
)

// Values returns the different values that a filter by text can ask for, as they
// are written, sorted as bytes are: names of albums and the last parts of folders among them. It is for completing
// what a person types. What only files have that are gone, or whose folder was removed, is not among them.
func (c *Catalog) Values(ctx context.Context, of query.Property) ([]string, error) {
	switch of {
	case query.Camera, query.Lens:
		return c.gearNames(ctx, of)
	case query.Label:
		return c.there(ctx, c.labels, `photos p WHERE p.label <> '' AND p.label = v.value`)
	case query.Keyword:
		return c.there(ctx, c.keywords, wordFiles+`WHERE w.kind = 'keyword' AND w.text = v.value`)
	case query.Person:
		return c.there(ctx, c.people, wordFiles+`WHERE w.kind = 'person' AND w.text = v.value`)
	case query.Thing:
		return c.there(ctx, c.thingNames, thingFiles+`s.verdict >= 0`)
	case query.Tag:
		return c.tagNames(ctx)
	case query.Album:
		return collect(ctx, c.read, scanText, `SELECT name FROM albums ORDER BY name`)
	case query.Folder:
		return c.dirNames(ctx)
	}
	return nil, fmt.Errorf("unknown property %q", of)
}

// The files p that have a value v, for there.
const (
	wordFiles  = `words w CROSS JOIN photos p ON p.id = w.photo_id `
	thingFiles = `things t CROSS JOIN shows s ON s.thing = t.id CROSS JOIN photos p ON p.id = s.photo_id WHERE t.name = v.value AND `
)

// there are those of all values that a file has which is not gone. files finds the
// files p of a value v; for most values its first one is enough.
func (c *Catalog) there(ctx context.Context, all func(context.Context) ([]string, error), files string) ([]string, error) {
	values, err := all(ctx)
	if err != nil {
		return nil, err
	}
	values, err = collect(ctx, c.read, scanText, `
		SELECT value FROM json_each(?) v WHERE EXISTS (SELECT 1 FROM `+files+` AND p.state <> ?)`, packList(values), gone)
	return eachOnce(values), err
}

// gearNames are the different cameras or lenses.
func (c *Catalog) gearNames(ctx context.Context, of query.Property) ([]string, error) {
	all, err := c.gears(ctx)
	if err != nil {
		return nil, err
	}
	list, err := json.Marshal(all)
	if err != nil {
		return nil, err
	}
	names, err := collect(ctx, c.read, scanText, `
		SELECT iif(?1, g.value ->> 'Camera', g.value ->> 'Lens') FROM json_each(?2) g
		WHERE EXISTS (SELECT 1 FROM photos p WHERE p.camera = g.value ->> 'Camera' AND p.lens = g.value ->> 'Lens' AND p.state <> ?3)`,
		of == query.Camera, string(list), gone)
	return eachOnce(names), err
}

// tagNames are the words that a filter by tag finds.
func (c *Catalog) tagNames(ctx context.Context) ([]string, error) {
	names, err := c.Values(ctx, query.Keyword)
	if err != nil {
		return nil, err
	}
	things, err := c.there(ctx, c.thingNames, thingFiles+`s.verdict = 1`)
	if err != nil {
		return nil, err
	}
	tags, err := collect(ctx, c.read, scanText, `
		SELECT coalesce((SELECT t.name FROM tags t CROSS JOIN photos p ON p.id = t.photo_id WHERE t.key = v.x AND p.state <> ? LIMIT 1), '')
		FROM (`+distinct(`tags`, `key`, ``)+`) v`, gone)
	return eachOnce(slices.Concat(names, things, tags)), err
}

// dirNames are the names of directories in which files lie.
func (c *Catalog) dirNames(ctx context.Context) ([]string, error) {
	dirs, err := collect(ctx, c.read, scanText, `SELECT path FROM dirs`)
	for i, dir := range dirs {
		dirs[i] = filepath.Base(dir)
	}
	return eachOnce(dirs), err
}

// eachOnce sorts texts and drops empty and equal ones.
func eachOnce(texts []string) []string {
	slices.Sort(texts)
	texts = slices.Compact(texts)
	return slices.DeleteFunc(texts, func(text string) bool { return text == "" })
}
