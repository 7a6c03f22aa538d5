package catalog

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"sync/atomic"

	"recollect/engine/catalog/files"
	"recollect/engine/catalog/ledger"
	"recollect/engine/catalog/store"
	"recollect/engine/catalog/timeline"
	"recollect/engine/catalog/userdata"
)

// Catalog is an open catalog. Its methods may be called from any goroutine;
// one Update runs at a time, and readers see the state before or after it.
type Catalog struct {
	*ledger.Ledger
	*timeline.Timeline
	*userdata.Data
	*files.Files
	write *sql.DB // one connection; nil when opened for reading
	read  *sql.DB
	path  string
	model atomic.Pointer[string] // fingerprint of the model that embeds
	bank  string                 // fingerprint of the bank that the traits were computed with
	// journal is the path of the journal of user data; empty: there is none.
	journal string
	// ahead is the last transaction that the journal has and the catalog does not have, or not yet;
	// nil: there is none.
	ahead    atomic.Pointer[Tx]
	replayed Replayed
	opened   bool   // for writing, by this process alone
	sums     string // path of the sums; empty: none are written
	// sumsAtOpen are the sums when it was opened; nil: there were none, or it was migrated since.
	sumsAtOpen []uint32
	// sumsRemoved: this Catalog has removed the sums, because it changes the file.
	sumsRemoved atomic.Bool
	// doubt means that SQLite reported damage. The next opening must verify the file.
	doubt atomic.Bool
	// data is SQLite's last data_version on the connection that writes. It changes when another
	// connection writes.
	data atomic.Int64
}

// Options says how to open a catalog.
type Options struct {
	// ReadOnly opens an existing catalog that another process may be writing to.
	ReadOnly bool
	// Beside opens an existing catalog for writing while another process writes to it too. It is
	// not migrated, and its model and bank stay.
	Beside bool
	// Model is the fingerprint of the model that embeds contents where the one that a person wants
	// is not at hand, or none was chosen. Opened for writing with another one than before, the
	// catalog makes every content missing for it.
	Model string
	// Models are the fingerprints of the models at hand, by ID. If the one that served is among
	// them, it serves until the vectors of the other are complete (see Promote).
	Models map[string]string
	// Bank is the fingerprint of the bank of prompts that traits are computed with. Opened for
	// writing with another one than before, the catalog deletes all traits. Empty: there is none,
	// and traits are neither read nor deleted.
	Bank string
	// Journal is the path of the journal of user data; empty: there is none. A catalog that is
	// opened for writing, and not beside others, catches up with it.
	Journal string
	// Sums is the path of the file of checksums; empty: there is none. A catalog that was opened
	// for writing, and not beside others, writes it when it is closed. The next such opening
	// compares the file with it, and verifies the parts that it does not cover.
	Sums string
	// MetadataVersion is meta.Version. Opened for writing with another one than before, the catalog
	// marks the metadata of all photos as stale (see photo.Recorded). Empty: it does not.
	MetadataVersion string
	// Formats names the formats that can be shown. Opened for writing with others than before, the
	// catalog makes the next scan read files with problems again. Empty: it does not.
	Formats string
	// Short: the catalog is opened for a single change, so less of it is compared with its sums.
	Short bool
	// Verify checks the whole file for damage when it is opened, which takes about a second a GiB.
	// It has no effect with ReadOnly.
	Verify bool
}

// Open opens the catalog at path, creating or migrating it unless o.ReadOnly. It returns ErrNewer,
// ErrForeign, ErrLocked, ErrReadOnly or ErrDamaged (wrapped), fs.ErrNotExist when there is nothing
// to read, or the system's error. The caller closes it.
func Open(ctx context.Context, path string, o Options) (*Catalog, error) {
	c := &Catalog{path: path, bank: o.Bank, journal: o.Journal, sums: o.Sums}
	c.model.Store(&o.Model)
	if err := c.open(ctx, path, o); err != nil {
		c.Close()
		return nil, fmt.Errorf("catalog %s: %w", path, store.Explain(err))
	}
	return c, nil
}

