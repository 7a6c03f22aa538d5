package catalog

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"slices"

	"recollect/engine/catalog/journal"
	"recollect/engine/catalog/store"
	"recollect/engine/catalog/userdata"
	"recollect/engine/photo"
)

// JournalWhole reports whether the journal at path exists and is undamaged.
func JournalWhole(path string) bool {
	j, err := journal.Read(path)
	return err == nil && j.Whole && len(j.Torn) == 0
}

// checkJournal compares the user data with the journal.
func (c *Catalog) checkJournal(ctx context.Context) error {
	missing, torn, err := c.missing(ctx)
	switch {
	case err != nil:
		return err
	case len(missing) > 0:
		return fmt.Errorf("%d things that were typed are missing, the first is %v", len(missing), missing[0])
	case torn > 0:
		return fmt.Errorf("%d lines of the journal cannot be read", torn)
	}
	return nil
}

// missing returns the acts of the journal that the catalog lacks, and how many lines of the journal
// cannot be read. If the catalog has more than the journal, that is no fault: a line may be torn.
func (c *Catalog) missing(ctx context.Context) (acts []journal.Act, torn int, err error) {
	if c.journal == "" {
		return nil, 0, nil
	}
	j, err := journal.Read(c.journal)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, 0, nil
	}
	if err != nil {
		return nil, 0, userdata.JournalError(err)
	}
	tx, err := c.read.BeginTx(ctx, &sql.TxOptions{ReadOnly: true})
	if err != nil {
		return nil, 0, err
	}
	defer tx.Rollback()
	seq, err := userdata.TypedIn(ctx, tx)
	if err != nil || seq != j.Last {
		// Another process is writing user data, or the journal is ahead: opening the catalog for
		// writing settles that.
		return nil, 0, err
	}
	have, err := userdata.ActsIn(ctx, tx)
	if err != nil {
		return nil, 0, err
	}
	want, there := userdata.StateOf(append(j.Snapshot, j.Acts...)), userdata.StateOf(have)
	for _, key := range slices.Sorted(maps.Keys(want)) {
		if is, ok := there[key]; !ok || is.Verdict != want[key].Verdict || is.Value != want[key].Value {
			acts = append(acts, want[key])
		}
	}
	return acts, len(j.Torn), nil
}

// replayMissing replays what the catalog lacks of the journal, returns how much that was, and rewrites a
// damaged journal.
func (c *Catalog) replayMissing(ctx context.Context) (int, error) {
	acts, torn, err := c.missing(ctx)
	if err != nil || len(acts)+torn == 0 {
		return 0, err
	}
	err = c.Update(ctx, func(tx *Tx) error {
		tx.Journal, tx.Unrecorded = "", true
		for _, a := range acts {
			if err := tx.redo(a); err != nil && fatal(err) {
				return err
			}
		}
		tx.Journal = c.journal
		return tx.Snapshot()
	})
	return len(acts) + torn, err
}

// Merge adds the user data of the sound catalog at path, and orphans, which belong to photos known
// by their IDs alone. It returns how many acts were added, also those that were there already.
func (c *Catalog) Merge(ctx context.Context, path string, orphans []journal.Act,
) (done int, lost []photo.Reason, err error) {
	other, err := Open(ctx, path, Options{ReadOnly: true, Model: *c.model.Load()})
	if err != nil {
		return 0, nil, err
	}
	acts, err := userdata.ActsIn(ctx, other.read)
	if err := errors.Join(err, other.Close(), store.RemoveExtras(path)); err != nil {
		return 0, nil, err
	}
	err = c.Update(ctx, func(tx *Tx) error {
		tx.Unrecorded = true
		for _, a := range append(acts, orphans...) {
			switch err := tx.redo(a); {
			case err == nil:
				done++
			case fatal(err):
				return err
			default:
				lost = append(lost, a.Lost())
			}
		}
		return nil
	})
	return done, lost, err
}
