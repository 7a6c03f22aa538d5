package userdata

import (
	"context"
	"database/sql"
	"strings"

	"recollect/engine/catalog/check"
	"recollect/engine/catalog/filter"
	"recollect/engine/catalog/journal"
	"recollect/engine/catalog/store"
	"recollect/engine/photo"
)

// Data reads user data, and what a model suggests that photos show.
type Data struct{ db *sql.DB }

// New returns the user data of a catalog. The caller closes db when nobody uses it any more.
func New(db *sql.DB) *Data { return &Data{db} }

// Tx records user data in a transaction.
type Tx struct {
	db      *store.Tx
	Journal string // path; empty: there is none
	Rewrite bool   // the journal must be rewritten
	acts    []journal.Act
}

// In returns the user data's part of a transaction, with the path of its journal.
func In(db *store.Tx, path string, rewrite bool) *Tx {
	return &Tx{db: db, Journal: path, Rewrite: rewrite}
}

// Noted reports whether the transaction has something for the journal.
func (t *Tx) Noted() bool { return len(t.acts) > 0 }

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

// withCompanions finds the photo ?1 and the files that are shown with it.
const withCompanions = `(SELECT ?1 UNION ALL SELECT id FROM photos WHERE shot = (SELECT shot FROM photos
	WHERE id = ?1) AND lead = ?1)`

// SetFavourite records whether a photo of the library is a favourite.
func (t *Tx) SetFavourite(id photo.ID, is bool) error {
	if is {
		if err := t.db.Exec(`INSERT INTO favourites (photo_id) VALUES (?) ON CONFLICT DO NOTHING`, id); err != nil {
			return err
		}
		return t.NoteOf(id, journal.Act{Do: journal.Favourite})
	}
	err := t.NoteOfAll(journal.Act{Do: journal.Favourite, No: true}, `SELECT photo_id FROM favourites
		WHERE photo_id IN `+withCompanions, id)
	if err != nil {
		return err
	}
	return t.db.Exec(`DELETE FROM favourites WHERE photo_id IN `+withCompanions, id)
}

// TagsOf returns the tags of a photo, by name.
func (d *Data) TagsOf(ctx context.Context, id photo.ID) ([]string, error) {
	return store.Collect(ctx, d.db, store.Text, `SELECT name FROM tags
		WHERE photo_id IN `+withCompanions+` GROUP BY key ORDER BY key`, id)
}

// Tag gives a photo of the library a tag. If another photo has the tag already, but for case, that
// spelling stays. It returns ErrNoName for a blank one.
func (t *Tx) Tag(id photo.ID, name string) error {
	name = strings.TrimSpace(name)
	key := filter.Fold(name)
	if key == "" {
		return ErrNoName
	}
	err := t.db.Exec(`
		INSERT INTO tags (key, name, photo_id)
		VALUES (?1, coalesce((SELECT name FROM tags WHERE key = ?1 LIMIT 1), ?2), ?3)
		ON CONFLICT DO NOTHING`, key, name, id)
	if err != nil {
		return err
	}
	return t.NoteOf(id, journal.Act{Do: journal.Tag, Name: journal.Text(name)})
}

// Untag removes a tag from a photo. A tag that no photo has any more is forgotten.
func (t *Tx) Untag(id photo.ID, name string) error {
	err := t.NoteOfAll(journal.Act{Do: journal.Tag, Name: journal.Text(name), No: true},
		`SELECT photo_id FROM tags WHERE key = ?2 AND photo_id IN `+withCompanions, id, filter.Fold(name))
	if err != nil {
		return err
	}
	return t.db.Exec(`DELETE FROM tags WHERE key = ?2 AND photo_id IN `+withCompanions, id, filter.Fold(name))
}

// Albums returns all albums, by name.
func (d *Data) Albums(ctx context.Context) ([]photo.Album, error) { return d.AlbumsNamed(ctx, "") }

// AlbumsNamed returns the albums whose name has a text, by name.
func (d *Data) AlbumsNamed(ctx context.Context, text string) ([]photo.Album, error) {
	scan := func(row store.Scanner) (photo.Album, error) {
		var a photo.Album
		err := row.Scan(&a.ID, &a.Name, &a.Line)
		return a, err
	}
	return store.Collect(ctx, d.db, scan, `SELECT id, name, line FROM albums WHERE instr(key, ?)
		ORDER BY key`, filter.Fold(text))
}

// SaveAlbum saves a search under a name and replaces an album of that name, ignoring case. It
// returns ErrNoName for a blank name.
func (t *Tx) SaveAlbum(name, line string) (photo.AlbumID, error) {
	name = strings.TrimSpace(name)
	key := filter.Fold(name)
	if key == "" {
		return 0, ErrNoName
	}
	var id photo.AlbumID
	err := t.db.SQL.QueryRowContext(t.db.Ctx, `
		INSERT INTO albums (key, name, line) VALUES (?1, ?2, ?3) ON CONFLICT (key) DO UPDATE SET name = ?2, line = ?3
			RETURNING id`,
		key, name, line).Scan(&id)
	t.Note(journal.Act{Do: journal.Album, Name: journal.Text(name), Value: journal.Text(line)})
	return id, err
}

// RenameAlbum gives an album another name. It returns ErrNoName for a blank
// name and ErrNameTaken for that of another album.
func (t *Tx) RenameAlbum(id photo.AlbumID, name string) error {
	name = strings.TrimSpace(name)
	key := filter.Fold(name)
	if key == "" {
		return ErrNoName
	}
	var taken bool
	if err := t.db.SQL.QueryRowContext(t.db.Ctx, `SELECT EXISTS (SELECT 1 FROM albums WHERE key = ?
		AND id <> ?)`, key, id).Scan(&taken); err != nil {
		return err
	}
	if taken {
		return ErrNameTaken
	}
	if err := t.noteAlbum(id, journal.Act{Do: journal.Rename, Value: journal.Text(name)}); err != nil {
		return err
	}
	return t.db.Exec(`UPDATE albums SET key = ?, name = ? WHERE id = ?`, key, name, id)
}

// RemoveAlbum forgets an album; its photos stay.
func (t *Tx) RemoveAlbum(id photo.AlbumID) error {
	if err := t.noteAlbum(id, journal.Act{Do: journal.Album, No: true}); err != nil {
		return err
	}
	return t.db.Exec(`DELETE FROM albums WHERE id = ?`, id)
}

// noteAlbum notes an act on an album, by its name.
func (t *Tx) noteAlbum(id photo.AlbumID, a journal.Act) error {
	names, err := store.Collect(t.db.Ctx, t.db.SQL, store.Text, `SELECT name FROM albums WHERE id = ?`, id)
	if err != nil || len(names) == 0 {
		return err
	}
	a.Name = journal.Text(names[0])
	t.Note(a)
	return nil
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