func (c *Catalog) open(ctx context.Context, path string, o Options) error {
	if err := store.Examine(ctx, path); err != nil {
		return err
	}
	if o.ReadOnly || o.Beside {
		if err := c.openToRead(ctx, path); err != nil || o.ReadOnly {
			return err
		}
	}
	err := store.Private(path)
	if err != nil {
		return store.Unwritable(err)
	}
	if c.write, err = store.Connect(path, "journal_mode(WAL)", "synchronous(NORMAL)"); err != nil {
		return err
	}
	c.write.SetMaxOpenConns(1)
	if o.Beside {
		return nil // the process that holds the library has done the rest
	}
	verified, err := c.verify(ctx, o)
	if err != nil {
		return err
	}
	if err := store.Migrate(ctx, c.write, path, store.Migrations()); err != nil {
		return err
	}
	if c.sums != "" { // read while the file is open: from here on the log has every change
		c.sumsAtOpen = store.ReadSums(path, c.sums)
	}
	if c.read, err = store.Connect(path, "query_only(1)"); err != nil {
		return err
	}
	c.useReadPool()
	if err := c.useModel(ctx, o); err != nil {
		return err
	}
	if err := c.useBank(ctx); err != nil {
		return err
	}
	if err := c.useFolds(ctx); err != nil {
		return err
	}
	if err := c.useReader(ctx, o.MetadataVersion); err != nil {
		return err
	}
	if err := c.useFormats(ctx, o.Formats); err != nil {
		return err
	}
	if err := c.Update(ctx, func(tx *Tx) error { return tx.ledger.TrimChanges() }); err != nil {
		return err
	}
	if err := c.catchUp(ctx); err != nil {
		return err
	}
	if verified {
		n, err := c.replayMissing(ctx)
		if err != nil {
			return err
		}
		c.replayed.Acts += n
	}
	if c.replayed.Acts > 0 { // another model may have been chosen
		if err := c.useModel(ctx, o); err != nil {
			return err
		}
	}
	c.opened = true
	_, err = c.OthersWrote(ctx)
	return err
}

// smallFile is the size up to which verifying also compares a file with its indexes: 0.3 s.
const smallFile = 32 << 20

// verify checks the file for damage, as far as o and its sums require, and reports whether it did.
func (c *Catalog) verify(ctx context.Context, o Options) (bool, error) {
	known := c.sums == ""
	if c.sums != "" {
		limit := int64(store.SumsAtOpen)
		if o.Short {
			limit = store.SumsForShort
		}
		var err error
		if known, err = store.CompareSums(c.path, c.sums, limit); err != nil {
			return true, err
		}
	}
	info, err := os.Stat(c.path)
	if err != nil || known && !o.Verify || info.Size() == 0 {
		return false, err
	}
	check := "quick_check"
	if info.Size() <= smallFile {
		check = "integrity_check"
	}
	return true, store.Integrity(ctx, c.write, check)
}

// OthersWrote reports whether another process has changed the catalog since the last call, or since
// it was opened, for writing and not beside others. It reads a few bytes and writes none.
func (c *Catalog) OthersWrote(ctx context.Context) (bool, error) {
	var now int64
	// data_version does not change with writes of its own connection.
	if err := c.write.QueryRowContext(ctx, `PRAGMA data_version`).Scan(&now); err != nil {
		return false, store.Explain(err)
	}
	return c.data.Swap(now) != now, nil
}

// openToRead opens a catalog that exists and has this version.
func (c *Catalog) openToRead(ctx context.Context, path string) (err error) {
	if err := store.Readable(path); err != nil {
		return err
	}
	if c.read, err = store.Connect(path, "query_only(1)"); err != nil {
		return err
	}
	c.useReadPool()
	err = store.CheckVersion(ctx, c.read)
	if errors.Is(store.Explain(err), ErrDisk) {
		err = c.openAlone(ctx, path, err)
	}
	return store.NeedsWriting(err)
}

