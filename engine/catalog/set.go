package catalog

import (
	"context"
	"encoding/json"
	"fmt"
	"math/bits"

	"recollect/engine/photo"
)

// set is a set of photos: bit i%64 of word i/64 for the ID i. Sets of a library
// are small, because IDs are given one after the other: 12 kB for 100,000 photos.
type set []uint64

// mostID is beyond the ID of any photo, and keeps a damaged one from asking for memory without end.
const mostID = 1 << 32

// add puts an ID between 0 and mostID into s.
func (s *set) add(id photo.ID) {
	word := int(id / 64)
	if word >= len(*s) {
		*s = append(*s, make(set, max(word+1-len(*s), len(*s)))...)
	}
	(*s)[word] |= 1 << (id % 64)
}

func (s set) has(id photo.ID) bool {
	return id >= 0 && id/64 < photo.ID(len(s)) && s[id/64]&(1<<(id%64)) != 0
}

// unite puts all of other into s.
func (s *set) unite(other set) {
	if len(*s) < len(other) {
		*s = append(*s, make(set, len(other)-len(*s))...)
	}
	for i, word := range other {
		(*s)[i] |= word
	}
}

// intersect takes out of s what is not in other.
func (s set) intersect(other set) {
	for i := range s {
		if i < len(other) {
			s[i] &= other[i]
		} else {
			s[i] = 0
		}
	}
}

// subtract takes out of s what is in other.
func (s set) subtract(other set) {
	for i := range min(len(s), len(other)) {
		s[i] &^= other[i]
	}
}

func (s set) size() int {
	n := 0
	for _, word := range s {
		n += bits.OnesCount64(word)
	}
	return n
}

// ids are those in s, ascending.
func (s set) ids() []photo.ID {
	ids := make([]photo.ID, 0, s.size())
	for i, word := range s {
		for ; word != 0; word &= word - 1 {
			ids = append(ids, photo.ID(64*i+bits.TrailingZeros64(word)))
		}
	}
	return ids
}

// setOf has those of ids that a photo can have.
func setOf(ids []photo.ID) set {
	var s set
	for _, id := range ids {
		if id >= 0 && id < mostID {
			s.add(id)
		}
	}
	return s
}

// find gives the photos that a query names in its column id. They come as one
// text: a row for each takes three times as long.
func (c *Catalog) find(ctx context.Context, query string, args ...any) (set, error) {
	var all *string
	if err := c.read.QueryRowContext(ctx, `SELECT group_concat(id) FROM (`+query+`)`, args...).Scan(&all); err != nil {
		return nil, explain(err)
	}
	var s set
	err := eachID(all, s.add)
	return s, err
}

// eachID reads IDs as group_concat writes them.
func eachID(all *string, each func(photo.ID)) error {
	if all == nil { // of nothing
		return nil
	}
	var id photo.ID
	for i := range len(*all) {
		switch digit := (*all)[i]; {
		case digit == ',':
			each(id)
			id = 0
			continue
		case digit < '0' || digit > '9' || id >= mostID/10:
			return fmt.Errorf("%w: a photo has the ID %.20s", ErrDamaged, (*all)[i:])
		default:
			id = 10*id + photo.ID(digit-'0')
		}
	}
	each(id)
	return nil
}

// leading is s with the photo that leads in place of each file that follows one.
func (c *Catalog) leading(ctx context.Context, s set) (set, error) {
	var followers, leads *string
	// Both lists are in the order of the rows. By itself SQLite would not take this index, which holds few.
	err := c.read.QueryRowContext(ctx, `
		SELECT group_concat(id), group_concat(lead)
		FROM (SELECT id, lead FROM photos INDEXED BY photos_hidden WHERE (lead <> 0 OR state > 1) AND lead <> 0)`).
		Scan(&followers, &leads)
	if err != nil {
		return nil, explain(err)
	}
	var follow, lead []photo.ID
	if err := eachID(followers, func(id photo.ID) { follow = append(follow, id) }); err != nil {
		return nil, err
	}
	if err := eachID(leads, func(id photo.ID) { lead = append(lead, id) }); err != nil {
		return nil, err
	}
	for i, id := range follow {
		if s.has(id) {
			s.add(lead[i])
		}
	}
	return s, nil
}

// fewShown is up to how many photos are looked up one by one.
const fewShown = 2000

// shown takes out of s what no answer has: files that follow others, that
// cannot be shown or are gone. A nil set stands for everything.
func (c *Catalog) shown(ctx context.Context, s set) (set, error) {
	if s != nil && s.size() <= fewShown {
		list, err := json.Marshal(s.ids())
		if err != nil {
			return nil, err
		}
		return c.find(ctx, `SELECT id FROM photos WHERE id IN (SELECT value FROM json_each(?)) AND state < 2 AND lead = 0`, string(list))
	}
	all, err := c.find(ctx, `SELECT id FROM photos WHERE state < 2 AND lead = 0`)
	if s != nil {
		all.intersect(s)
	}
	return all, err
}
