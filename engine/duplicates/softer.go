package duplicates

import (
	"context"

	"recollect/engine/look"
	"recollect/engine/photo"
)

// softest is the part of the sharpest picture's sharpness that another has at least which nobody would call less
// sharp: a copy at half the size, cut, brighter or saved again at a quality of 60 has more.
const softest = 0.8

// markSofter says which photos of groups are visibly less sharp than another of theirs.
func (s *Service) markSofter(ctx context.Context, groups []Group) error {
	var ids []photo.ID
	for _, g := range groups {
		for _, m := range g.Members {
			ids = append(ids, m.ID)
		}
	}
	grades, err := s.o.Catalog.GradesOf(ctx, ids)
	if err != nil {
		return err
	}
	for _, g := range groups {
		softer(g.Members, grades)
	}
	return nil
}

// softer marks members of one group. Nothing is said of pictures without edges, or that were not looked at.
func softer(members []Member, grades map[photo.ID]look.Grade) {
	sharp := func(m Member) int {
		if g := grades[m.ID]; g.Sharp < look.NoEdges {
			return g.Sharp
		}
		return 0
	}
	most := 0
	for _, m := range members {
		most = max(most, sharp(m))
	}
	for i, m := range members {
		own := sharp(m)
		members[i].Softer = own > 0 && float64(own) < softest*float64(most)
	}
}
