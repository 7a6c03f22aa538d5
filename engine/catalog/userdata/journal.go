package userdata

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"strconv"

	"recollect/engine/catalog/filter"
	"recollect/engine/catalog/journal"
	"recollect/engine/catalog/store"
	"recollect/engine/photo"
)

// User data is written to a journal too (package journal), inside the transaction and before its
// commit: the journal may be ahead of the catalog, which then catches up when it is opened, and is
// never behind.

const (
	LibraryKey = "library" // the random number that the catalog and its journal share
	TypedKey   = "typed"   // count of transactions of user data
)

// Note adds an act to those that the transaction writes to the journal.
func (t *Tx) Note(a journal.Act) {
	if t.Journal != "" {
		t.acts = append(t.acts, a)
	}
}

// NoteOf adds an act on a photo.
func (t *Tx) NoteOf(id photo.ID, a journal.Act) error {
	return t.noteEach([]photo.ID{id}, func(photo.ID) journal.Act { return a })
}

// NoteOfAll adds an act for each photo that a query finds.
func (t *Tx) NoteOfAll(a journal.Act, query string, args ...any) error {
	if t.Journal == "" {
		return nil
	}
	ids, err := store.Collect(t.db.Ctx, t.db.SQL, store.ID, query, args...)
	if err != nil {
		return err
	}
	return t.noteEach(ids, func(photo.ID) journal.Act { return a })
}

// noteEach adds an act for each of several photos.
func (t *Tx) noteEach(ids []photo.ID, act func(photo.ID) journal.Act) error {
	if t.Journal == "" || len(ids) == 0 {
		return nil
	}
	named, err := store.Collect(t.db.Ctx, t.db.SQL, scanNamedPhoto,
		namedPhotoQuery+`WHERE p.id IN (SELECT value FROM json_each(?)) ORDER BY p.id`, list(ids))
	for i := range named {
		a := act(photo.ID(named[i].ID))
		a.Photo = &named[i]
		t.Note(a)
	}
	return err
}

const (
	photoColumnsOfActs = `p.id, iif(p.state = 3, p.was, p.path), p.size, p.mtime_ns, p.hash`
	namedPhotoQuery    = `SELECT ` + photoColumnsOfActs + ` FROM photos p `
)

func scanNamedPhoto(row store.Scanner) (journal.Photo, error) {
	var p journal.Photo
	err := row.Scan(&p.ID, &p.Path, &p.Size, &p.Time, &p.Hash)
	return p, err
}

// WriteDown writes the acts of the transaction to the history and to the journal.
func (t *Tx) WriteDown() error {
	if err := t.record(); err != nil {
		return err
	}
	if len(t.acts) == 0 {
		return nil
	}
	n, err := t.Typed()
	if err != nil {
		return err
	}
	n++
	if err := t.db.SetValue(TypedKey, strconv.FormatInt(n, 10)); err != nil {
		return err
	}
	rewrite := t.Rewrite
	for i := range t.acts {
		t.acts[i].N = n
		rewrite = rewrite || t.acts[i].Do == journal.Search && t.acts[i].No
	}
	if rewrite { // what was searched for, and is forgotten, must not be found in the journal either
		return t.Snapshot()
	}
	err = journal.Append(t.Journal, t.acts)
	if errors.Is(err, fs.ErrNotExist) || errors.Is(err, journal.ErrOlder) {
		return t.Snapshot()
	}
	if err != nil {
		return JournalError(err)
	}
	return nil
}

// JournalError explains an error of reading or writing the journal.
func JournalError(err error) error {
	if errors.Is(err, journal.ErrNewer) {
		return fmt.Errorf("journal: %w: %w", store.ErrNewer, err)
	}
	return fmt.Errorf("journal: %w", store.Unwritable(err))
}

// Typed is the number of the last transaction of user data.
func (t *Tx) Typed() (int64, error) { return TypedIn(t.db.Ctx, t.db.SQL) }

