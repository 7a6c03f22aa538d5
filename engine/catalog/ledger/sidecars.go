package ledger

import (
	"context"
	"database/sql"

	"recollect/engine/catalog/store"
	"recollect/engine/photo"
)

// ForSidecars returns, by ID, the photos that were changed after a number of the sequence, of those that a person has
// said something of which sidecars have a place for, and those that have sidecars, which may say something that was
// taken back; and the number for the next call. -1 stands for the beginning. A file that is shown with another stands
// for that one. Those that are gone are left out.
func (l *Ledger) ForSidecars(ctx context.Context, since int64) ([]photo.ID, int64, error) {
	var ids []photo.ID
	ch, err := l.changed(ctx, since, func(tx *sql.Tx, _ *photo.Changes) (err error) {
		ids, err = store.Collect(ctx, tx, store.ID, `
			SELECT DISTINCT l.id FROM photos c CROSS JOIN photos l ON l.id = iif(c.lead = 0, c.id, c.lead)
			WHERE c.seq > ?1 AND c.seq <> 0 AND l.lead = 0 AND l.state < 3
				AND (l.sidecars <> '' OR c.sidecars <> ''
					OR EXISTS (SELECT 1 FROM edits WHERE photo_id IN (l.id, c.id))
					OR EXISTS (SELECT 1 FROM tags WHERE photo_id IN (l.id, c.id)))
			ORDER BY l.id`, since)
		return err
	})
	if err != nil || !ch.All {
		return ids, ch.Sequence, err
	}
	ids, err = store.Collect(ctx, l.db, store.ID, `
		SELECT id FROM photos WHERE lead = 0 AND state < 3
			AND (sidecars <> '' OR id IN (SELECT iif(p.lead = 0, p.id, p.lead) FROM photos p
				WHERE p.id IN (SELECT photo_id FROM edits UNION SELECT photo_id FROM tags)))
		ORDER BY id`)
	return ids, ch.Sequence, err
}
