package store

import (
	"context"
	"database/sql"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"syscall"

	"recollect/engine/file"
)

//go:embed migrations/*.sql
var files embed.FS

// applicationID marks the file as ours in SQLite's header ("Reco").
const applicationID = 0x5265636F

// errDiskFull is what SQLITE_FULL means; the standard error lets callers need no SQLite.
var errDiskFull error = syscall.ENOSPC

// Migrations returns the migrations in order: element i takes version i to i+1.
func Migrations() []string {
	names, err := fs.Glob(files, "migrations/*.sql")
	if err != nil {
		panic(err) // the pattern is constant
	}
	steps := make([]string, len(names))
	for i, name := range names {
		sql, err := files.ReadFile(name)
		if err != nil {
			panic(err) // embedded
		}
		steps[i] = string(sql)
	}
	return steps
}

// version reads the number of migrations applied to db, after checking that the file is ours.
func version(ctx context.Context, db *sql.DB) (int, error) {
	var app, v int
	if err := db.QueryRowContext(ctx, `PRAGMA application_id`).Scan(&app); err != nil {
		return 0, err
	}
	if err := db.QueryRowContext(ctx, `PRAGMA user_version`).Scan(&v); err != nil {
		return 0, err
	}
	if app != applicationID && (app != 0 || v != 0) {
		return 0, ErrForeign
	}
	return v, nil
}

// CheckVersion refuses a catalog that this program cannot read without migrating it.
func CheckVersion(ctx context.Context, db *sql.DB) error {
	v, err := version(ctx, db)
	if err != nil {
		return err
	}
	switch latest := len(Migrations()); {
	case v == 0: // another process is about to create it
		return fmt.Errorf("an empty catalog: %w", fs.ErrNotExist)
	case v > latest:
		return fmt.Errorf("version %d, known up to %d: %w", v, latest, ErrNewer)
	case v < latest:
		return fmt.Errorf("version %d, needed %d: %w", v, latest, ErrOlder)
	}
	return nil
}

// Migrate brings db to the last version. An older catalog is first copied beside itself; the copy
// is removed once the new one is complete.
func Migrate(ctx context.Context, db *sql.DB, path string, steps []string) error {
	v, err := version(ctx, db)
	if err != nil {
		return err
	}
	if v > len(steps) {
		return fmt.Errorf("version %d, known up to %d: %w", v, len(steps), ErrNewer)
	}
	if v == len(steps) {
		removeCopies(path, v)
		return nil
	}
	backup := copyOf(path, v)
	if v > 0 {
		os.Remove(backup) // left by a migration that did not finish
		if err := errors.Join(Private(backup), Copy(ctx, db, backup, nil)); err != nil {
			return fmt.Errorf("copy before migration: %w", err)
		}
	}
	for ; v < len(steps); v++ {
		if err := step(ctx, db, v+1, steps[v]); err != nil {
			return fmt.Errorf("migration to version %d: %w", v+1, err)
		}
	}
	removeCopies(path, len(steps))
	return nil
}

// copyOf is where the catalog at path is copied to before it is migrated from version v.
func copyOf(path string, v int) string { return fmt.Sprintf("%s.version%d", path, v) }

// removeCopies removes the copies of older versions, also those of migrations that others finish after a crash.
func removeCopies(path string, version int) {
	for v := 1; v < version; v++ {
		os.Remove(copyOf(path, v))
	}
}

func step(ctx context.Context, db *sql.DB, to int, statements string) error {
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback() // does nothing after Commit
	// PRAGMA takes no parameters; both numbers are our own.
	header := fmt.Sprintf("; PRAGMA application_id = %d; PRAGMA user_version = %d", applicationID, to)
	if _, err := tx.ExecContext(ctx, statements+header); err != nil {
		return err
	}
	return tx.Commit()
}

// Readable returns why the catalog at path cannot be read; nil if it can. Without this check SQLite
// would create an empty file where there is none.
func Readable(path string) error {
	f, err := file.Open(path)
	if err != nil {
		return err
	}
	return f.Close()
}