func TypedIn(ctx context.Context, db store.Querier) (int64, error) {
	v, err := store.Value(ctx, db, TypedKey)
	if err != nil || v == "" {
		return 0, err
	}
	n, err := strconv.ParseInt(v, 10, 64)
	if err != nil {
		err = fmt.Errorf("%w: %q transactions were typed", store.ErrDamaged, v)
	}
	return n, err
}

// Snapshot replaces the journal by one of everything in the catalog.
func (t *Tx) Snapshot() error {
	library, err := t.db.Value(LibraryKey)
	if err != nil {
		return err
	}
	if library == "" {
		library = rand.Text()
		if err := t.db.SetValue(LibraryKey, library); err != nil {
			return err
		}
	}
	n, err := t.Typed()
	if err != nil {
		return err
	}
	acts, err := ActsIn(t.db.Ctx, t.db.SQL)
	if err != nil {
		return err
	}
	if err := journal.Replace(t.Journal, library, n, acts); err != nil {
		return JournalError(err)
	}
	return nil
}

// typedQuery finds the user data of one kind.
type typedQuery struct {
	query string
	scan  func(store.Scanner) (journal.Act, error)
}

func typedQueries() []typedQuery {
	ofPhoto := func(do string, more func(*journal.Act) []any) func(store.Scanner) (journal.Act, error) {
		return func(row store.Scanner) (journal.Act, error) {
			p := &journal.Photo{}
			a := journal.Act{Do: do, Photo: p}
			err := row.Scan(append(more(&a), &p.ID, &p.Path, &p.Size, &p.Time, &p.Hash)...)
			return a, err
		}
	}
	ofText := func(do string, more func(*journal.Act) []any) func(store.Scanner) (journal.Act, error) {
		return func(row store.Scanner) (journal.Act, error) {
			a := journal.Act{Do: do}
			err := row.Scan(more(&a)...)
			return a, err
		}
	}
	name := func(a *journal.Act) []any { return []any{&a.Name} }
	nameAndValue := func(a *journal.Act) []any { return []any{&a.Name, &a.Value} }
	return []typedQuery{
		{`SELECT path FROM folders WHERE reason <> 'removed' ORDER BY path`, ofText(journal.Folder, name)},
		{
			`SELECT ` + photoColumnsOfActs + ` FROM favourites s JOIN photos p ON p.id = s.photo_id ORDER BY p.id`,
			ofPhoto(journal.Favourite, func(*journal.Act) []any { return nil }),
		},
		{`SELECT s.name, ` + photoColumnsOfActs + ` FROM tags s JOIN photos p ON p.id = s.photo_id
			ORDER BY s.key, p.id`, ofPhoto(journal.Tag, name)},
		{
			`SELECT t.name, s.verdict, ` + photoColumnsOfActs + `
			FROM shows s JOIN things t ON t.id = s.thing JOIN photos p ON p.id = s.photo_id
			WHERE s.verdict <> 0 ORDER BY t.name, p.id`,
			ofPhoto(journal.Verdict, func(a *journal.Act) []any { return []any{&a.Name, &a.Verdict} }),
		},
		{
			`SELECT name, line FROM albums WHERE NOT hand ORDER BY id`,
			ofText(journal.Album, nameAndValue),
		},
		{`SELECT name FROM albums WHERE hand ORDER BY id`, ofText(journal.Hand, name)},
		{`SELECT a.name, m.place, ` + photoColumnsOfActs + ` FROM members m
			JOIN albums a ON a.id = m.album_id JOIN photos p ON p.id = m.photo_id
			ORDER BY a.id, m.place`, scanMember},
		{
			`SELECT e.field, e.value, ` + photoColumnsOfActs + ` FROM edits e JOIN photos p ON p.id = e.photo_id
			ORDER BY p.id, e.field`, ofPhoto(journal.Edit, nameAndValue),
		},
		{`SELECT lower(hex(a)), lower(hex(b)) FROM apart ORDER BY a, b`, ofText(journal.Apart, nameAndValue)},
		{`SELECT line FROM searches ORDER BY id`, ofText(journal.Search, name)},
		{
			`SELECT value FROM meta WHERE key = 'screening' AND value <> ''`,
			ofText(journal.Screening, func(a *journal.Act) []any { return []any{&a.Value} }),
		},
		{
			`SELECT value FROM meta WHERE key = 'wanted' AND value <> ''`,
			ofText(journal.Model, func(a *journal.Act) []any { return []any{&a.Value} }),
		},
	}
}

