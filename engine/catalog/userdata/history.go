package userdata

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"recollect/engine/catalog/acts"
	"recollect/engine/catalog/journal"
	"recollect/engine/photo"
)

// The history has an act for each transaction in which a person has changed user data: all changes,
// each with its opposite. Undoing an act does the opposites, from the last to the first. Package
// acts stores them.

// changed notes a change that names no photo. The history counts ids as its photos.
func (t *Tx) changed(do, back journal.Act, ids ...photo.ID) {
	t.Note(do)
	if !t.Unrecorded {
		t.changes = append(t.changes, acts.Change{Do: do, Back: back, IDs: ids})
	}
}

// changedAll notes the same change of several photos.
func (t *Tx) changedAll(ids []photo.ID, do, back journal.Act) error {
	return t.changedEach(ids, func(photo.ID) (journal.Act, journal.Act) { return do, back })
}

// changedEach notes a change of each of several photos.
func (t *Tx) changedEach(ids []photo.ID, each func(photo.ID) (do, back journal.Act)) error {
	for _, id := range ids {
		if t.Unrecorded {
			break
		}
		do, back := each(id)
		if n := len(t.changes); n > 0 && len(t.changes[n-1].IDs) > 0 &&
			acts.Same(t.changes[n-1].Do, do) && acts.Same(t.changes[n-1].Back, back) {
			t.changes[n-1].IDs = append(t.changes[n-1].IDs, id)
			continue
		}
		t.changes = append(t.changes, acts.Change{Do: do, Back: back, IDs: []photo.ID{id}})
	}
	return t.noteEach(ids, func(id photo.ID) journal.Act {
		do, _ := each(id)
		return do
	})
}

// record adds the changes of the transaction to the history. What was undone before cannot be redone
// any more.
func (t *Tx) record() error {
	if len(t.changes) == 0 {
		return nil
	}
	first := t.changes[0].Do
	kind := first.Do
	if kind == journal.Edit {
		kind, first.Name = string(first.Name), ""
	}
	if kind == journal.Apart {
		first.Name, first.Value = "", "" // hashes, which nobody reads
	}
	if kind == journal.Verdict {
		first.Value = journal.Text(fmt.Sprint(first.Verdict))
	}
	if t.kind != "" {
		kind, first = t.kind, journal.Act{}
	}
	if kind == journal.Trash {
		first.Value = acts.First
	} else if err := t.noRedo(); err != nil {
		return err
	}
	n, err := acts.Count(t.db, t.changes, t.kind == journal.Trash)
	if err != nil {
		return err
	}
	if err := t.db.SQL.QueryRowContext(t.db.Ctx, `SELECT coalesce(max(id), 0) FROM photos`).
		Scan(&t.changes[0].Last); err != nil {
		return err
	}
	packed, err := acts.Pack(t.changes)
	if err != nil {
		return err
	}
	res, err := t.db.SQL.ExecContext(t.db.Ctx, `
		INSERT INTO acts (at_ns, kind, name, value, no, photos, changes) VALUES (?, ?, ?, ?, ?, ?, ?)`,
		time.Now().UnixNano(), kind, string(first.Name), string(first.Value), first.No, n, packed)
	if err != nil {
		return err
	}
	id, err := res.LastInsertId()
	t.recorded = photo.ActID(id)
	if err != nil || id%acts.TrimmedEvery != 0 {
		return err
	}
	return acts.Trim(t.db)
}

// noRedo forgets what could be redone.
func (t *Tx) noRedo() error { return t.db.Exec(`DELETE FROM acts WHERE undone`) }

// History returns up to limit acts that can be undone or redone, the latest first. 0 means all.
func (d *Data) History(ctx context.Context, limit int) ([]photo.Act, error) {
	return acts.List(ctx, d.db, limit)
}

// doAll does changes in their order. Those that say different things of photos, in one field or one
// album, are done together.
func (t *Tx) doAll(changes []acts.Change) error {
	var of journal.Act // of together
	together := map[photo.ID]said{}
	flush := func() error {
		defer clear(together)
		switch {
		case len(together) == 0:
			return nil
		case of.Do == journal.Member:
			return t.placeAll(string(of.Name), together)
		}
		return t.edit(photo.Field(of.Name), together)
	}
	for _, c := range changes {
		if c.Do.Do != journal.Edit && c.Do.Do != journal.Member {
			if err := errors.Join(flush(), t.again(c.Do, c.IDs)); err != nil {
				return err
			}
			continue
		}
		twice := slices.ContainsFunc(c.IDs, func(id photo.ID) bool { _, is := together[id]; return is })
		if twice || of.Do != c.Do.Do || of.Name != c.Do.Name {
			if err := flush(); err != nil {
				return err
			}
		}
		of = c.Do
		for _, id := range c.IDs {
			together[id] = said{string(c.Do.Value), !c.Do.No}
		}
	}
	return flush()
}

// again does an act of the history or of the journal again, on photos of the library or, if it is of
// none, on what it names. It has no effect where it is done already. Errors: ErrNoName, ErrNameTaken,
// store.ErrNotFound, ErrNoSuchAct.
func (t *Tx) again(a journal.Act, ids []photo.ID) error {
	name := string(a.Name)
	switch a.Do {
	case journal.Favourite:
		return t.favourite(ids, !a.No)
	case journal.Tag:
		if a.No {
			return t.untag(ids, name)
		}
		return t.tag(ids, name)
	case journal.Verdict:
		known, err := t.known(all(ids, said{}))
		if err != nil {
			return err
		}
		for _, id := range known {
			if err := t.Judge(id, name, photo.Verdict(a.Verdict)); err != nil {
				return err
			}
		}
		return nil
	case journal.Edit:
		return t.edit(photo.Field(name), all(ids, said{string(a.Value), !a.No}))
	case journal.Member:
		return t.placeAll(name, all(ids, said{string(a.Value), !a.No}))
	case journal.Apart:
		return t.againApart(a, ids)
	case journal.Trash:
		return nil // Files has moved it
	}
	return t.againOfAlbum(a)
}

// AgainAll replays acts of the journal, each on a photo of the library; 0: it has no such photo.
func (t *Tx) AgainAll(all []journal.Act, ids []photo.ID) error {
	var changes []acts.Change
	for i, a := range all {
		if ids[i] == 0 {
			continue
		}
		if n := len(changes); n > 0 && acts.Same(changes[n-1].Do, a) {
			changes[n-1].IDs = append(changes[n-1].IDs, ids[i])
			continue
		}
		changes = append(changes, acts.Change{Do: a, IDs: []photo.ID{ids[i]}})
	}
	return t.doAll(changes)
}

// ErrNoSuchAct means that an act is of a kind that this version does not know.
var ErrNoSuchAct = errors.New("no such act is known")

// Again replays an act of the journal on a photo of the library; 0 for an act on none.
func (t *Tx) Again(a journal.Act, id photo.ID) error {
	if id == 0 {
		return t.again(a, nil)
	}
	return t.again(a, []photo.ID{id})
}
