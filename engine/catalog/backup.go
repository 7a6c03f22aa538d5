package catalog

import (
	"context"
	"errors"
	"fmt"

	"recollect/engine/catalog/store"
	"recollect/engine/durable"
)

// Backup writes a copy of the catalog, as it is at one moment, to path, which is replaced
// completely or not at all. Others may write meanwhile. The copy is checked before it replaces
// path: ErrDamaged is about the catalog. The caller runs one Backup of a path at a time. It calls pace
// between its steps, which lasts as long as it should wait, unless pace is nil.
func (c *Catalog) Backup(ctx context.Context, path string, pace func(context.Context) error) error {
	part := path + ".part"
	if err := store.RemoveAll(part); err != nil {
		return err
	}
	err := store.Private(part)
	if err == nil {
		err = store.Copy(ctx, c.read, part, pace)
	}
	if err == nil {
		err = checkCopy(ctx, part, *c.model.Load())
	}
	if err == nil {
		err = durable.Replace(part, path)
	}
	if err != nil {
		return fmt.Errorf("back up to %s: %w", path, errors.Join(store.Explain(err), store.RemoveAll(part)))
	}
	return nil
}

// checkCopy opens a copy and checks its file, not its rows: that would take seconds for 100,000
// photos, and a wrong row, which can be repaired later, is no reason to have no backup of the user
// data.
func checkCopy(ctx context.Context, path, model string) error {
	c, err := Open(ctx, path, Options{ReadOnly: true, Model: model})
	if err != nil {
		return err
	}
	return errors.Join(c.checkFile(ctx), c.Close(), store.RemoveExtras(path))
}
