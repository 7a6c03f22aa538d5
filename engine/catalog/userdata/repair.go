package userdata

import (
	"fmt"

	"recollect/engine/catalog/check"
	"recollect/engine/catalog/filter"
	"recollect/engine/catalog/store"
	"recollect/engine/photo"
)

// RenewNames gives every tag and album the key of its name, and all rows of a tag one spelling.
func (t *Tx) RenewNames() (int, error) {
	tags, err := store.Collect(t.db.Ctx, t.db.SQL, check.ScanNamed, `SELECT 0, key, name FROM tags GROUP BY key,
		name ORDER BY key, name`)
	if err != nil {
		return 0, err
	}
	renewed := 0
	spelled := map[string]string{}
	for _, n := range tags {
		key := filter.Fold(n.Name)
		if spelled[key] == "" {
			spelled[key] = n.Name
		}
		if key == n.Key && spelled[key] == n.Name {
			continue
		}
		renewed++
		// If the right row exists already, the other one is not needed.
		err := t.db.Exec(`
			UPDATE OR IGNORE tags SET key = ?1, name = ?2 WHERE key = ?3 AND name = ?4;
			DELETE FROM tags WHERE ?1 <> ?3 AND key = ?3 AND name = ?4`, key, spelled[key], n.Key, n.Name)
		if err != nil {
			return renewed, err
		}
	}
	n, err := t.renewAlbums()
	return renewed + n, err
}

// renewAlbums gives albums the keys of their names; of two with one name, one is renamed.
func (t *Tx) renewAlbums() (int, error) {
	albums, err := store.Collect(t.db.Ctx, t.db.SQL, check.ScanNamed, `SELECT id, key, name FROM albums ORDER BY id`)
	if err != nil {
		return 0, err
	}
	renewed := 0
	for _, n := range albums {
		if n.Key == filter.Fold(n.Name) {
			continue
		}
		renewed++
		err := t.RenameAlbum(photo.AlbumID(n.ID), n.Name)
		if err != nil { // the name is taken, or blank
			err = t.RenameAlbum(photo.AlbumID(n.ID), fmt.Sprintf("%s (%d)", n.Name, n.ID))
		}
		if err != nil {
			return renewed, err
		}
	}
	return renewed, nil
}

// RenewEdits makes edits count that do not, and deletes those that no version makes.
func (t *Tx) RenewEdits() (int, error) {
	type edit struct {
		id photo.ID
		fieldSaid
	}
	amiss, err := store.Collect(t.db.Ctx, t.db.SQL, func(row store.Scanner) (e edit, err error) {
		err = row.Scan(&e.id, &e.Field, &e.Value)
		return e, err
	}, `SELECT e.photo_id, e.field, e.value `+check.EditsAmiss)
	if err != nil {
		return 0, err
	}
	for _, e := range amiss {
		if _, wrong := valuesIn(e.Field, e.Value); wrong == nil {
			err = t.set(e.Field, e.Value, []photo.ID{e.id})
		} else {
			err = t.unset(e.Field, []photo.ID{e.id})
		}
		if err != nil {
			return 0, err
		}
	}
	return len(amiss), nil
}
