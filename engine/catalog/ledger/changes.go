package ledger

import (
	"context"
	"database/sql"
	"fmt"

	"recollect/engine/catalog/filter"
	"recollect/engine/catalog/record"
	"recollect/engine/catalog/store"
	"recollect/engine/photo"
)

// The sequence is a number that rises in each transaction that changes what the window or the index
// shows. Triggers of the database give every changed row the number that the sequence will have at
// the end, so that a reader that remembers a number can catch up from there.

// risen holds once a transaction has changed something that is shown.
const risen = `(risen OR EXISTS (SELECT 1 FROM photos WHERE seq > n AND seq <> 0)
	OR EXISTS (SELECT 1 FROM folders WHERE seq > n) OR EXISTS (SELECT 1 FROM removals WHERE seq > n))`

// Rise raises the sequence if the transaction has changed something that is shown.
func (t *Tx) Rise() error {
	_, err := t.db.SQL.ExecContext(t.db.Ctx, `UPDATE sequence SET n = n + 1, risen = 0 WHERE `+risen)
	return err
}

// ForgetChanges makes readers that remember a number read everything again.
func (t *Tx) ForgetChanges() error {
	return t.db.Exec(`DELETE FROM removals; UPDATE sequence SET since = n + 1, risen = 1`)
}

// BeginHistory begins a new history of changes, different from that of any catalog that was in this
// place before, such as one that a backup replaces: the sequence continues from the present time in
// nanoseconds, so that it repeats no earlier number.
func (t *Tx) BeginHistory() error {
	return t.db.Exec(`DELETE FROM removals;
		UPDATE sequence SET n = max(n, unixepoch() * 1000000000), risen = 1;
		UPDATE sequence SET since = n + 1`)
}

// Sequence returns the number of the last transaction that changed what is shown.
func (l *Ledger) Sequence(ctx context.Context) (int64, error) {
	var n int64
	err := l.db.QueryRowContext(ctx, `SELECT n FROM sequence`).Scan(&n)
	return n, store.Explain(err)
}

// ChangedSince calls tile with each photo that is shown and was changed after a number of the
// sequence, in no order. A photo whose folder or drive has come online or gone offline has changed
// too; where such folders have many photos, everything has.
func (l *Ledger) ChangedSince(ctx context.Context, seq int64, tile func(photo.Tile)) (photo.Changes, error) {
	return l.changed(ctx, seq, func(tx *sql.Tx, ch *photo.Changes) error {
		err := tx.QueryRowContext(ctx, folderPhotosQuery, seq, mostOfFolders).Scan(&ch.All)
		if err != nil || ch.All {
			return err
		}
		flagged, err := filter.Reader{DB: tx}.Flagged(ctx)
		if err != nil {
			return err
		}
		_, err = store.Collect(ctx, tx, func(row store.Scanner) (none struct{}, err error) {
			t, shown, err := changedTile(row)
			switch {
			case err != nil:
			case shown:
				t.Flagged = flagged.Has(t.ID)
				tile(t)
			default:
				ch.Gone = append(ch.Gone, t.ID)
			}
			return none, err
		}, changedQuery, seq)
		return err
	})
}

// mostOfFolders is how many photos of folders that have changed are read one by one.
const mostOfFolders = 10_000

// folderPhotosQuery tells whether folders with more than ?2 photos have changed since the number ?1.
const folderPhotosQuery = `SELECT coalesce(sum(t.n), 0) > ?2
	FROM folders f CROSS JOIN tallies t ON t.folder_id = f.id WHERE f.seq > ?1`

// changedQuery finds what changedTile reads; ?1 is the number.
const changedQuery = `SELECT p.state < 2 AND p.lead = 0, ` + record.TileColumns + ` FROM photos p WHERE p.id IN (
	SELECT id FROM photos WHERE seq > ?1 AND seq <> 0
	UNION ALL SELECT m.id FROM folders f CROSS JOIN photos m ON m.folder_id = f.id WHERE f.seq > ?1)`

func changedTile(row store.Scanner) (t photo.Tile, shown bool, err error) {
	t, err = record.Tile(prefixed{row, &shown})
	return t, shown, err
}

// prefixed scans a row with one more value before the usual ones.
type prefixed struct {
	store.Scanner
	first any
}

func (p prefixed) Scan(into ...any) error { return p.Scanner.Scan(append([]any{p.first}, into...)...) }

// VectorsSince calls each, as Vectors does, with every photo whose entry in an index may have
// changed since a number of the sequence. Gone lists those that no longer have an entry. The model
// is the one that serves, or did: vectors by other models are no change.
func (l *Ledger) VectorsSince(
	ctx context.Context, model string, seq int64, each func(id photo.ID, v photo.Vector, traits []float32) error,
) (photo.Changes, error) {
	return l.changed(ctx, seq, func(tx *sql.Tx, ch *photo.Changes) error {
		_, err := store.Collect(ctx, tx, func(row store.Scanner) (none struct{}, err error) {
			var id photo.ID
			var raw, traits []byte
			if err := row.Scan(&id, &raw, &traits); err != nil {
				return none, err
			}
			if raw == nil {
				ch.Gone = append(ch.Gone, id)
				return none, nil
			}
			v, err := record.Unpack(raw)
			if err != nil {
				return none, fmt.Errorf("photo %d: %w", id, err)
			}
			return none, each(id, v, record.UnpackTraits(traits))
		}, `SELECT p.id, v.vector, `+traitsInUse+` FROM photos p LEFT JOIN vectors v
			ON v.model = ?4 AND v.hash = p.hash AND p.state = 1 AND p.lead = 0
			WHERE p.seq > ?3 AND p.seq <> 0`, BankKey, l.bank, seq, model)
		return err
	})
}

// changed reads changes and their sequence number in one transaction.
func (l *Ledger) changed(
	ctx context.Context, seq int64, read func(*sql.Tx, *photo.Changes) error,
) (photo.Changes, error) {
	tx, err := l.db.BeginTx(ctx, &sql.TxOptions{ReadOnly: true})
	if err != nil {
		return photo.Changes{}, store.Explain(err)
	}
	defer tx.Rollback()
	var ch photo.Changes
	var since int64
	if err := tx.QueryRowContext(ctx, `SELECT n, since FROM sequence`).Scan(&ch.Sequence, &since); err != nil {
		return photo.Changes{}, store.Explain(err)
	}
	if seq < since || seq > ch.Sequence {
		ch.All = true
		return ch, nil
	}
	if seq == ch.Sequence {
		return ch, nil
	}
	if err := read(tx, &ch); err != nil {
		return photo.Changes{}, store.Explain(err)
	}
	if ch.All {
		return ch, nil
	}
	removed, err := store.Collect(ctx, tx, store.ID, `SELECT photo_id FROM removals WHERE seq > ?`, seq)
	ch.Gone = append(ch.Gone, removed...)
	return ch, err
}

// mostRemovals is how many removed photos are remembered for readers that catch up.
const mostRemovals = 20_000

// TrimChanges forgets the oldest removed photos if there are too many.
func (t *Tx) TrimChanges() error {
	var n int
	if err := t.db.SQL.QueryRowContext(t.db.Ctx, `SELECT count(*)
		FROM removals`).Scan(&n); err != nil || n <= mostRemovals {
		return err
	}
	return t.db.Exec(`DELETE FROM removals; UPDATE sequence SET since = n`)
}
