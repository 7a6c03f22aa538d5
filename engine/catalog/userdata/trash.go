package userdata

import (
	"context"
	"database/sql"
	"errors"

	"recollect/engine/catalog/acts"
	"recollect/engine/catalog/journal"
	"recollect/engine/photo"
)

// Discard passes on what is said of photos to one that is kept, and records that the file of each is about to go to
// the trash: one act of the history, of the kind "trash". MoveFiles moves them.
func (t *Tx) Discard(keep photo.ID, others []photo.ID, files []journal.Act) error {
	t.Journal = "" // MoveFiles writes it
	err := t.PassOn(keep, others)
	t.kind = journal.Trash
	for i, do := range files {
		back := do
		back.No = true
		t.changes = append(t.changes, acts.Change{Do: do, Back: back, IDs: others[i : i+1]})
	}
	return err
}

// ErrGaveWay means that another process has undone, or redone, an act while this one was about to move its files.
var ErrGaveWay error = &photo.Fault{
	Code: "catalog:gave-way",
	Text: "another process has undone or redone it at the same time",
}

// MoveFiles moves the files of an act of Discard or Redo, and records where they are. What was undone before an act of
// Discard cannot be redone from then on: one that is refused leaves it as it was. ErrGaveWay: since the act was
// recorded another process has taken it for one whose process has ended, and has undone it. No file is moved.
func (t *Tx) MoveFiles(id photo.ActID) error {
	a, changes, err := t.act(`id = ? AND value <> '' AND NOT undone`, id)
	if errors.Is(err, sql.ErrNoRows) {
		return ErrGaveWay
	}
	if err == nil {
		_, err = t.files(changes)
	}
	if err == nil && a.Value == acts.First {
		err = t.noRedo()
	}
	for _, c := range changes {
		if c.Do.Do != journal.Trash {
			err = errors.Join(err, t.noteEach(c.IDs, func(photo.ID) journal.Act { return c.Do }))
		}
	}
	if err != nil {
		return err
	}
	a.Value = ""
	return t.undone(a, changes, true)
}

// Moving returns the acts whose files are about to go to the trash: of processes that do so now, or have ended there.
func (d *Data) Moving(ctx context.Context) ([]photo.ActID, error) {
	return acts.Moving(ctx, d.db)
}

// Moving is Data's Moving as of this transaction.
func (t *Tx) Moving() ([]photo.ActID, error) { return acts.Moving(t.db.Ctx, t.db.SQL) }

// Strike removes an act from the history: it can be neither undone nor redone.
func (t *Tx) Strike(id photo.ActID) error { return t.db.Exec(`DELETE FROM acts WHERE id = ?`, id) }

// files moves the files of changes that are to be done, and reports whether there are any.
func (t *Tx) files(changes []acts.Change) (moved bool, err error) {
	var all []*journal.Act
	for i, c := range changes {
		if c.Do.Do == journal.Trash {
			all = append(all, &changes[i].Do)
		}
	}
	if len(all) == 0 || t.Files == nil {
		return false, nil
	}
	err = t.Files(all)
	for i, c := range changes {
		if c.Do.Do == journal.Trash {
			changes[i].Back.Value = c.Do.Value
		}
	}
	return true, err
}