func scanMember(row store.Scanner) (journal.Act, error) {
	p := &journal.Photo{}
	a := journal.Act{Do: journal.Member, Photo: p}
	var at float64
	err := row.Scan(&a.Name, &at, &p.ID, &p.Path, &p.Size, &p.Time, &p.Hash)
	a.Value = journal.Text(placeText(at).Value)
	return a, err
}

// ActsIn returns all user data.
func ActsIn(ctx context.Context, db store.Querier) ([]journal.Act, error) {
	var all []journal.Act
	for _, q := range typedQueries() {
		acts, err := store.Collect(ctx, db, q.scan, q.query)
		if err != nil {
			return nil, err
		}
		all = append(all, acts...)
	}
	return all, nil
}

// Typed counts the user data in the catalog.
func (d *Data) Typed(ctx context.Context) (photo.Typed, error) {
	var n photo.Typed
	err := d.db.QueryRowContext(ctx, `SELECT (SELECT count(*) FROM favourites), (SELECT count(*) FROM tags),
		(SELECT count(*) FROM albums), (SELECT count(*) FROM shows WHERE verdict <> 0)`).Scan(
		&n.Favourites, &n.Tags, &n.Albums, &n.Verdicts)
	return n, store.Explain(err)
}

// StateOf returns the result of acts in their order: each value under a key. The search history and
// the folders are not part of it.
func StateOf(acts []journal.Act) map[string]journal.Act {
	state := map[string]journal.Act{}
	for _, a := range acts {
		key := a.Do + " " + filter.Fold(string(a.Name))
		if a.Do == journal.Hand {
			key = journal.Album + " " + filter.Fold(string(a.Name))
		}
		if a.Do == journal.Apart {
			key += " " + string(a.Value)
		}
		if a.Photo != nil {
			key += " " + strconv.FormatInt(a.Photo.ID, 10)
		}
		switch {
		case a.Do == journal.Search || a.Do == journal.Folder || a.Do == journal.Relocate || a.Do == journal.Move:
		case a.Do == journal.Forget:
			maps.DeleteFunc(state, func(_ string, was journal.Act) bool {
				return was.Photo != nil && was.Photo.ID == a.Photo.ID
			})
		case a.Do == journal.Rename:
			rename(state, a)
		case a.No || a.Do == journal.Verdict && a.Verdict == 0,
			(a.Do == journal.Screening || a.Do == journal.Model) && a.Value == "":
			delete(state, key)
		default:
			state[key] = a
		}
	}
	return state
}

// rename changes the name of an album and of its members in a state.
func rename(state map[string]journal.Act, a journal.Act) {
	from, to := filter.Fold(string(a.Name)), filter.Fold(string(a.Value))
	renamed := map[string]journal.Act{}
	for key, was := range state {
		var of string
		switch {
		case key == journal.Album+" "+from:
		case was.Do == journal.Member && filter.Fold(string(was.Name)) == from:
			of = " " + strconv.FormatInt(was.Photo.ID, 10)
		default:
			continue
		}
		delete(state, key)
		was.Name = a.Value
		if of == "" {
			renamed[journal.Album+" "+to] = was
		} else {
			renamed[journal.Member+" "+to+of] = was
		}
	}
	maps.Copy(state, renamed)
}
