package roll

import (
	"slices"

	"recollect/engine/photo"
)

// Moved returns r with photos, in the order of ids, before another one or, if before is none of the others, at the
// end. All photos of r are loaded, and in no order of time.
func (r *Roll) Moved(ids []photo.ID, before photo.ID) *Roll {
	rest, of := r.apart(ids)
	moved := make([]photo.Tile, 0, len(of))
	for _, id := range ids {
		if t, ok := of[id]; ok {
			moved = append(moved, t)
			delete(of, id)
		}
	}
	at := len(rest)
	if i := indexOf(rest, before); i >= 0 {
		at = i
	}
	return Of(slices.Insert(rest, at, moved...), false)
}

// Less returns r without some photos. All photos of r are loaded, and in no order of time.
func (r *Roll) Less(ids []photo.ID) *Roll {
	rest, _ := r.apart(ids)
	return Of(rest, false)
}

// apart returns the photos of r but for some, and those by their IDs.
func (r *Roll) apart(ids []photo.ID) (rest []photo.Tile, of map[photo.ID]photo.Tile) {
	chosen := photo.NewSet(ids...)
	of = make(map[photo.ID]photo.Tile, len(ids))
	if r == nil {
		return nil, of
	}
	rest = make([]photo.Tile, 0, r.Len())
	for _, p := range r.Pages {
		for _, t := range p.Tiles {
			if chosen.Has(t.ID) {
				of[t.ID] = t
			} else {
				rest = append(rest, t)
			}
		}
	}
	return rest, of
}
