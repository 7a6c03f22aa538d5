package userdata

import (
	"context"
	"strings"

	"recollect/engine/catalog/filter"
	"recollect/engine/photo"
)

// AllTags returns the tags of all photos that can be shown: see filter.Reader.
func (d *Data) AllTags(ctx context.Context) ([]photo.Tag, error) {
	return filter.Reader{DB: d.db}.Tags(ctx)
}

// TagsWithin returns the names of a tag, as they are spelled, and of those within it.
func (d *Data) TagsWithin(ctx context.Context, name string) ([]string, error) {
	return filter.Reader{DB: d.db}.TagsWithin(ctx, name)
}

// RemoveTag removes a tag and those within it from all photos. It returns ErrNoName for a blank name.
func (t *Tx) RemoveTag(name string) error {
	return t.takeTags(name, func(string, []photo.ID) error { return nil })
}

// RenameTag gives a tag another name, and takes those within it along. Photos that have a tag of the new name
// already keep that. It returns ErrNoName for a blank name.
func (t *Tx) RenameTag(name, to string) error {
	if to = photo.TagPath(to); filter.Fold(to) == "" {
		return ErrNoName
	}
	depth := len(strings.Split(photo.TagPath(name), "/"))
	return t.takeTags(name, func(tag string, ids []photo.ID) error {
		within := strings.Split(photo.TagPath(tag), "/")[depth:]
		return t.tag(ids, strings.Join(append([]string{to}, within...), "/"))
	})
}

// takeTags removes a tag and those within it from all photos, and then calls instead for each with its photos.
func (t *Tx) takeTags(name string, instead func(tag string, ids []photo.ID) error) error {
	if filter.Fold(photo.TagPath(name)) == "" {
		return ErrNoName
	}
	tags, err := filter.Reader{DB: t.db.SQL}.TagsWithin(t.db.Ctx, name)
	had := make([][]photo.ID, len(tags))
	for i := 0; err == nil && i < len(tags); i++ {
		had[i], err = t.ids(`SELECT photo_id FROM tags WHERE key = ? ORDER BY photo_id`, filter.Fold(tags[i]))
		if err == nil {
			err = t.untag(had[i], tags[i])
		}
	}
	for i := 0; err == nil && i < len(tags); i++ {
		err = instead(tags[i], had[i])
	}
	return err
}
