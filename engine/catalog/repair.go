package catalog

import (
	"context"
	"fmt"

	"recollect/engine/catalog/check"
	"recollect/engine/catalog/shots"
	"recollect/engine/catalog/store"
)

// Repair fixes the faults that Check reports, as far as the photos allow, and returns the number of
// wrong rows. The next scan restores what it removes; no user data is lost. A file that SQLite
// itself cannot read needs Salvage instead.
func (c *Catalog) Repair(ctx context.Context) (int, error) {
	repaired, err := c.replayMissing(ctx)
	if err != nil {
		return repaired, err
	}
	err = c.Update(ctx, func(tx *Tx) error {
		tx.Unrecorded = true
		if err := tx.exec(`REINDEX`); err != nil {
			return err
		}
		n, err := check.DropBadVectors(ctx, tx.sql)
		if err != nil {
			return err
		}
		repaired += n
		for _, statement := range check.Repairs {
			n, err := tx.changed(statement)
			if err != nil {
				return fmt.Errorf("repair: %w", err)
			}
			repaired += n
		}
		n, err = tx.renewLedger()
		repaired += n
		if err != nil {
			return fmt.Errorf("repair: %w", err)
		}
		n, err = tx.renewShots()
		repaired += n
		if err != nil {
			return err
		}
		n, err = tx.RenewNames()
		repaired += n
		if err != nil {
			return err
		}
		n, err = tx.RenewEdits()
		repaired += n
		if err != nil {
			return err
		}
		return tx.reindexAllWords() // which does not change correct rows
	})
	if err != nil || repaired == 0 {
		return repaired, err
	}
	// User data may have been deleted with a wrong row.
	n, err := c.replayMissing(ctx)
	if err != nil {
		return repaired, err
	}
	return repaired + n, c.WriteJournal(ctx) // names may have changed
}

// renewShots sets the shot of every photo by its path and decides again which photos are shown
// together.
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

// renewLedger repairs the records of analyses and changes.
func (t *Tx) renewLedger() (int, error) {
	repaired := 0
	for _, statement := range check.LedgerRepairs {
		n, err := t.changed(statement)
		if err != nil {
			return repaired, err
		}
		repaired += n
	}
	t.ledger.Reread()
	n, err := t.changed(`UPDATE sequence SET n = max(n, (SELECT coalesce(max(seq), 0) FROM photos),
		(SELECT coalesce(max(seq), 0) FROM folders), (SELECT coalesce(max(seq), 0) FROM removals))
		WHERE EXISTS (SELECT 1 FROM photos WHERE seq > n + 1) OR EXISTS (SELECT 1 FROM folders WHERE seq > n + 1)
		OR EXISTS (SELECT 1 FROM removals WHERE seq > n + 1) OR since > n + 1`)
	if err != nil || repaired+n == 0 {
		return repaired + n, err
	}
	return repaired + n, t.ledger.ForgetChanges()
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
