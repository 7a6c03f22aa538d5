package userdata

import (
	"context"
	"database/sql"
	"errors"
	"strings"
	"sync/atomic"

	"recollect/engine/catalog/check"
	"recollect/engine/catalog/filter"
	"recollect/engine/catalog/journal"
	"recollect/engine/catalog/shots"
	"recollect/engine/catalog/store"
	"recollect/engine/photo"
)

// Data reads user data, and what a model suggests that photos show.
type Data struct {
	db    *sql.DB
	acted atomic.Int64
}

// New returns the user data of a catalog. The caller closes db when nobody uses it any more.
func New(db *sql.DB) *Data { return &Data{db: db} }

// Committed tells Data that a transaction of its process was committed.
func (d *Data) Committed(t *Tx) {
	if t.recorded != 0 {
		d.acted.Store(int64(t.recorded))
	}
}

// Acted returns the act of the history that this process has recorded last; 0 for none.
func (d *Data) Acted() photo.ActID { return photo.ActID(d.acted.Load()) }

// User data of a photo also covers the files that are shown with it: a RAW file that was a
// favourite stays one when its JPEG becomes the lead.

// ErrNoName means that an album or a tag needs a name.
var ErrNoName error = &photo.Fault{
	Code: "catalog:no-name",
	Text: "no name",
}

// ErrNameTaken means that another album has the name.
var ErrNameTaken error = &photo.Fault{
	Code: "catalog:name-taken",
	Text: "the name is taken",
}

// SetFavourite records whether a photo of the library is a favourite. It returns store.ErrNotFound for
// another.
func (t *Tx) SetFavourite(id photo.ID, is bool) error { return t.SetFavourites([]photo.ID{id}, is) }

// SetFavourites is SetFavourite of several photos.
func (t *Tx) SetFavourites(ids []photo.ID, is bool) error {
	if is {
		if err := t.there(ids); err != nil {
			return err
		}
		return t.favourite(ids, true)
	}
	ids, err := t.companions(ids)
	if err != nil {
		return err
	}
	return t.favourite(ids, false)
}

func (t *Tx) favourite(ids []photo.ID, is bool) error {
	q := `DELETE FROM favourites WHERE photo_id IN (SELECT value FROM json_each(?)) RETURNING photo_id`
	if is {
		q = `INSERT INTO favourites (photo_id) SELECT id FROM photos WHERE id IN (SELECT value FROM json_each(?))
			ON CONFLICT DO NOTHING RETURNING photo_id`
	}
	changed, err := t.ids(q, list(ids))
	if err != nil {
		return err
	}
	act := journal.Act{Do: journal.Favourite, No: !is}
	return t.changedAll(changed, act, journal.Act{Do: journal.Favourite, No: is})
}

// TagsOf returns the tags of a photo, by name.
func (d *Data) TagsOf(ctx context.Context, id photo.ID) ([]string, error) {
	return store.Collect(ctx, d.db, store.Text, `SELECT name FROM tags
		WHERE photo_id IN `+shots.WithCompanions+` GROUP BY key ORDER BY key`, list([]photo.ID{id}))
}

// Tag gives a photo of the library a tag. If another photo has the tag already, but for case, that
// spelling stays. It returns ErrNoName for a blank one, and store.ErrNotFound for another photo. A tag may be
// part of another: Family/Anna.
func (t *Tx) Tag(id photo.ID, name string) error { return t.TagAll([]photo.ID{id}, name) }

// TagAll is Tag of several photos.
func (t *Tx) TagAll(ids []photo.ID, name string) error {
	if err := t.there(ids); err != nil {
		return err
	}
	return t.tag(ids, photo.TagPath(name))
}

func (t *Tx) tag(ids []photo.ID, name string) error {
	name = strings.TrimSpace(name)
	key := filter.Fold(name)
	if key == "" {
		return ErrNoName
	}
	changed, err := t.ids(`
		INSERT INTO tags (key, name, photo_id)
		SELECT ?1, coalesce((SELECT name FROM tags WHERE key = ?1 LIMIT 1), ?2), id
		FROM photos WHERE id IN (SELECT value FROM json_each(?3))
		ON CONFLICT DO NOTHING RETURNING photo_id`, key, name, list(ids))
	if err != nil {
		return err
	}
	act := journal.Act{Do: journal.Tag, Name: journal.Text(name)}
	back := act
	back.No = true
	return t.changedAll(changed, act, back)
}

// Untag removes a tag from a photo. A tag that no photo has any more is forgotten.
func (t *Tx) Untag(id photo.ID, name string) error { return t.UntagAll([]photo.ID{id}, name) }

// UntagAll is Untag of several photos.
func (t *Tx) UntagAll(ids []photo.ID, name string) error {
	ids, err := t.companions(ids)
	if err != nil {
		return err
	}
	// Tags of earlier versions may have blank parts.
	return errors.Join(t.untag(ids, name), t.untag(ids, photo.TagPath(name)))
}

func (t *Tx) untag(ids []photo.ID, name string) error {
	var spelled string
	changed, err := store.Collect(t.db.Ctx, t.db.SQL, func(row store.Scanner) (id photo.ID, err error) {
		err = row.Scan(&id, &spelled)
		return id, err
	}, `DELETE FROM tags WHERE key = ? AND photo_id IN (SELECT value FROM json_each(?)) RETURNING photo_id, name`,
		filter.Fold(name), list(ids))
	if err != nil {
		return err
	}
	back := journal.Act{Do: journal.Tag, Name: journal.Text(spelled)}
	act := back
	act.No = true
	return t.changedAll(changed, act, back)
}

// Searches returns the search history, the latest line first, each once: 100 at most.
func (d *Data) Searches(ctx context.Context) ([]string, error) {
	return store.Collect(ctx, d.db, store.Text, `SELECT line FROM searches ORDER BY id DESC`)
}

// RememberSearch adds a line to the search history.
func (t *Tx) RememberSearch(line string) error {
	t.Note(journal.Act{Do: journal.Search, Name: journal.Text(line)})
	return t.db.Exec(`
		DELETE FROM searches WHERE line = ?1;
		INSERT INTO searches (line) VALUES (?1);
		DELETE FROM searches WHERE id <= (SELECT id FROM searches
			ORDER BY id DESC LIMIT 1 OFFSET ?2)`, line, check.MostSearches)
}

// ForgetSearches clears the search history.
func (t *Tx) ForgetSearches() error {
	t.Note(journal.Act{Do: journal.Search, No: true})
	return t.db.Exec(`DELETE FROM searches`)
}

// Clear deletes all favourites, tags, albums, verdicts, edits, searches and what was told apart, and the history.
func (t *Tx) Clear() error {
	for _, f := range photo.Fields() {
		ids, err := t.ids(`SELECT photo_id FROM edits WHERE field = ?`, f)
		if err == nil {
			err = t.edit(f, all(ids, said{}))
		}
		if err != nil {
			return err
		}
	}
	return t.db.Exec(`
		DELETE FROM favourites; DELETE FROM tags; DELETE FROM albums; DELETE FROM searches; DELETE FROM acts;
		DELETE FROM apart;
		DELETE FROM shows WHERE verdict <> 0 AND score IS NULL;
		UPDATE shows SET verdict = 0 WHERE verdict <> 0`)
}
