package catalog

import (
	"encoding/json"
	"maps"
	"slices"

	"recollect/engine/catalog/shots"
	"recollect/engine/catalog/store"
)

// regroup decides again which files are shown together, for the shots that the transaction touched.
func (t *Tx) regroup() error {
	if len(t.touched) == 0 {
		return nil
	}
	touched, err := json.Marshal(slices.Collect(maps.Keys(t.touched)))
	if err != nil {
		return err
	}
	members, err := store.Collect(t.ctx, t.sql, shots.Scan, shots.Query+`WHERE p.shot IN (SELECT value
		FROM json_each(?))`, string(touched))
	if err != nil {
		return err
	}
	for _, shot := range shots.Group(members) {
		to := shots.Leads(shot)
		for _, m := range shot {
			if m.Lead == to[m.ID] {
				continue
			}
			if err := t.exec(`UPDATE photos SET lead = ? WHERE id = ?`, to[m.ID], m.ID); err != nil {
				return err
			}
			if to[m.ID] == 0 {
				continue
			}
			if err := t.Inherit(to[m.ID], m.ID); err != nil {
				return err
			}
		}
	}
	return nil
}

// touch adds a shot for regroup; 0 means a photo whose shot is not known.
func (t *Tx) touch(shot int64) {
	if shot == 0 {
		return
	}
	if t.touched == nil {
		t.touched = map[int64]bool{}
	}
	t.touched[shot] = true
}
