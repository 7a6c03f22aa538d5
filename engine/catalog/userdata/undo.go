package userdata

import (
	"database/sql"
	"errors"
	"slices"
	"time"

	"recollect/engine/catalog/acts"
	"recollect/engine/catalog/journal"
	"recollect/engine/catalog/store"
	"recollect/engine/photo"
)

// ErrNothingToUndo means that the history has nothing to undo.
var ErrNothingToUndo error = &photo.Fault{
	Code: "catalog:nothing-to-undo",
	Text: "nothing to undo",
}

// ErrNothingToRedo means that nothing was undone since the last act.
var ErrNothingToRedo error = &photo.Fault{
	Code: "catalog:nothing-to-redo",
	Text: "nothing to redo",
}

// ErrChangedSince means that an act cannot be undone before later ones, which have changed the same.
var ErrChangedSince error = &photo.Fault{
	Code: "catalog:changed-since",
	Text: "the same was changed again since",
}

// Undo undoes an act, or with 0 the last one that is not undone, and returns it. Photos that the library
// does not have any more are left out. What an act has said of a file is undone, too, of those that have come to
// its shot since and say the same. One of Discard whose files had not all gone leaves the history. Errors:
// ErrNothingToUndo if there is none or it is undone, ErrChangedSince, and those of Files, after which nothing is
// undone.
func (t *Tx) Undo(id photo.ActID) (photo.Act, error) {
	where, args := `NOT undone ORDER BY id DESC`, []any{}
	if id != 0 {
		where, args = `NOT undone AND id = ?`, []any{id}
	}
	a, changes, err := t.act(where, args...)
	if errors.Is(err, sql.ErrNoRows) {
		return a, ErrNothingToUndo
	}
	if err == nil && id != 0 {
		err = t.changedSince(id, changes)
	}
	if err != nil {
		return a, err
	}
	last := changes[0].Last
	acts.Turn(changes)
	moved, err := t.files(changes)
	if err != nil {
		return a, err
	}
	joined, err := t.join(changes, last)
	if err != nil {
		return a, err
	}
	if err := t.doAll(changes); err != nil {
		return a, err
	}
	a.Undone = true
	if a.Kind == journal.Trash && a.Value == acts.First {
		return a, t.Strike(a.ID)
	}
	if moved {
		a.Value = ""
	}
	acts.Turn(changes)
	return a, t.undone(a, changes, joined || moved)
}

// Redo does again what Undo has undone last, and returns it. Where Files has announced that files go, MoveFiles must
// follow. The error is ErrNothingToRedo if there is nothing.
func (t *Tx) Redo() (photo.Act, error) {
	a, changes, err := t.act(`undone ORDER BY undone DESC, id`)
	if errors.Is(err, sql.ErrNoRows) {
		return a, ErrNothingToRedo
	}
	if err != nil {
		return a, err
	}
	moved, err := t.files(changes)
	if err != nil {
		return a, err
	}
	if moved {
		t.Journal = "" // MoveFiles writes it
	}
	joined, err := t.join(changes, changes[0].Last)
	if err != nil {
		return a, err
	}
	if err := t.doAll(changes); err != nil {
		return a, err
	}
	a.Undone = false
	if moved {
		a.Value = acts.Again
	}
	return a, t.undone(a, changes, joined || moved)
}

// undone records whether an act is undone, and with rewrite its changes.
func (t *Tx) undone(a photo.Act, changes []acts.Change, rewrite bool) error {
	if rewrite {
		packed, err := acts.Pack(changes)
		if err == nil {
			err = t.db.Exec(`UPDATE acts SET changes = ? WHERE id = ?`, packed, a.ID)
		}
		if err != nil {
			return err
		}
	}
	// The act that was undone last has the greatest number. Earlier versions gave all of them 1.
	return t.db.Exec(`UPDATE acts SET value = ?, undone = iif(?, (SELECT max(undone) + 1 FROM acts), 0) WHERE id = ?`,
		a.Value, a.Undone, a.ID)
}

