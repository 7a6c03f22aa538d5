package catalog

import (
	"context"
	"errors"
	"fmt"

	"recollect/engine/catalog/store"
	"recollect/engine/durable"
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
		err = store.Copy(ctx, c.read, part)
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
