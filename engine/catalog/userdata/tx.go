package userdata

import (
	"recollect/engine/catalog/acts"
	"recollect/engine/catalog/journal"
	"recollect/engine/catalog/shots"
	"recollect/engine/catalog/store"
	"recollect/engine/photo"
)

// Tx records user data in a transaction.
type Tx struct {
	db      *store.Tx
	Journal string // path; empty: there is none
	Rewrite bool   // the journal must be rewritten
	// Unrecorded: what is done is not part of the history, so that it cannot be undone.
	Unrecorded bool
	kind       string // of the act in the history; "": that of its first change
	acts       []journal.Act
	changes    []acts.Change
	recorded   photo.ActID // the act of the changes; 0: none yet
	// Files moves the files of acts of the kind journal.Trash, there or with No back, and writes into them where they
	// are. For Redo it announces that they go. nil: files stay.
	Files func([]*journal.Act) error
}

// In returns the user data's part of a transaction, with the path of its journal.
func In(db *store.Tx, path string, rewrite bool) *Tx {
	return &Tx{db: db, Journal: path, Rewrite: rewrite}
}

// Noted reports whether the transaction has something for the journal.
func (t *Tx) Noted() bool { return len(t.acts) > 0 }

// list is a list of photos as JSON.
func list(ids []photo.ID) string { return store.List(ids) }

// ids returns the photos that a query finds.
func (t *Tx) ids(query string, args ...any) ([]photo.ID, error) {
	return store.Collect(t.db.Ctx, t.db.SQL, store.ID, query, args...)
}

// companions returns those photos that are in the library, and the files that are shown with them.
func (t *Tx) companions(ids []photo.ID) ([]photo.ID, error) {
	return t.ids(`SELECT id FROM photos WHERE id IN `+shots.WithCompanions+` ORDER BY id`, list(ids))
}

// there returns store.ErrNotFound unless the library has all of the photos.
func (t *Tx) there(ids []photo.ID) error {
	var missing int
	err := t.db.SQL.QueryRowContext(t.db.Ctx, `SELECT count(*) FROM json_each(?)
		WHERE value NOT IN (SELECT id FROM photos)`, list(ids)).Scan(&missing)
	if err == nil && missing > 0 {
		err = store.ErrNotFound
	}
	return err
}
