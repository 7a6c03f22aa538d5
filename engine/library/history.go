package library

import (
	"context"
	"errors"
	"sync"

	"recollect/engine/catalog"
	"recollect/engine/discard"
	"recollect/engine/photo"
)

// History is what a person did with user data in the last 30 days and can undo or redo. Each change of several photos
// by one call is one act. Its methods may be called from any goroutine.
type History struct {
	catalog *catalog.Catalog
	acting  sync.Mutex
}

// NewHistory returns the history in c.
func NewHistory(c *catalog.Catalog) *History { return &History{catalog: c} }

// Acts returns the acts, the latest first: limit acts, or all if that is 0.
func (h *History) Acts(ctx context.Context, limit int) ([]photo.Act, error) {
	return h.catalog.History(ctx, limit)
}

// Record calls change, which changes user data once, and returns the act that this is; 0 if nothing has changed. Of
// this process only one change at a time is recorded.
func (h *History) Record(ctx context.Context, change func(context.Context) error) (photo.ActID, error) {
	h.acting.Lock()
	defer h.acting.Unlock()
	before := h.catalog.Acted()
	if err := change(ctx); err != nil {
		return 0, err
	}
	if id := h.catalog.Acted(); id != before {
		return id, nil
	}
	return 0, nil
}

// Undo undoes an act, or with 0 the latest that is not undone, whichever program did it, and returns it. Errors:
// catalog.ErrNothingToUndo if there is none or it is undone already, catalog.ErrChangedSince. Files that the act has
// moved to the trash are back then. If some cannot be brought back, discard.ErrNotBack, what was passed on from them
// stays, and the act is struck from the history: it stands in the way of none before it.
func (h *History) Undo(ctx context.Context, id photo.ActID) (a photo.Act, err error) {
	var lost error
	err = h.moving(ctx, func(tx *catalog.Tx) (err error) {
		a, err = tx.Undo(id)
		if errors.Is(err, discard.ErrNotBack) {
			lost = err
			return tx.Strike(a.ID)
		}
		return err
	})
	return a, errors.Join(err, lost)
}

// Redo does again what Undo undid last, and returns it. It returns catalog.ErrNothingToRedo if there is
// nothing, or something else was done since.
func (h *History) Redo(ctx context.Context) (a photo.Act, err error) {
	err = h.moving(ctx, func(tx *catalog.Tx) (err error) {
		a, err = tx.Redo()
		return err
	})
	return a, err
}
