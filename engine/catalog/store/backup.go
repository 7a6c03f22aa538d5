package store

import (
	"context"
	"database/sql"
	"errors"
	"time"

	"modernc.org/sqlite"
)

const (
	// backupPages is how much of a catalog is copied between two checks of ctx: 1 MiB.
	backupPages = 256
	// backupRest is the pause between two such steps, so that a backup is never noticed.
	backupRest = 2 * time.Millisecond
)

// Copy copies a catalog to the file at path, which exists and is empty. It runs SQLite's online
// backup inside a transaction that reads: without it the backup would begin again after every write
// of others.
func Copy(ctx context.Context, db *sql.DB, path string) (err error) {
	conn, err := db.Conn(ctx)
	if err != nil {
		return err
	}
	defer conn.Close()
	if _, err := conn.ExecContext(ctx, `BEGIN; SELECT count(*) FROM sqlite_master`); err != nil {
		return err
	}
	defer func() {
		_, end := conn.ExecContext(context.WithoutCancel(ctx), `ROLLBACK`)
		err = errors.Join(err, end)
	}()
	return conn.Raw(func(driver any) error {
		b, err := driver.(interface {
			NewBackup(string) (*sqlite.Backup, error)
		}).NewBackup(path)
		if err != nil {
			return err
		}
		for more := true; more && err == nil; {
			if more, err = b.Step(backupPages); err == nil && more {
				err = rest(ctx, backupRest)
			}
		}
		return errors.Join(err, b.Finish())
	})
}

func rest(ctx context.Context, d time.Duration) error {
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-time.After(d):
		return nil
	}
}
