package store

import (
	"context"
	"database/sql"
	"errors"
	"os"
	"time"

	"modernc.org/sqlite"

	"recollect/engine/file"
)

const (
	// backupPages is how much of a catalog is copied between two checks of ctx: 1 MiB.
	backupPages = 256
	// backupRest is the pause between two such steps, so that a backup is never noticed.
	backupRest = 2 * time.Millisecond
	// backupSync is after how many such steps what was written goes to the disk: all of it at the end would keep
	// a disk busy for long.
	backupSync = 32
)

// Copy copies a catalog to the file at path, which exists and is empty. It runs SQLite's online
// backup inside a transaction that reads: without it the backup would begin again after every write
// of others. pace, if it is not nil, is called between steps, and lasts as long as Copy should wait.
func Copy(ctx context.Context, db *sql.DB, path string, pace func(context.Context) error) (err error) {
	written, err := file.OpenOwn(path, os.O_RDWR)
	if err != nil {
		return err
	}
	defer written.Close()
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
		for step, more := 1, true; more && err == nil; step++ {
			if more, err = b.Step(backupPages); err != nil || !more {
				break
			}
			if step%backupSync == 0 {
				err = written.Sync()
			}
			if err = errors.Join(err, rest(ctx, backupRest)); err == nil && pace != nil {
				err = pace(ctx)
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
