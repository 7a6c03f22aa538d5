package catalog

import (
	"context"
	"errors"
	"fmt"
	"os"

	"recollect/engine/catalog/salvage"
	"recollect/engine/catalog/store"
	"recollect/engine/durable"
)

// Salvaged says what Salvage could read.
type Salvaged = salvage.Report

// Salvage writes a sound catalog with all readable rows of the damaged one at path, which does not
// change, to the new file at to. It reads from both sides of unreadable pages. It returns
// ErrDamaged if nothing can be read.
func Salvage(ctx context.Context, path, to string, o Options) (s Salvaged, err error) {
	copied := to + ".damaged" // SQLite writes to files that it opens
	for _, extra := range []string{"", "-wal"} {
		if err := durable.Copy(path+extra, copied+extra); err != nil &&
			(extra == "" || !errors.Is(err, os.ErrNotExist)) {
			return s, err
		}
	}
	defer func() { err = errors.Join(err, store.RemoveAll(copied)) }()
	if err := store.RemoveAll(to); err != nil {
		return s, err
	}
	o.Journal, o.ReadOnly, o.Beside, o.Verify = "", false, false, false
	c, err := Open(ctx, to, o)
	if err != nil {
		return s, err
	}
	defer func() { err = errors.Join(err, c.Close()) }()
	if s, err = salvage.Copy(ctx, copied, to); err != nil {
		return s, err
	}
	if s.Rows == 0 {
		return s, fmt.Errorf("%w: nothing can be read of it", ErrDamaged)
	}
	if _, err := c.Repair(ctx); err != nil {
		return s, err
	}
	return s, c.Check(ctx)
}