// useReadPool makes the parts of the catalog that read it.
func (c *Catalog) useReadPool() {
	c.Ledger, c.Timeline = ledger.New(c.read, c.bank), timeline.New(c.read)
	c.Data, c.Files = userdata.New(c.read), files.New(c.read)
}

// openAlone opens a catalog for reading after full was returned. SQLite creates a file beside it,
// which fails on a full disk, unless this process is its only user.
func (c *Catalog) openAlone(ctx context.Context, path string, full error) error {
	err := c.read.Close()
	if err != nil {
		return err
	}
	if c.read, err = store.Connect(path, "locking_mode(EXCLUSIVE)", "query_only(1)"); err != nil {
		return err
	}
	c.read.SetMaxOpenConns(1)
	c.useReadPool()
	if err := store.CheckVersion(ctx, c.read); err != nil {
		return errors.Join(full, err)
	}
	return nil
}

// useBank deletes traits that were computed with another bank than c.bank.
func (c *Catalog) useBank(ctx context.Context) error {
	if c.bank == "" {
		return nil
	}
	return c.Update(ctx, func(tx *Tx) error {
		old, err := tx.value(ledger.BankKey)
		if err != nil || old == c.bank {
			return err
		}
		if err := tx.exec(`UPDATE vectors SET traits = NULL WHERE traits IS NOT NULL`); err != nil {
			return err
		}
		if err := tx.ledger.ForgetAll(TraitsKey("")); err != nil {
			return err
		}
		return tx.SetValue(ledger.BankKey, c.bank)
	})
}

// useReader marks the metadata of all photos as stale if another version of the metadata reader
// recorded it.
func (c *Catalog) useReader(ctx context.Context, reader string) error {
	if reader == "" {
		return nil
	}
	return c.Update(ctx, func(tx *Tx) error {
		old, err := tx.value(readerKey)
		if err != nil || old == reader {
			return err
		}
		if err := tx.exec(`UPDATE photos SET told = 0 WHERE told`); err != nil {
			return err
		}
		return tx.SetValue(readerKey, reader)
	})
}

// useFormats makes the next scan read files with problems again if the shown formats have changed.
// A catalog that has not recorded them records them.
func (c *Catalog) useFormats(ctx context.Context, formats string) error {
	if formats == "" {
		return nil
	}
	return c.Update(ctx, func(tx *Tx) error {
		old, err := tx.value(formatsKey)
		if err != nil || old == formats {
			return err
		}
		if old != "" {
			if err := tx.RetryProblems(); err != nil {
				return err
			}
		}
		return tx.SetValue(formatsKey, formats)
	})
}

// Close releases the file. It is safe to call twice.
func (c *Catalog) Close() error {
	var errs []error
	if c.read != nil {
		errs = append(errs, c.read.Close())
	}
	switch {
	case c.write == nil:
	case c.sums == "" || !c.opened:
		errs = append(errs, c.write.Close())
	default:
		errs = append(errs, store.CloseSummed(c.write, c.path, c.sums, c.sumsAtOpen, !c.doubt.Load()))
	}
	return errors.Join(errs...)
}

// forgetSums removes the sums before the first change of the file: on a file system with a
// resolution of seconds, size and time may stay the same.
func (c *Catalog) forgetSums(t *Tx) error {
	if c.sums == "" || c.sumsRemoved.Load() {
		return nil
	}
	var changes int64
	err := t.sql.QueryRowContext(t.ctx, `SELECT total_changes()`).Scan(&changes)
	if err != nil || changes == 0 {
		return err
	}
	if err := os.Remove(c.sums); err != nil && !errors.Is(err, os.ErrNotExist) {
		return store.Unwritable(err)
	}
	c.sumsRemoved.Store(true)
	return nil
}
