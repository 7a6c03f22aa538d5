package catalog

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"slices"
	"strconv"

	"recollect/engine/catalog/filter"
	"recollect/engine/catalog/journal"
	"recollect/engine/catalog/store"
)

// JournalWhole reports whether the journal at path is there and tells all that was
// typed: nothing of it is damaged.
func JournalWhole(path string) bool {
	j, err := journal.Read(path)
	return err == nil && j.Whole && len(j.Torn) == 0
}

// checkJournal compares what people typed with the journal.
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

// missing returns what the journal tells and the catalog lacks, and how many lines of
// the journal cannot be read. What the catalog has besides is right: a line may be torn.
func (c *Catalog) missing(ctx context.Context) (acts []journal.Act, torn int, err error) {
	if c.journal == "" {
		return nil, 0, nil
	}
	j, err := journal.Read(c.journal)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, 0, nil
	}
	if err != nil {
		return nil, 0, journalError(err)
	}
	tx, err := c.read.BeginTx(ctx, &sql.TxOptions{ReadOnly: true})
	if err != nil {
		return nil, 0, err
	}
	defer tx.Rollback()
	seq, err := typed(ctx, tx)
	if err != nil || seq != j.Last {
		return nil, 0, err // another process types just now, or the journal is ahead: opening it for writing settles that
	}
	have, err := typedActs(ctx, tx)
	if err != nil {
		return nil, 0, err
	}
	want, there := stateOf(append(j.Snapshot, j.Acts...)), stateOf(have)
	for _, key := range slices.Sorted(maps.Keys(want)) {
		if is, ok := there[key]; !ok || is.Verdict != want[key].Verdict || is.Value != want[key].Value {
			acts = append(acts, want[key])
		}
	}
	return acts, len(j.Torn), nil
}

// stateOf is what acts, one after the other, leave: each thing said under a key. What
// was searched for and which folders there are is not part of it.
func stateOf(acts []journal.Act) map[string]journal.Act {
	state := map[string]journal.Act{}
	for _, a := range acts {
		key := a.Do + " " + filter.Fold(string(a.Name))
		if a.Photo != nil {
			key += " " + strconv.FormatInt(a.Photo.ID, 10)
		}
		switch {
		case a.Do == journal.Search || a.Do == journal.Folder || a.Do == journal.Relocate || a.Do == journal.Move:
		case a.Do == journal.Forget:
			maps.DeleteFunc(state, func(_ string, was journal.Act) bool { return was.Photo != nil && was.Photo.ID == a.Photo.ID })
		case a.Do == journal.Rename:
			old := journal.Album + " " + filter.Fold(string(a.Name))
			was := state[old]
			delete(state, old)
			was.Name = a.Value
			state[journal.Album+" "+filter.Fold(string(a.Value))] = was
		case a.No || a.Do == journal.Verdict && a.Verdict == 0 || a.Do == journal.Screening && a.Value == "":
			delete(state, key)
		default:
			state[key] = a
		}
	}
	return state
}

// settle puts back what the journal tells and the catalog lacks, returns how much that
// was, and writes a journal that cannot be read in part anew.
func (c *Catalog) settle(ctx context.Context) (int, error) {
	acts, torn, err := c.missing(ctx)
	if err != nil || len(acts)+torn == 0 {
		return 0, err
	}
	err = c.Update(ctx, func(tx *Tx) error {
		tx.journal = ""
		for _, a := range acts {
			if err := tx.redo(a); err != nil && fatal(err) {
				return err
			}
		}
		tx.journal = c.journal
		return tx.snapshot()
	})
	return len(acts) + torn, err
}

// Merge adds what people typed in the catalog at path, which is sound, and what they said
// of photos that are known by their numbers alone. It returns how much that was, with
// what was known already.
func (c *Catalog) Merge(ctx context.Context, path string, orphans []journal.Act) (done int, lost []string, err error) {
	other, err := Open(ctx, path, Options{ReadOnly: true, Model: c.model})
	if err != nil {
		return 0, nil, err
	}
	acts, err := typedActs(ctx, other.read)
	if err := errors.Join(err, other.Close(), store.RemoveExtras(path)); err != nil {
		return 0, nil, err
	}
	err = c.Update(ctx, func(tx *Tx) error {
		for _, a := range append(acts, orphans...) {
			switch err := tx.redo(a); {
			case err == nil:
				done++
			case fatal(err):
				return err
			default:
				lost = append(lost, a.String())
			}
		}
		return nil
	})
	return done, lost, err
}
