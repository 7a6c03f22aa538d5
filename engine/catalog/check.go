package catalog

import (
	"context"
	"errors"
	"fmt"
	"math"

	"recollect/engine/catalog/check"
	"recollect/engine/catalog/store"
)

// Check verifies the invariants of the package comment and returns ErrDamaged with everything that
// is wrong, or nil.
func (c *Catalog) Check(ctx context.Context) error {
	var errs []error
	for _, verify := range []func(context.Context) error{
		c.checkFile, check.Reader{DB: c.read}.Rows, c.checkJournal, c.checkSums,
	} {
		errs = append(errs, verify(ctx))
	}
	if err := errors.Join(errs...); err != nil {
		c.doubt.Store(true)
		return fmt.Errorf("%w: %w", ErrDamaged, err)
	}
	return nil
}

// CheckFile verifies the file alone, not its rows; ErrDamaged says what is wrong.
func (c *Catalog) CheckFile(ctx context.Context) error {
	integrity := store.Explain(store.Integrity(ctx, c.read, "integrity_check"))
	if err := errors.Join(integrity, c.checkSums(ctx)); err != nil {
		c.doubt.Store(true)
		return fmt.Errorf("catalog: %w", err)
	}
	return nil
}

func (c *Catalog) checkFile(ctx context.Context) error {
	if err := store.Integrity(ctx, c.read, "integrity_check"); err != nil {
		return err
	}
	rows, err := c.read.QueryContext(ctx, `PRAGMA foreign_key_check`)
	if err != nil {
		return err
	}
	defer rows.Close()
	if rows.Next() {
		return errors.New("a row refers to another that is not there")
	}
	return rows.Err()
}

// checkSums compares the file with the sums that were written when it was closed, if nobody has
// written to it since.
func (c *Catalog) checkSums(context.Context) error {
	if c.sums == "" {
		return nil
	}
	_, err := store.CompareSums(c.path, c.sums, math.MaxInt64)
	return err
}
