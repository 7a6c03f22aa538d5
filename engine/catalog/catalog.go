package catalog

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"sync/atomic"
	"syscall"

	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"

	"recollect/engine/photo"
)

// ErrNewer means that the catalog was written by a newer Recollect. Nothing was touched.
var ErrNewer error = &photo.Fault{
	Text: "the catalog was written by a newer version",
	What: "This library was written by a newer Recollect. Nothing was touched.",
	Next: "Use the newer program, or choose another library.",
}

// ErrOlder means that the catalog must be migrated before it can be read, which
// only a process that may write to it does.
var ErrOlder error = &photo.Fault{
	Text: "the catalog was written by an older version",
	What: "This library was written by an older Recollect.",
	Next: "Open it once in the window, or run recollect index; that brings it up to date.",
}

// ErrLocked means that another program holds the catalog's file for longer than it should.
var ErrLocked error = &photo.Fault{
	Text: "the catalog is locked by another program",
	What: "Another program holds the library's catalog.",
	Next: "Close it and try again.",
}

// ErrDamaged means that the file is not a catalog or that its content is broken.
var ErrDamaged error = &photo.Fault{
	Text: "the catalog is damaged",
	What: "The library's catalog is damaged. Your photos are not affected.",
	Next: "Close Recollect and run recollect doctor --repair: it saves what you typed, and keeps the damaged file.",
}

// ErrDisk means that the disk of the library is full or fails: SQLite has several
// names for both, and some mean either.
var ErrDisk error = &photo.Fault{
	Text: "the library's disk is full or fails",
	What: "The disk of the library is full, or it cannot be read and written as it should.",
	Next: "Free some space and try again; if there is enough, check the drive. Nothing was lost.",
}

// ErrSQLite is any other trouble of the database itself.
var ErrSQLite error = &photo.Fault{
	Text: "the database could not do it",
	What: "The library's database could not do this.",
	Next: "Try again. If it happens once more, close Recollect and run recollect doctor --repair.",
}

// ErrReadOnly means that the library's folder or file cannot be written to.
var ErrReadOnly error = &photo.Fault{
	Text: "the library cannot be written to",
	What: "The folder of this library cannot be written to. Nothing was touched.",
	Next: "Allow writing there, or choose another library.",
}

// ErrNotFound means that the library has no such photo or folder.
var ErrNotFound error = &photo.Fault{
	Text: "not in the library",
	What: "This photo is not in the library any more.",
	Next: "",
}

// Catalog is an open catalog. Its methods may be called from any goroutine;
// one Update runs at a time, and readers see the state before or after it.
type Catalog struct {
	write *sql.DB // one connection; nil when opened for reading
	read  *sql.DB
	path  string
	model string // fingerprint that the states speak of
	bank  string // fingerprint of the bank that the traits speak of
	// journal is where what people type is written too; empty: nowhere.
	journal string
	// ahead is the last transaction that was written to the journal and not, or not yet,
	// committed; nil: the journal tells of none.
	ahead    atomic.Pointer[Tx]
	replayed Replayed
	opened   bool   // for writing, by this process alone
	sums     string // path; empty: none are written
	// unsummed: this Catalog has removed the sums, because it changes the file.
	unsummed atomic.Bool
	// doubt: an answer of SQLite's told of damage, so that the file must be looked at when it is opened again.
	doubt atomic.Bool
	// data is what SQLite last told of others' changes to the connection that writes.
	data atomic.Int64
}

// Options says how to open a catalog.
type Options struct {
	// ReadOnly opens an existing catalog that another process may be writing to.
	ReadOnly bool
	// Beside opens an existing catalog for writing that another process writes to as
	// well: it is neither migrated nor made to speak of another model or bank.
	Beside bool
	// Model is the fingerprint of the model in use. Opened for writing with
	// another one than before, the catalog asks for every photo to be encoded again.
	Model string
	// Bank is the fingerprint of what traits are computed with. Opened for
	// writing with another one than before, the catalog forgets all traits. Empty:
	// there is none, and traits are neither read nor forgotten.
	Bank string
	// Journal is the path of the journal of what people type; empty: there is none. A
	// catalog opened for writing, and not beside others, that lacks some of it catches up.
	Journal string
	// Sums is the path of the file of checksums that is written when a catalog is closed
	// that was opened for writing, and not beside others; empty: there is none. When it is
	// opened so the next time, it is compared with them, or verified where they do not hold.
	Sums string
	// Reader is the generation of what describes files. Opened for writing with another
	// one than before, the catalog asks for every photo to be described again (see
	// Recorded). Empty: it asks for none.
	Reader string
	// Verify reads the whole file for damage before it is used, about a second a
	// GiB, and not when ReadOnly.
	Verify bool
}

