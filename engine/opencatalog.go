package engine

import (
	"context"
	"errors"
	"strings"

	"recollect/engine/catalog"
	"recollect/engine/format"
	"recollect/engine/meta"
	"recollect/engine/photo"
	"recollect/engine/relevance"
	"recollect/engine/restore"
)

func (e *Engine) files() restore.Files {
	return restore.Files{Dir: e.opts.Library, Log: e.opts.Log, Pace: e.Queries.Pause}
}

func (e *Engine) catalogOptions() catalog.Options {
	return catalog.Options{
		ReadOnly:        e.mode == ReadOnly,
		Beside:          e.mode == Shared,
		Short:           e.opts.Mode == Shared,
		Model:           e.models.Shipped().Fingerprint(),
		Models:          e.models.Fingerprints(),
		Bank:            relevance.Edition(),
		MetadataVersion: meta.Version,
		Formats:         strings.Join(format.Shown(), " "),
		Journal:         e.files().Journal(),
		Sums:            e.files().Sums(),
		Verify:          e.lock != nil && e.lock.Orphaned,
	}
}

// openCatalog opens the catalog and fills the index from it. It replaces a damaged catalog. Reading
// the vectors does not reveal all damage: the file is also compared with its checksums, and verified
// completely after a process was killed.
func (e *Engine) openCatalog(ctx context.Context, o catalog.Options) error {
	var damage error
	if e.mode == Exclusive {
		damage = e.files().Lost()
	}
	if damage == nil {
		damage = e.load(ctx, o)
	}
	if r := e.files().Noted(); r != nil {
		e.state.set(func(s *photo.Status) { s.Restored = r })
	}
	if !errors.Is(damage, catalog.ErrDamaged) || e.mode != Exclusive {
		return damage
	}
	if e.catalog != nil {
		if err := e.catalog.Close(); err != nil {
			return errors.Join(damage, err)
		}
		e.catalog = nil
	}
	if err := e.replaceCatalog(ctx, o, damage, e.opts.AllowReset); err != nil {
		return err
	}
	return e.load(ctx, o)
}

func (e *Engine) load(ctx context.Context, o catalog.Options) (err error) {
	if e.catalog, err = catalog.Open(ctx, e.files().Catalog(), o); err != nil {
		return err
	}
	if err := e.models.Begin(ctx, e.catalog); err != nil {
		return err
	}
	if e.opts.Mode != Exclusive {
		return nil
	}
	if n, err := e.unread(ctx); err != nil || n > mostUnread {
		return err // Run and Sync begin with it
	}
	return e.follow(ctx) // before anything is analysed, and to detect damage
}

// replaceCatalog replaces a damaged catalog, which nobody may have open.
func (e *Engine) replaceCatalog(ctx context.Context, o catalog.Options, damage error, begin bool) error {
	r, err := e.files().Mend(ctx, o, damage, begin)
	if err != nil {
		return err
	}
	e.restored = r
	e.state.set(func(s *photo.Status) { s.Restored = r })
	return nil
}
