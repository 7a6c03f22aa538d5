package userdata

import (
	"bytes"
	"encoding/hex"
	"fmt"

	"recollect/engine/catalog/journal"
	"recollect/engine/catalog/record"
	"recollect/engine/catalog/store"
	"recollect/engine/photo"
)

// What a person tells apart are contents, so that it outlives moves, new names, and files that are
// away. In the journal a pair is an act on no photo, with two hashes in hexadecimal.

// The faults of telling photos apart.
var (
	ErrUnread    error = &photo.Fault{Code: "catalog:unread", Text: "a photo was not read yet"}
	ErrFewApart  error = &photo.Fault{Code: "catalog:few-apart", Text: "one photo is told apart from none"}
	ErrManyApart error = &photo.Fault{Code: "catalog:many-apart", Text: "too many photos are told apart at once"}
)

// mostApart is how many contents can be told apart by one act: each is, from each.
const mostApart = 200

// TellApart records that photos are no duplicates of each other, each of each, or with apart false that they
// may be. Of equal files it records that they are wanted beside each other. Errors: store.ErrNotFound, ErrUnread,
// ErrFewApart for fewer than two photos, ErrManyApart for more than 200 contents.
func (t *Tx) TellApart(ids []photo.ID, apart bool) error {
	if err := t.there(ids); err != nil {
		return err
	}
	of, contents, err := t.contents(ids)
	switch {
	case err != nil:
		return err
	case len(contents) > mostApart:
		return ErrManyApart
	case len(contents) == 0 || len(contents) == 1 && len(of[contents[0]]) < 2:
		return ErrFewApart
	}
	for i, a := range contents {
		if len(of[a]) > 1 {
			if err := t.setApart(a, a, apart, of[a]); err != nil {
				return err
			}
		}
		for _, b := range contents[i+1:] {
			if err := t.setApart(a, b, apart, append(of[a][:len(of[a]):len(of[a])], of[b]...)); err != nil {
				return err
			}
		}
	}
	return nil
}

// contents returns the contents of photos, rising, and the photos of each.
func (t *Tx) contents(ids []photo.ID) (of map[photo.Hash][]photo.ID, all []photo.Hash, err error) {
	of = map[photo.Hash][]photo.ID{}
	_, err = store.Collect(t.db.Ctx, t.db.SQL, func(row store.Scanner) (none struct{}, err error) {
		var id photo.ID
		var raw []byte
		if err := row.Scan(&id, &raw); err != nil {
			return none, err
		}
		if raw == nil {
			return none, ErrUnread
		}
		var h photo.Hash
		if err := record.Hash(&h, raw); err != nil {
			return none, err
		}
		if of[h] == nil {
			all = append(all, h)
		}
		of[h] = append(of[h], id)
		return none, nil
	}, `SELECT id, hash FROM photos WHERE id IN (SELECT value FROM json_each(?)) ORDER BY hash, id`, list(ids))
	return of, all, err
}

// setApart records whether two contents are told apart. The photos that have them are named in the history.
func (t *Tx) setApart(a, b photo.Hash, apart bool, ids []photo.ID) error {
	if bytes.Compare(a[:], b[:]) > 0 {
		a, b = b, a
	}
	q := `DELETE FROM apart WHERE a = ? AND b = ?`
	if apart {
		q = `INSERT INTO apart (a, b) VALUES (?, ?) ON CONFLICT DO NOTHING`
	}
	res, err := t.db.Repeat(q, a[:], b[:])
	if err != nil {
		return err
	}
	n, err := res.RowsAffected()
	if err != nil || n == 0 {
		return err
	}
	act := journal.Act{
		Do: journal.Apart, Name: journal.Text(hex.EncodeToString(a[:])), Value: journal.Text(hex.EncodeToString(b[:])),
		No: !apart,
	}
	back := act
	back.No = apart
	t.changed(act, back, ids...)
	return nil
}

// againApart does an act on two contents again.
func (t *Tx) againApart(a journal.Act, ids []photo.ID) error {
	var pair [2]photo.Hash
	for i, text := range []journal.Text{a.Name, a.Value} {
		raw, err := hex.DecodeString(string(text))
		if err != nil || copy(pair[i][:], raw) != len(pair[i]) {
			return fmt.Errorf("%w: %q is no content", ErrNoSuchAct, text)
		}
	}
	return t.setApart(pair[0], pair[1], !a.No, ids)
}
