package duplicates

import (
	"slices"
	"testing"

	"recollect/engine/look"
	"recollect/engine/photo"
)

// What is visibly less sharp than the sharpest is marked; of what is not known nothing is said.
func TestSofter(t *testing.T) {
	grades := map[photo.ID]look.Grade{
		1: {Sharp: 1000}, 2: {Sharp: 800}, 3: {Sharp: 799}, 4: {Sharp: look.NoEdges}, 6: {Sharp: 300},
	}
	tests := []struct {
		name      string
		ids, want []photo.ID
	}{
		{"below the limit", []photo.ID{1, 2, 3}, []photo.ID{3}},
		{"without edges, and not looked at", []photo.ID{4, 5, 3}, nil},
		{"all are soft", []photo.ID{6, 6}, nil},
		{"much below", []photo.ID{6, 3, 1}, []photo.ID{6, 3}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var members []Member
			for _, id := range tt.ids {
				members = append(members, Member{Photo: photo.Photo{ID: id}})
			}
			softer(members, grades)
			var got []photo.ID
			for _, m := range members {
				if m.Softer {
					got = append(got, m.ID)
				}
			}
			if !slices.Equal(got, tt.want) {
				t.Errorf("softer are %v, want %v", got, tt.want)
			}
		})
	}
}
