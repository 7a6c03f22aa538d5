package library

import (
	"context"
	"errors"
	"sync"

	"recollect/engine/catalog"
	"recollect/engine/catalog/journal"
	"recollect/engine/discard"
	"recollect/engine/photo"
)

// History is what a person did with user data in the last 30 days and can undo or redo. Each change of several photos
// by one call is one act. Its methods may be called from any goroutine.
type History struct {
	catalog *catalog.Catalog
	acting  sync.Mutex

	mu   sync.Mutex
	told map[photo.ActID]bool // acts whose drive is away, as Undo of the latest has said since the last Record
}

// NewHistory returns the history in c.
func NewHistory(c *catalog.Catalog) *History {
	return &History{catalog: c, told: map[photo.ActID]bool{}}
}

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
	id := h.catalog.Acted()
	if id == before {
		return 0, nil
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	clear(h.told) // it may be long ago
	return id, nil
}

// Undo undoes an act, or with 0 the latest that is not undone, whichever program did it, and returns it. Errors:
// catalog.ErrNothingToUndo if there is none or it is undone already, catalog.ErrChangedSince. Files that the act has
// moved to the trash are back then. If some cannot be brought back, discard.ErrNotBack, what was passed on from them
// stays, and the act is struck from the history: it stands in the way of none before it. If their drive is away,
// discard.ErrAway, and the act can be undone when that is there again. Until then, or until something else is recorded,
// the next Undo of the latest undoes what was done before it, unless that has changed the same.
func (h *History) Undo(ctx context.Context, id photo.ActID) (photo.Act, error) {
	a, err := h.undo(ctx, id)
	if id != 0 || !h.knows(a.ID, err) {
		return a, err
	}
	acts, unread := h.Acts(ctx, 0)
	if unread != nil {
		return a, errors.Join(err, unread)
	}
	for _, before := range acts {
		if before.Undone || before.ID >= a.ID {
			continue
		}
		b, failed := h.undo(ctx, before.ID)
		switch {
		case h.knows(b.ID, failed):
		case errors.Is(failed, catalog.ErrChangedSince):
			return a, err // which is why
		default:
			return b, failed
		}
	}
	return a, err
}

// knows reports whether an act could not be undone because its drive is away, as the person was told before.
func (h *History) knows(id photo.ActID, err error) (told bool) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if !errors.Is(err, discard.ErrAway) {
		delete(h.told, id)
		return false
	}
	told = h.told[id]
	h.told[id] = true
	return told
}

func (h *History) undo(ctx context.Context, id photo.ActID) (photo.Act, error) {
	return h.undoIf(ctx, id, func(*catalog.Tx) (bool, error) { return true, nil })
}

// undoIf undoes an act if the transaction that does it shall.
func (h *History) undoIf(
	ctx context.Context, id photo.ActID, shall func(*catalog.Tx) (bool, error),
) (a photo.Act, err error) {
	var lost error
	err = h.moving(ctx, func(tx *catalog.Tx) (err error) {
		if does, err := shall(tx); err != nil || !does {
			return err
		}
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
// nothing, or something else was done since. What is refused, as files that must not go to the trash, can be redone
// later.
func (h *History) Redo(ctx context.Context) (a photo.Act, err error) {
	err = h.catalog.Update(ctx, func(tx *catalog.Tx) (err error) {
		tx.Files = discard.Announce
		a, err = tx.Redo()
		return err
	})
	if err == nil && a.Kind == journal.Trash {
		err = h.move(ctx, a.ID)
		a.Value = ""
	}
	return a, err
}
