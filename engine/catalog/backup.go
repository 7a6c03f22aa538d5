package catalog

import (
	"context"
	"errors"
	"fmt"
	"time"

	"modernc.org/sqlite"

	"recollect/engine/catalog/store"
	"recollect/engine/durable"
)

const (
	// backupPages is how much of a catalog is copied between two looks at ctx: 1 MiB.
	backupPages = 256
	// backupRest is left to others between two such steps, so that a backup is
	// never noticed.
	backupRest = 2 * time.Millisecond
)

// Backup writes a copy of the catalog, as it is at one moment, to path, which is
// replaced as a whole or not at all. Others may go on writing. The copy is
// checked before it takes path's place: an error that is ErrDamaged speaks of
// the catalog. The caller sees to it that one Backup of a path runs at a time.
func (c *Catalog) Backup(ctx context.Context, path string) error {
	part := path + ".part"
	if err := store.RemoveAll(part); err != nil {
		return err
	}
	err := store.Private(part)
	if err == nil {
		err = c.copyTo(ctx, part)
	}
	if err == nil {
		err = checkCopy(ctx, part, c.model)
	}
	if err == nil {
		err = durable.Replace(part, path)
	}
	if err != nil {
		return fmt.Errorf("back up to %s: %w", path, errors.Join(store.Explain(err), store.RemoveAll(part)))
	}
	return nil
}

// copyTo runs SQLite's online backup inside a transaction that reads: without
// it the backup would begin anew after every write of others.
func (c *Catalog) copyTo(ctx context.Context, path string) (err error) {
	conn, err := c.read.Conn(ctx)
	if err != nil {
		return err
	}
	defer conn.Close()
	if _, err := conn.ExecContext(ctx, `BEGIN; SELECT count(*) FROM meta`); err != nil {
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

// checkCopy opens a copy and checks its file. What its rows mean is checked, and mended,
// when it is needed: of 100,000 photos that takes seconds, and a photo that is recorded
// wrongly is no reason to have no copy of what people typed.
func checkCopy(ctx context.Context, path, model string) error {
	c, err := Open(ctx, path, Options{ReadOnly: true, Model: model})
	if err != nil {
		return err
	}
	return errors.Join(c.checkFile(ctx), c.Close(), store.RemoveExtras(path))
}