// act returns the first act of the history that a condition finds, with its changes.
func (t *Tx) act(where string, args ...any) (photo.Act, []acts.Change, error) {
	t.Unrecorded = true
	var packed []byte
	var a photo.Act
	var at int64
	err := t.db.SQL.QueryRowContext(t.db.Ctx, `
		SELECT `+acts.Columns+`, changes FROM acts WHERE at_ns >= ? AND `+where+` LIMIT 1`,
		append([]any{time.Now().Add(-acts.Kept).UnixNano()}, args...)...).
		Scan(&a.ID, &at, &a.Kind, &a.Name, &a.Value, &a.No, &a.Photos, &a.Undone, &packed)
	if err != nil {
		return a, nil, err
	}
	a.Time = time.Unix(0, at)
	changes, err := acts.Unpack(packed)
	if err == nil && len(changes) == 0 {
		err = store.ErrDamaged
	}
	a.First = acts.FirstPhoto(a.Kind, changes)
	return a, changes, err
}

// changedSince returns ErrChangedSince if a later act than id, which is not undone, has changed some of the same.
func (t *Tx) changedSince(id photo.ActID, changes []acts.Change) error {
	later, err := store.Collect(t.db.Ctx, t.db.SQL, func(row store.Scanner) (packed []byte, err error) {
		err = row.Scan(&packed)
		return packed, err
	}, `SELECT changes FROM acts WHERE NOT undone AND id > ?`, id)
	if err != nil {
		return err
	}
	mine := map[acts.Subject]bool{}
	for _, c := range changes {
		changed, _ := acts.Subjects(c)
		for _, s := range changed {
			mine[s] = true
		}
	}
	for _, packed := range later {
		theirs, err := acts.Unpack(packed)
		if err != nil {
			return err
		}
		for _, c := range theirs {
			if _, clash := acts.Subjects(c); slices.ContainsFunc(clash, func(s acts.Subject) bool { return mine[s] }) {
				return ErrChangedSince
			}
		}
	}
	return nil
}

// join adds to changes that are to be done the files that have come to the shots of their photos since photo last was
// the last, and of which a person says what those changes are to replace. It reports whether there are any.
func (t *Tx) join(changes []acts.Change, last photo.ID) (joined bool, err error) {
	for _, f := range photo.Fields() {
		now := map[photo.ID]said{} // what the act takes for what is said
		for _, c := range changes {
			for _, id := range c.IDs {
				if _, is := now[id]; !is && c.Do.Do == journal.Edit && c.Do.Name == journal.Text(f) {
					now[id] = said{string(c.Back.Value), !c.Back.No}
				}
			}
		}
		mates, err := t.mates(f, now, last)
		if err != nil {
			return false, err
		}
		for i, c := range changes {
			if c.Do.Do != journal.Edit || c.Do.Name != journal.Text(f) {
				continue
			}
			for _, id := range c.IDs {
				changes[i].IDs = append(changes[i].IDs, mates[id]...)
			}
		}
		joined = joined || len(mates) > 0
	}
	return joined, nil
}

// mates returns the files later than last that are of one shot with photos, by those photos, and are not among them,
// if of a field the same is said of them.
func (t *Tx) mates(f photo.Field, now map[photo.ID]said, last photo.ID) (map[photo.ID][]photo.ID, error) {
	type pair struct{ of, mate photo.ID }
	ids := make([]photo.ID, 0, len(now))
	for id := range now {
		ids = append(ids, id)
	}
	slices.Sort(ids)
	pairs, err := store.Collect(t.db.Ctx, t.db.SQL, func(row store.Scanner) (p pair, err error) {
		err = row.Scan(&p.of, &p.mate)
		return p, err
	}, `SELECT o.id, p.id FROM json_each(?1) l CROSS JOIN photos o ON o.id = l.value AND o.shot <> 0
		CROSS JOIN photos p ON p.shot = o.shot AND p.id > ?2 AND p.id <> o.id
			AND iif(p.lead = 0, p.id, p.lead) = iif(o.lead = 0, o.id, o.lead)
		ORDER BY 2, 1`, list(ids), last)
	if err != nil {
		return nil, err
	}
	var later []photo.ID
	for _, p := range pairs {
		later = append(later, p.mate)
	}
	says, err := t.edits(f, later)
	if err != nil {
		return nil, err
	}
	mates := map[photo.ID][]photo.ID{}
	taken := map[photo.ID]bool{}
	for _, p := range pairs {
		if _, named := now[p.mate]; !named && !taken[p.mate] && says[p.mate] == now[p.of] {
			mates[p.of] = append(mates[p.of], p.mate)
			taken[p.mate] = true
		}
	}
	return mates, nil
}