// Open opens the catalog at path, creating or migrating it unless o.ReadOnly.
// It returns ErrNewer, ErrForeign, ErrLocked, ErrReadOnly or ErrDamaged (wrapped), fs.ErrNotExist when
// there is nothing to read, or what the system said. The caller closes it.
func Open(ctx context.Context, path string, o Options) (*Catalog, error) {
	c := &Catalog{path: path, model: o.Model, bank: o.Bank, journal: o.Journal, sums: o.Sums}
	if err := c.open(ctx, path, o); err != nil {
		c.Close()
		return nil, fmt.Errorf("catalog %s: %w", path, explain(err))
	}
	return c, nil
}

func (c *Catalog) open(ctx context.Context, path string, o Options) error {
	if err := examine(ctx, path); err != nil {
		return err
	}
	if o.ReadOnly || o.Beside {
		if err := c.openToRead(ctx, path); err != nil || o.ReadOnly {
			return err
		}
	}
	err := private(path)
	if err != nil {
		return unwritable(err)
	}
	if c.write, err = connect(path, "journal_mode(WAL)", "synchronous(NORMAL)"); err != nil {
		return err
	}
	c.write.SetMaxOpenConns(1)
	if o.Beside {
		return nil // whoever holds it has done the rest
	}
	verified, err := c.verify(ctx, o)
	if err != nil {
		return err
	}
	if err := migrate(ctx, c.write, path, embedded()); err != nil {
		return err
	}
	if c.read, err = connect(path, "query_only(1)"); err != nil {
		return err
	}
	if err := c.useModel(ctx); err != nil {
		return err
	}
	if err := c.useBank(ctx); err != nil {
		return err
	}
	if err := c.useFolds(ctx); err != nil {
		return err
	}
	if err := c.useReader(ctx, o.Reader); err != nil {
		return err
	}
	if err := c.catchUp(ctx); err != nil {
		return err
	}
	if verified {
		n, err := c.settle(ctx)
		if err != nil {
			return err
		}
		c.replayed.Acts += n
	}
	c.opened = true
	_, err = c.OthersWrote(ctx)
	return err
}

// smallFile is up to which size a file is compared with its indexes too when it is
// verified: 0.3 s.
const smallFile = 32 << 20

