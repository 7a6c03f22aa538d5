package filter

import (
	"context"
	"slices"
	"strings"

	"recollect/engine/catalog/record"
	"recollect/engine/catalog/store"
	"recollect/engine/photo"
)

// TagAlone begins what asks for one tag and those within it, and for nothing else: "tag:/Family".
const TagAlone = "/"

const (
	tagsQuery      = `SELECT name, group_concat(photo_id) FROM tags GROUP BY key`
	taggedQuery    = `SELECT photo_id AS id FROM tags WHERE key IN `
	spellingsQuery = `SELECT min(name) FROM tags WHERE key IN (SELECT value FROM json_each(?)) GROUP BY key`
)

// tagAlone finds the photos to which people gave a tag or one within it.
func (r Reader) tagAlone(ctx context.Context, path string) (*photo.Set, error) {
	return r.byText(ctx, r.tagKeys, within(path), taggedQuery)
}

// TagsWithin returns the names of a tag, as they are spelled, and of those within it.
func (r Reader) TagsWithin(ctx context.Context, path string) ([]string, error) {
	keys, err := r.tagKeys(ctx)
	if err != nil {
		return nil, err
	}
	in := within(path)
	keys = slices.DeleteFunc(keys, func(key string) bool { return !in(key) })
	return store.Collect(ctx, r.DB, store.Text, spellingsQuery, record.PackList(keys))
}

// within reports whether a key is that of a tag or of one within it. Keys of earlier versions may have blank parts,
// as the tree does not show.
func within(path string) func(key string) bool {
	tag := Fold(photo.TagPath(path))
	return func(key string) bool {
		rest, ok := strings.CutPrefix(photo.TagPath(key), tag)
		return ok && (rest == "" || rest[0] == '/')
	}
}

// Tags returns the tags that people gave to photos that can be shown, those within another after it, with how many
// photos have them: as many as a filter by the tag alone finds. A tag that is only a part of others is among them. It
// reads the tags of all photos, each tag as one row, and no photo.
func (r Reader) Tags(ctx context.Context) ([]photo.Tag, error) {
	type given struct {
		name string
		ids  *string
	}
	all, err := store.Collect(ctx, r.DB, func(row store.Scanner) (g given, err error) {
		err = row.Scan(&g.name, &g.ids)
		return g, err
	}, tagsQuery)
	if err != nil || len(all) == 0 {
		return nil, err
	}
	stands, err := r.stands(ctx)
	if err != nil {
		return nil, err
	}
	top := &tagNode{}
	nodes := map[string]*tagNode{"": top}
	for _, g := range all {
		n := plant(nodes, g.name)
		if err := eachID(g.ids, func(id photo.ID) {
			if id = stands(id); id != 0 {
				n.ids = append(n.ids, id)
			}
		}); err != nil {
			return nil, err
		}
	}
	var tags []photo.Tag
	for _, n := range top.inOrder() {
		tags, _ = n.list(tags)
	}
	return tags, nil
}

// stands returns what tells the photo that a file is shown as; 0 for those that no answer has.
func (r Reader) stands(ctx context.Context) (func(photo.ID) photo.ID, error) {
	hidden, err := r.find(ctx, hiddenQuery)
	if err != nil {
		return nil, err
	}
	follow, lead, err := r.followers(ctx)
	if err != nil {
		return nil, err
	}
	leads := make(map[photo.ID]photo.ID, len(follow))
	for i, id := range follow {
		leads[id] = lead[i]
	}
	return func(id photo.ID) photo.ID {
		if lead := leads[id]; lead != 0 {
			id = lead
		}
		if hidden.Has(id) {
			return 0
		}
		return id
	}, nil
}

// tagNode is a tag with those within it.
type tagNode struct {
	name  string // the whole
	key   string // folded
	ids   []photo.ID
	below []*tagNode
}

// plant returns the node of a tag. Those that it lies in are made too; nodes has the root as "".
func plant(nodes map[string]*tagNode, name string) *tagNode {
	at := nodes[""]
	for part := range strings.SplitSeq(photo.TagPath(name), "/") {
		path := part
		if at.name != "" {
			path = at.name + "/" + part
		}
		key := Fold(path)
		n := nodes[key]
		if n == nil {
			n = &tagNode{name: path, key: key}
			nodes[key] = n
			at.below = append(at.below, n)
		}
		at = n
	}
	return at
}

// inOrder returns the tags within n by name.
func (n *tagNode) inOrder() []*tagNode {
	slices.SortFunc(n.below, func(a, b *tagNode) int { return strings.Compare(a.key, b.key) })
	return n.below
}

// list appends n and the tags within it, without those that no photo has, and returns their photos.
func (n *tagNode) list(tags []photo.Tag) ([]photo.Tag, []photo.ID) {
	at, ids := len(tags), n.ids
	tags = append(tags, photo.Tag{Name: n.name})
	for _, c := range n.inOrder() {
		var more []photo.ID
		tags, more = c.list(tags)
		ids = append(ids, more...)
	}
	slices.Sort(ids)
	ids = slices.Compact(ids)
	if len(ids) == 0 {
		return tags[:at], nil
	}
	tags[at].Photos = len(ids)
	return tags, ids
}
