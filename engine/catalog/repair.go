package catalog

import (
	"context"
	"fmt"

	"recollect/engine/catalog/check"
	"recollect/engine/catalog/filter"
	"recollect/engine/catalog/shots"
	"recollect/engine/catalog/store"
	"recollect/engine/photo"
)

// Repair mends what Check would find wrong and the photos can tell anew, and
// returns how many rows that were. What it takes out is described or encoded
// again by the next scan; nothing is lost that somebody typed. A file that SQLite itself
// cannot read is not for Repair, but for Salvage.
func (c *Catalog) Repair(ctx context.Context) (int, error) {
	mended, err := c.settle(ctx)
	if err != nil {
		return mended, err
	}
	err = c.Update(ctx, func(tx *Tx) error {
		if err := tx.exec(`REINDEX`); err != nil {
			return err
		}
		n, err := check.DropBadVectors(ctx, tx.sql)
		if err != nil {
			return err
		}
		mended += n
		for _, statement := range check.Repairs {
			n, err := tx.changed(statement)
			if err != nil {
				return fmt.Errorf("repair: %w", err)
			}
			mended += n
		}
		n, err = tx.renewLedger()
		mended += n
		if err != nil {
			return fmt.Errorf("repair: %w", err)
		}
		n, err = tx.renewShots()
		mended += n
		if err != nil {
			return err
		}
		n, err = tx.renewNames()
		mended += n
		if err != nil {
			return err
		}
		return tx.rewriteAll() // which changes nothing that was right
	})
	if err != nil || mended == 0 {
		return mended, err
	}
	// With a row that was wrong may have gone what people said of it.
	n, err := c.settle(ctx)
	if err != nil {
		return mended, err
	}
	return mended + n, c.WriteJournal(ctx) // names may be others now
}

// renewShots gives every photo the shot of its path and decides anew who is shown with whom.
func (t *Tx) renewShots() (int, error) {
	all, err := store.Collect(t.ctx, t.sql, func(row store.Scanner) (shots.Member, error) {
		var m shots.Member
		err := row.Scan(&m.ID, &m.Path, &m.Shot)
		return m, err
	}, `SELECT id, path, shot FROM photos WHERE state <> ?`, gone)
	if err != nil {
		return 0, err
	}
	renewed := 0
	for _, m := range all {
		shot := shots.Of(m.Path)
		t.touch(shot)
		if shot == m.Shot {
			continue
		}
		renewed++
		if err := t.exec(`UPDATE photos SET shot = ? WHERE id = ?`, shot, m.ID); err != nil {
			return renewed, err
		}
	}
	return renewed, nil
}

// renewNames gives every tag and album the key of its name, and all rows of a tag one spelling.
func (t *Tx) renewNames() (int, error) {
	tags, err := store.Collect(t.ctx, t.sql, check.ScanNamed, `SELECT 0, key, name FROM tags GROUP BY key, name ORDER BY key, name`)
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
		// Where the right row is there already, the other one is not needed.
		err := t.exec(`
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
	albums, err := store.Collect(t.ctx, t.sql, check.ScanNamed, `SELECT id, key, name FROM albums ORDER BY id`)
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

// renewLedger mends what is recorded of analyses and of changes.
func (t *Tx) renewLedger() (int, error) {
	mended := 0
	for _, statement := range check.LedgerRepairs {
		n, err := t.changed(statement)
		if err != nil {
			return mended, err
		}
		mended += n
	}
	t.ledger.Reread()
	n, err := t.changed(`UPDATE sequence SET n = max(n, (SELECT coalesce(max(seq), 0) FROM photos),
		(SELECT coalesce(max(seq), 0) FROM folders), (SELECT coalesce(max(seq), 0) FROM removals))
		WHERE EXISTS (SELECT 1 FROM photos WHERE seq > n + 1) OR EXISTS (SELECT 1 FROM folders WHERE seq > n + 1)
		OR EXISTS (SELECT 1 FROM removals WHERE seq > n + 1) OR since > n + 1`)
	if err != nil || mended+n == 0 {
		return mended + n, err
	}
	return mended + n, t.ledger.ForgetChanges()
}

// changed runs a statement and returns how many rows it changed.
func (t *Tx) changed(statement string, args ...any) (int, error) {
	res, err := t.sql.ExecContext(t.ctx, statement, args...)
	if err != nil {
		return 0, err
	}
	n, err := res.RowsAffected()
	return int(n), err
}
