package engine

import (
	"context"
	"errors"
	"fmt"
	"os"
	"time"

	"recollect/engine/catalog"
	"recollect/engine/library"
	"recollect/engine/photo"
	"recollect/engine/restore"
)

// Upkeep checks and repairs the library's files. Its methods may be called from any goroutine
// except where they say otherwise.
type Upkeep struct{ e *Engine }

// Check verifies that the catalog keeps its invariants, that thumbnails are whole, and, unless the
// library is read-only or Run runs, that the index knows the photos of the catalog. The text of
// ErrDamaged says which do not hold.
func (u *Upkeep) Check(ctx context.Context) error {
	torn, err := u.e.thumbs.Check(ctx, false)
	if len(torn) > 0 {
		err = fmt.Errorf("%w: %d thumbnails are torn, the first is %s", catalog.ErrDamaged, len(torn), torn[0])
	}
	return errors.Join(u.e.catalog.Check(ctx), err, u.e.checkIndex(ctx))
}

func (e *Engine) checkIndex(ctx context.Context) error {
	if e.mode == ReadOnly || e.running.Load() { // somebody may be adding to the catalog
		return nil
	}
	if err := e.follow(ctx); err != nil {
		return err
	}
	if err := e.models.Answerer().Corpus.Check(); err != nil {
		return fmt.Errorf("%w: %w", catalog.ErrDamaged, err)
	}
	model, corpus, n := e.models.Answerer().Fingerprint(), e.models.Answerer().Corpus, 0
	err := e.catalog.Vectors(ctx, model, func(photo.ID, photo.Vector, []float32) error { n++; return nil })
	if err != nil {
		return err
	}
	if corpus.Len() != n {
		return fmt.Errorf("%w: the index knows %d photos of %d", catalog.ErrDamaged, corpus.Len(), n)
	}
	return nil
}

// Repair fixes the faults that Check finds, as far as the photos allow, and returns how many rows
// and thumbnails that were. A catalog whose file is damaged is replaced: see Restored. The next
// scan restores what Repair removed. Run must not run, and the Engine must be opened again
// afterwards.
func (u *Upkeep) Repair(ctx context.Context) (int, error) {
	torn, err := u.e.thumbs.Check(ctx, true)
	if err != nil {
		return len(torn), err
	}
	if damage := u.e.catalog.CheckFile(ctx); errors.Is(damage, catalog.ErrDamaged) {
		return len(torn), u.e.replaceOpenCatalog(ctx, damage)
	} else if damage != nil {
		return len(torn), damage
	}
	if err := u.e.models.DropIndexes(); err != nil { // they are made again
		return len(torn), err
	}
	rows, err := u.e.catalog.Repair(ctx)
	if err == nil {
		err = u.e.catalog.Check(ctx)
	}
	if errors.Is(err, catalog.ErrDamaged) { // it cannot be repaired in place
		err = u.e.replaceOpenCatalog(ctx, err)
	}
	return len(torn) + rows, err
}

// replaceOpenCatalog closes the catalog, replaces it, and opens it again, so that Close can close it.
func (e *Engine) replaceOpenCatalog(ctx context.Context, damage error) error {
	if err := e.catalog.Close(); err != nil {
		return errors.Join(damage, err)
	}
	o := e.catalogOptions()
	err := e.replaceCatalog(ctx, o, damage, e.opts.AllowReset)
	if err == nil {
		err = e.load(ctx, o)
	}
	return err
}

// backupEvery is how often the date is checked: computers that sleep at night have no fixed hour.
// beforeBackup is how long nobody has searched before a large catalog is copied beside Run.
const backupEvery, beforeBackup = time.Hour, 30 * time.Second

// backUpDaily makes backups, and forgets photos that have been gone for long, until ctx ends.
func (e *Engine) backUpDaily(ctx context.Context) {
	tick := time.NewTicker(backupEvery)
	defer tick.Stop()
	for {
		e.warn(ctx, "forget what is gone", library.ForgetGone(ctx, e.catalog, time.Now()))
		e.warn(ctx, "back up the catalog", e.Upkeep.BackUp(ctx))
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
	}
}

// Backups describes the library's backups.
func (u *Upkeep) Backups() (restore.Backups, error) { return u.e.files().Backups() }

// briefBackup is the size up to which a catalog is copied, and the copy checked, in a second.
var briefBackup int64 = 128 << 20 // replaced in tests

// BackUp makes today's backup, unless there is one, nothing has changed since the last, or another
// process holds the library, which makes it. A Shared library, which is open for one change, gets
// none if its catalog is large: the change is in the journal, and Run backs up daily. If it fails, Backups
// also says why.
func (u *Upkeep) BackUp(ctx context.Context) error {
	if u.e.mode != Exclusive {
		return nil
	}
	info, err := os.Stat(u.e.files().Catalog())
	if large := err == nil && info.Size() > briefBackup; large && u.e.opts.Mode == Shared {
		return nil
	} else if large && u.e.running.Load() { // meanwhile the journal has what was typed
		_ = u.e.Queries.Quiet(ctx, beforeBackup, 10*beforeBackup) // ctx's error
	}
	return u.e.files().BackUp(ctx, u.e.catalog)
}

// RestoredRead records that a person has read Status.Restored.
func (u *Upkeep) RestoredRead() error {
	u.e.state.set(func(s *photo.Status) { s.Restored = nil })
	return u.e.files().Forget()
}

// Restored returns how a damaged catalog was replaced when the Engine was opened or repaired; nil:
// it was not.
func (u *Upkeep) Restored() *photo.Restoration { return u.e.restored }
