package catalog

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"recollect/engine/photo"
	"recollect/engine/query"
)

func TestSorted(t *testing.T) {
	c := open(t)
	f := addFolder(t, c, "/p")
	var ids []photo.ID
	for i, p := range []struct {
		name       string
		hour, size int
		rating     int
	}{
		{"IMG_10.jpg", 3, 5, 0},
		{"img_9.jpg", 1, 7, 5},
		{"img_010b.jpg", 2, 6, -1},
		{"Ärger.jpg", 4, 1, 5},
		{"b.jpg", 4, 2, 0},
	} {
		q := picture(f, p.name)
		q.Taken = photo.Moment{Time: time.Unix(int64(p.hour), 1000*int64(i)), From: photo.FromExif}
		q.Size, q.Meta.Rating = int64(p.size), p.rating
		ids = append(ids, insert(t, c, q))
	}
	for by, want := range map[query.Sort][]int{
		query.Newest: {4, 3, 0, 2, 1}, "": {4, 3, 0, 2, 1}, query.Oldest: {1, 2, 0, 3, 4},
		query.BySize:   {1, 2, 0, 4, 3},
		query.ByRating: {3, 1, 4, 0, 2}, query.ByName: {4, 1, 0, 2, 3},
	} {
		var w []photo.ID
		for _, i := range want {
			w = append(w, ids[i])
		}
		wants(t, string(by), w)(c.filters().Sorted(t.Context(), append([]photo.ID{ids[1], 999}, ids...), by))
		wants(t, string(by), slices.DeleteFunc(w, func(id photo.ID) bool {
			return id == ids[0]
		}))(c.filters().Sorted(t.Context(), ids[1:], by))
	}
	wants(t, "relevance", []photo.ID{7, 5})(c.filters().Sorted(t.Context(), []photo.ID{7, 5}, query.ByRelevance))
	if _, err := c.filters().Sorted(t.Context(), ids, "x"); err == nil {
		t.Error("an unknown order is one")
	}
}

// The first photos of a set in an order are those of Sorted, whether the set is small or large.
func TestFirst(t *testing.T) {
	c := open(t)
	f := addFolder(t, c, "/p")
	var ids []photo.ID
	for i := range 40 {
		q := picture(f, fmt.Sprintf("%d.jpg", i))
		q.Taken = photo.Moment{Time: time.Unix(int64(i*7%10), 0), From: photo.FromExif}
		q.Size = int64(i * 13 % 40)
		if id := insert(t, c, q); i%3 != 0 {
			ids = append(ids, id)
		}
	}
	few, many := photo.NewSet(ids...), photo.NewSet(ids...)
	for i := range photo.ID(3000) { // photos that are not there
		many.Add(1000 + i)
	}
	for _, by := range []query.Sort{query.Newest, query.Oldest, query.BySize, query.ByName} {
		all, err := c.filters().Sorted(t.Context(), ids, by)
		if err != nil {
			t.Fatal(err)
		}
		for limit, want := range map[int][]photo.ID{0: all, 7: all[:7], 100: all} {
			wants(t, fmt.Sprint("few, ", by, limit), want)(c.First(t.Context(), few, by, limit))
			wants(t, fmt.Sprint("many, ", by, limit), want)(c.First(t.Context(), many, by, limit))
		}
	}
}
