package acts

import (
	"context"
	"maps"
	"slices"
	"time"

	"recollect/engine/catalog/journal"
	"recollect/engine/catalog/store"
	"recollect/engine/photo"
)

// The bounds of the history.
const (
	Kept         = 30 * 24 * time.Hour
	TrimmedEvery = 64 // acts
	mostBytes    = 64 << 20
	most         = 10_000
)

// Trim deletes what is older than the history is kept and, beyond its size, the oldest acts.
func Trim(tx *store.Tx) error {
	return tx.Exec(`
		DELETE FROM acts WHERE at_ns < ?1;
		DELETE FROM acts WHERE id <= (SELECT id FROM acts ORDER BY id DESC LIMIT 1 OFFSET ?2);
		DELETE FROM acts WHERE id <= (SELECT max(id) FROM (
			SELECT id, sum(length(changes)) OVER (ORDER BY id DESC) AS bytes FROM acts) WHERE bytes > ?3)`,
		time.Now().Add(-Kept).UnixNano(), most, mostBytes)
}

// Count is how many photos changes are of; of changes that move files to the trash, how many go: a photo that is kept
// does not. Files that are shown with another do not count.
func Count(tx *store.Tx, changes []Change, trash bool) (n int, err error) {
	seen := map[photo.ID]bool{}
	for _, c := range changes {
		for _, id := range c.IDs {
			if !trash || c.Do.Do == journal.Trash {
				seen[id] = true
			}
		}
	}
	err = tx.SQL.QueryRowContext(tx.Ctx, `SELECT count(*) FROM photos
		WHERE id IN (SELECT value FROM json_each(?)) AND lead = 0`,
		store.List(slices.Collect(maps.Keys(seen)))).Scan(&n)
	return n, err
}

// Moving returns the acts whose files are about to go to the trash, the latest first.
func Moving(ctx context.Context, db store.Querier) ([]photo.ActID, error) {
	return store.Collect(ctx, db, func(row store.Scanner) (id photo.ActID, err error) {
		err = row.Scan(&id)
		return id, err
	}, `SELECT id FROM acts WHERE kind = ? AND value <> '' AND NOT undone ORDER BY id DESC`, journal.Trash)
}

// Columns are those of an act in the table of acts, without its changes.
const Columns = `id, at_ns, kind, name, value, no, photos, undone <> 0`

// List returns up to limit acts that can be undone or redone, the latest first; 0: all.
func List(ctx context.Context, db store.Querier, limit int) ([]photo.Act, error) {
	if limit == 0 {
		limit = -1
	}
	return store.Collect(ctx, db, func(row store.Scanner) (a photo.Act, err error) {
		var at int64
		err = row.Scan(&a.ID, &at, &a.Kind, &a.Name, &a.Value, &a.No, &a.Photos, &a.Undone)
		a.Time = time.Unix(0, at)
		return a, err
	}, `SELECT `+Columns+` FROM acts WHERE at_ns >= ? ORDER BY id DESC LIMIT ?`,
		time.Now().Add(-Kept).UnixNano(), limit)
}
