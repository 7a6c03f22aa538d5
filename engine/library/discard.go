package library

import (
	"context"
	"errors"
	"slices"

	"recollect/engine/catalog"
	"recollect/engine/catalog/journal"
	"recollect/engine/discard"
	"recollect/engine/photo"
)

// Discard moves the files of photos to the system's trash, all or none, because of one that is kept, which gets what is
// said of them first, so that nothing is lost wherever this ends. It is one act of the history: Undo brings the files
// back. Nothing goes unless all files are as they were recorded.
func (h *History) Discard(ctx context.Context, keep photo.Photo, others []photo.Photo) (photo.ActID, error) {
	var ids []photo.ID
	var files []photo.File
	for _, o := range others {
		ids, files = append(ids, o.ID), append(files, o.File)
	}
	acts, err := discard.Acts(keep.File, files)
	if err != nil {
		return 0, err
	}
	id, err := h.Record(ctx, func(ctx context.Context) error {
		return h.catalog.Update(ctx, func(tx *catalog.Tx) error { return tx.Discard(keep.ID, ids, acts) })
	})
	if err != nil || id == 0 {
		return 0, err
	}
	if err := h.move(ctx, id); err != nil {
		return 0, err
	}
	return id, nil
}

// move moves the files of an act that is recorded. If they cannot go, the act is undone, unless another process has
// done so: catalog.ErrGaveWay.
func (h *History) move(ctx context.Context, id photo.ActID) error {
	err := h.moving(ctx, func(tx *catalog.Tx) error { return tx.MoveFiles(id) })
	if err != nil && !errors.Is(err, catalog.ErrGaveWay) {
		_, undone := h.undo(context.WithoutCancel(ctx), id)
		err = errors.Join(err, undone)
	}
	return err
}

// Settle undoes acts whose process has ended while it moved files to the trash, so that all is as it was before. Those
// whose drive is away stay as they are. It must not be called while another process may do so.
func (h *History) Settle(ctx context.Context) error {
	all, err := h.catalog.Moving(ctx)
	for _, id := range all {
		err = errors.Join(err, h.settle(ctx, id))
	}
	return err
}

// settle undoes an act unless all of it was done in the meantime.
func (h *History) settle(ctx context.Context, id photo.ActID) error {
	_, err := h.undoIf(ctx, id, func(tx *catalog.Tx) (bool, error) {
		moving, err := tx.Moving()
		return slices.Contains(moving, id), err
	})
	return err
}

// moving makes a change of the history that may move files. They come back if it cannot be recorded that they went.
func (h *History) moving(ctx context.Context, change func(*catalog.Tx) error) error {
	var files discard.Mover
	err := h.catalog.Update(ctx, func(tx *catalog.Tx) error {
		tx.Files = func(acts []*journal.Act) error { return files.Do(ctx, acts) }
		return change(tx)
	})
	if err != nil {
		err = errors.Join(err, files.Back(ctx))
	}
	return err
}