// verify looks for damage of the file, as far as o and its sums ask for, and reports whether it did.
func (c *Catalog) verify(ctx context.Context, o Options) (bool, error) {
	known := c.sums == ""
	if c.sums != "" {
		var err error
		if known, err = compareSums(c.path, c.sums, sumsAtOpen); err != nil {
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
	return true, integrity(ctx, c.write, check)
}

// OthersWrote reports whether another process has changed the catalog since this
// was asked last, or since it was opened, for writing and not beside others. It reads
// a few bytes and writes none.
func (c *Catalog) OthersWrote(ctx context.Context) (bool, error) {
	var now int64
	// data_version stays what it was for what its own connection writes.
	if err := c.write.QueryRowContext(ctx, `PRAGMA data_version`).Scan(&now); err != nil {
		return false, explain(err)
	}
	return c.data.Swap(now) != now, nil
}

// openToRead opens a catalog that is there and of this version.
func (c *Catalog) openToRead(ctx context.Context, path string) (err error) {
	if err := mustBeReadable(path); err != nil {
		return err
	}
	if c.read, err = connect(path, "query_only(1)"); err != nil {
		return err
	}
	err = checkVersion(ctx, c.read)
	if errors.Is(explain(err), ErrDisk) {
		err = c.openAlone(ctx, path, err)
	}
	return needsWriting(err)
}

// openAlone opens a catalog to read that could not be because of full: SQLite makes a file
// beside it, for which a full disk has no room, unless this process is its only user.
func (c *Catalog) openAlone(ctx context.Context, path string, full error) error {
	err := c.read.Close()
	if err != nil {
		return err
	}
	if c.read, err = connect(path, "locking_mode(EXCLUSIVE)", "query_only(1)"); err != nil {
		return err
	}
	c.read.SetMaxOpenConns(1)
	if err := checkVersion(ctx, c.read); err != nil {
		return errors.Join(full, err)
	}
	return nil
}

// unwritable gives what the system says of a file that cannot be written to our name.
func unwritable(err error) error {
	if errors.Is(err, fs.ErrPermission) || errors.Is(err, syscall.EROFS) {
		return fmt.Errorf("%w: %w", ErrReadOnly, err)
	}
	return err
}

// needsWriting explains why a catalog that is there cannot be opened for reading: in
// WAL mode SQLite makes a file beside it for that.
func needsWriting(err error) error {
	var e *sqlite.Error
	if errors.As(err, &e) && e.Code()&0xff == sqlite3.SQLITE_CANTOPEN {
		return fmt.Errorf("%w: %w", ErrReadOnly, err)
	}
	return err
}

// connect prepares a pool; SQLite opens the file at its first use.
func connect(path string, pragmas ...string) (*sql.DB, error) {
	pragmas = append([]string{"busy_timeout(5000)", "foreign_keys(1)"}, pragmas...)
	return connectURI(path, url.Values{"_pragma": pragmas, "_txlock": {"immediate"}})
}

// connectURI is connect with the parameters of SQLite's and the driver's own.
func connectURI(path string, q url.Values) (*sql.DB, error) {
	abs, err := filepath.Abs(path)
	if err != nil {
		return nil, err
	}
	// On Windows C:\x becomes /C:/x, as SQLite's URIs want it.
	u := url.URL{Scheme: "file", Path: "/" + filepath.ToSlash(abs), RawQuery: q.Encode()}
	if filepath.IsAbs(filepath.ToSlash(abs)) {
		u.Path = filepath.ToSlash(abs)
	}
	return sql.Open("sqlite", u.String())
}

// useModel makes the states speak of c.model.
func (c *Catalog) useModel(ctx context.Context) error {
	return c.Update(ctx, func(tx *Tx) error {
		old, err := tx.value(modelKey)
		if err != nil || old == c.model {
			return err
		}
		if err := tx.SetValue(modelKey, c.model); err != nil {
			return err
		}
		return tx.exec(`
			UPDATE photos SET state = EXISTS (SELECT 1 FROM vectors v WHERE v.model = ?1 AND v.hash = photos.hash)
			WHERE state < 2`, c.model)
	})
}

// useBank makes the traits speak of c.bank.
func (c *Catalog) useBank(ctx context.Context) error {
	if c.bank == "" {
		return nil
	}
	return c.Update(ctx, func(tx *Tx) error {
		old, err := tx.value(bankKey)
		if err != nil || old == c.bank {
			return err
		}
		if err := tx.exec(`UPDATE vectors SET traits = NULL WHERE traits IS NOT NULL`); err != nil {
			return err
		}
		return tx.SetValue(bankKey, c.bank)
	})
}

// useReader asks for every photo to be described again if another reader described them.
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

// Close releases the file. It is safe to call twice.
func (c *Catalog) Close() error {
	var errs []error
	for _, db := range []*sql.DB{c.read, c.write} {
		if db != nil {
			errs = append(errs, db.Close())
		}
	}
	if c.sums != "" && c.opened {
		c.sum()
	}
	return errors.Join(errs...)
}

// sum brings the sums of a closed catalog up to date. Without them the next opening
// takes longer: that is all an error means.
func (c *Catalog) sum() {
	switch {
	case c.doubt.Load():
		_ = os.Remove(c.sums)
	case logged(c.path), readSums(c.path, c.sums) != nil:
	default:
		_ = writeSums(c.path, c.sums)
	}
}

// explain gives SQLite's result codes that a user can do something about our names.
func explain(err error) error {
	var e *sqlite.Error
	if !errors.As(err, &e) {
		return err
	}
	if name := nameOf(e.Code() & 0xff); !errors.Is(err, name) {
		return fmt.Errorf("%w: %w", name, err)
	}
	return err
}

// nameOf is our name of one of SQLite's primary result codes.
func nameOf(code int) error {
	switch code {
	case sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED, sqlite3.SQLITE_PROTOCOL:
		return ErrLocked
	// Our own statements keep all constraints: what breaks one is an index or a row that is
	// not what was written. The same goes for a table that is not there.
	case sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_CONSTRAINT, sqlite3.SQLITE_ERROR,
		sqlite3.SQLITE_MISMATCH, sqlite3.SQLITE_FORMAT, sqlite3.SQLITE_RANGE, sqlite3.SQLITE_TOOBIG:
		return ErrDamaged
	case sqlite3.SQLITE_READONLY, sqlite3.SQLITE_PERM:
		return ErrReadOnly
	case sqlite3.SQLITE_FULL:
		return errDiskFull
	case sqlite3.SQLITE_IOERR, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_NOLFS:
		return ErrDisk
	case sqlite3.SQLITE_INTERRUPT:
		return context.Canceled
	}
	return ErrSQLite
}
