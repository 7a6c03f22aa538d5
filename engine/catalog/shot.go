package catalog

import (
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"

	"recollect/engine/catalog/ledger"
	"recollect/engine/catalog/shots"
	"recollect/engine/catalog/store"
	"recollect/engine/photo"
)

// Regrouped tells whom a transaction took out of the grid and whom it put there again.
type Regrouped struct {
	Hidden []photo.ID // shown by themselves before, with another photo by now
	// Shown by themselves again: those whose content the model that serves knows, with
	// their vectors. Others are waiting.
	Shown map[photo.ID]photo.Vector
}

// Regroup decides anew which files are shown together, where that may have
// changed since the transaction began or Regroup was called last. Update calls
// it at the end for who does not want to know.
func (t *Tx) Regroup() (Regrouped, error) {
	out := Regrouped{Shown: map[photo.ID]photo.Vector{}}
	if len(t.touched) == 0 && len(t.returned) == 0 {
		return out, nil
	}
	touched, err := json.Marshal(slices.Collect(maps.Keys(t.touched)))
	if err != nil {
		return out, err
	}
	members, err := store.Collect(t.ctx, t.sql, shots.Scan, shots.Query+`WHERE p.shot IN (SELECT value
		FROM json_each(?))`, string(touched))
	if err != nil {
		return out, err
	}
	for _, shot := range shots.Group(members) {
		to := shots.Leads(shot)
		for _, m := range shot {
			if err := t.follow(m, to[m.ID], &out); err != nil {
				return out, err
			}
		}
	}
	if err := t.welcome(&out); err != nil {
		return out, err
	}
	t.touched, t.returned = nil, nil
	return out, nil
}

// welcome tells out which photos are back and shown by themselves.
func (t *Tx) welcome(out *Regrouped) error {
	ids, err := json.Marshal(t.returned)
	if err != nil || len(t.returned) == 0 {
		return err
	}
	back, err := store.Collect(t.ctx, t.sql, shots.Scan, shots.Query+`WHERE p.lead = 0 AND p.state = 1 AND
		p.id IN (SELECT value FROM json_each(?))`, string(ids))
	if err != nil {
		return err
	}
	for _, m := range back {
		if err := t.show(m, out); err != nil {
			return fmt.Errorf("%s, which is back: %w", m.Path, err)
		}
	}
	return nil
}

// follow records that m is shown with the photo lead, and tells out.
func (t *Tx) follow(m shots.Member, lead photo.ID, out *Regrouped) error {
	if m.Lead == lead {
		return nil
	}
	if err := t.exec(`UPDATE photos SET lead = ? WHERE id = ?`, lead, m.ID); err != nil {
		return err
	}
	switch {
	case m.Lead == 0:
		out.Hidden = append(out.Hidden, m.ID)
		return nil
	case lead != 0 || m.State != encoded:
		return nil
	}
	if err := t.show(m, out); err != nil {
		return fmt.Errorf("%s, shown by itself again: %w", m.Path, err)
	}
	return nil
}

// show tells out of a photo whose content the model that serves knows.
func (t *Tx) show(m shots.Member, out *Regrouped) error {
	serving, err := t.value(ledger.ModelKey)
	if err != nil {
		return err
	}
	v, err := ledger.VectorOf(t.ctx, t.sql, serving, m.Hash)
	if errors.Is(err, ErrNotFound) {
		return nil
	}
	out.Shown[m.ID] = v
	return err
}

// touch remembers a shot for Regroup; 0 is that of a photo whose shot is not known.
func (t *Tx) touch(shot int64) {
	if shot == 0 {
		return
	}
	if t.touched == nil {
		t.touched = map[int64]bool{}
	}
	t.touched[shot] = true
}
