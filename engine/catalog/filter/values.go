package filter

import (
	"context"
	"encoding/json"
	"fmt"
	"path/filepath"
	"slices"
	"strings"

	"recollect/engine/catalog/record"
	"recollect/engine/catalog/store"
	"recollect/engine/query"
)

// Values returns the different values that a filter by text can ask for, as they are written, in
// byte order, with the names of albums and the last parts of folders. It serves completion. Values
// of files that are gone, or whose folder was removed, are left out.
func (r Reader) Values(ctx context.Context, of query.Property) ([]string, error) {
	switch of {
	case query.Camera, query.Lens:
		return r.gearNames(ctx, of)
	case query.Label:
		return r.there(ctx, r.labels, `photos p WHERE p.label <> '' AND p.label = v.value`)
	case query.Keyword:
		return r.there(ctx, r.keywords, wordFiles+`WHERE w.kind = 'keyword' AND w.text = v.value`)
	case query.Person:
		return r.there(ctx, r.people, wordFiles+`WHERE w.kind = 'person' AND w.text = v.value`)
	case query.Thing:
		return r.there(ctx, r.thingNames, thingFiles+`s.verdict >= 0`)
	case query.Tag:
		return r.tagNames(ctx)
	case query.Album:
		return store.Collect(ctx, r.DB, store.Text, `SELECT name FROM albums ORDER BY name`)
	case query.Folder, query.In:
		return r.dirNames(ctx)
	case query.Place:
		return r.placeNames(ctx)
	}
	return nil, fmt.Errorf("unknown property %q", of)
}

// The files p that have a value v, for there.
const (
	wordFiles  = `words w CROSS JOIN photos p ON p.id = w.photo_id `
	thingFiles = `things t CROSS JOIN shows s ON s.thing = t.id CROSS JOIN photos p ON p.id = s.photo_id
		WHERE t.name = v.value AND `
)

// there returns those of all values that some file has which is not gone. files finds the files p
// of a value v; for most values its first one is enough.
func (r Reader) there(
	ctx context.Context, all func(context.Context) ([]string, error), files string,
) ([]string, error) {
	values, err := all(ctx)
	if err != nil {
		return nil, err
	}
	values, err = store.Collect(ctx, r.DB, store.Text, `
		SELECT value FROM json_each(?) v WHERE EXISTS (SELECT 1 FROM `+files+` AND p.state <> ?)`,
		record.PackList(values), gone)
	return eachOnce(values), err
}

// gearNames returns the different cameras or lenses.
func (r Reader) gearNames(ctx context.Context, of query.Property) ([]string, error) {
	all, err := r.gears(ctx)
	if err != nil {
		return nil, err
	}
	list, err := json.Marshal(all)
	if err != nil {
		return nil, err
	}
	names, err := store.Collect(ctx, r.DB, store.Text, `
		SELECT iif(?1, g.value ->> 'Camera', g.value ->> 'Lens') FROM json_each(?2) g
		WHERE EXISTS (
			SELECT 1 FROM photos p
			WHERE p.camera = g.value ->> 'Camera' AND p.lens = g.value ->> 'Lens' AND p.state <> ?3)`,
		of == query.Camera, string(list), gone)
	return eachOnce(names), err
}

// tagNames returns the words that a filter by tag finds.
func (r Reader) tagNames(ctx context.Context) ([]string, error) {
	names, err := r.Values(ctx, query.Keyword)
	if err != nil {
		return nil, err
	}
	things, err := r.there(ctx, r.thingNames, thingFiles+`s.verdict = 1`)
	if err != nil {
		return nil, err
	}
	tags, err := store.Collect(ctx, r.DB, store.Text, `
		SELECT coalesce((
			SELECT t.name FROM tags t CROSS JOIN photos p ON p.id = t.photo_id
			WHERE t.key = v.x AND p.state <> ? LIMIT 1), '')
		FROM (`+distinct(`tags`, `key`, ``)+`) v`, gone)
	return eachOnce(slices.Concat(names, things, tags, parents(tags))), err
}

// parents are the tags that others are part of: Family for Family/Anna.
func parents(tags []string) []string {
	var all []string
	for _, tag := range tags {
		for i := strings.LastIndexByte(tag, '/'); i > 0; i = strings.LastIndexByte(tag[:i], '/') {
			all = append(all, tag[:i])
		}
	}
	return all
}

// dirNames returns the names of directories with files.
func (r Reader) dirNames(ctx context.Context) ([]string, error) {
	dirs, err := store.Collect(ctx, r.DB, store.Text, `SELECT path FROM dirs`)
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
