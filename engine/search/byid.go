package search

import "recollect/engine/photo"

// byID has something for each photo. It has memory for the neighbours of those that were asked for only: one
// large ID, of a damaged catalog, would take all memory otherwise.
type byID[T any] []*[pageIDs]T

const pageIDs = 1 << 12

// at returns what id has, zero at first, for the caller to change. id is one that a photo can have.
func (b *byID[T]) at(id photo.ID) *T {
	page := int(id / pageIDs)
	if page >= len(*b) {
		*b = append(*b, make([]*[pageIDs]T, page+1-len(*b))...)
	}
	if (*b)[page] == nil {
		(*b)[page] = new([pageIDs]T)
	}
	return &(*b)[page][id%pageIDs]
}
