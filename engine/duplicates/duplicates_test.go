package duplicates

import (
	"context"
	"image"
	"maps"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"recollect/engine/catalog"
	"recollect/engine/look"
	"recollect/engine/photo"
)

// Whatever is near and meets in a band is found, once.
func TestIndex(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	var all []*content
	base := look.Hash(r.Uint64())
	want := map[*content]int{}
	for i := range 2000 {
		h := base
		for _, bit := range r.Perm(look.Bits)[:i%40] {
			h ^= 1 << bit
		}
		c := &content{look: h, hash: photo.Hash{byte(i), byte(i >> 8)}}
		all = append(all, c)
		if d := base.Distance(h); d <= near && first(base^h) < bands {
			want[c] = d
		}
	}
	all = append(all, &content{look: look.Flat})
	got := map[*content]int{}
	newIndex(all).each(base, func(c *content, distance int) {
		if _, twice := got[c]; twice {
			t.Errorf("a content was found twice")
		}
		got[c] = distance
	})
	if !maps.Equal(got, want) {
		t.Errorf("found %d, want %d", len(got), len(want))
	}
	upTo15 := 0
	for _, d := range want {
		if d <= 15 {
			upTo15++
		}
	}
	if upTo15 != 2000/40*16 {
		t.Errorf("%d of %d within 15 bits meet", upTo15, 2000/40*16)
	}
}

func TestRelated(t *testing.T) {
	at := func(ms int, camera string) *content {
		return newContent(catalog.Seen{Camera: camera, Taken: photo.Moment{
			Time: time.Date(2024, 5, 1, 12, 0, 0, ms*1e6, time.UTC), From: photo.FromExif,
		}})
	}
	undated := newContent(catalog.Seen{Taken: photo.Moment{Time: time.Unix(9, 0), From: photo.FromModTime}})
	zoned := newContent(catalog.Seen{Camera: "A", Taken: photo.Moment{
		Time: time.Date(2024, 5, 1, 12, 0, 0, 0, time.FixedZone("", 7200)), HasOffset: true, From: photo.FromExif,
	}})
	for _, tt := range []struct {
		name string
		a, b *content
		want relation
	}{
		{"one date", at(0, "A"), at(0, "A"), same},
		{"one date, one without offset", at(0, "A"), zoned, same},
		{"one date, one rounded", at(0, "A"), at(400, "A"), same},
		{"one date to the fraction", at(400, "A"), at(400, "A"), same},
		{"tenths of a second apart", at(100, "A"), at(300, "A"), shots},
		{"tenths of a second apart by two cameras", at(100, "A"), at(300, "B"), strangers},
		{"no date", at(0, "A"), undated, same},
		{"seconds apart", at(0, "A"), at(3000, "A"), shots},
		{"seconds apart by two cameras", at(0, "A"), at(3000, "B"), strangers},
		{"a minute apart", at(0, "A"), at(60_000, "A"), strangers},
	} {
		if got := related(tt.a, tt.b); got != tt.want || related(tt.b, tt.a) != tt.want {
			t.Errorf("%s: got %v, want %v", tt.name, got, tt.want)
		}
	}
}

// A chain of pictures each of which is like the one before is no group.
func TestClustersHaveNoChains(t *testing.T) {
	var all []*content
	for i := range 5 {
		all = append(all, &content{hash: photo.Hash{byte(i)}, look: look.Flat}) // flat: compare links none
	}
	join := func(a, b int, likeness float64) link { return link{all[a], all[b], same, likeness} }
	c := newComparer(sources{})
	for _, tt := range []struct {
		name  string
		links []link
		want  [][]int
	}{
		{"a chain", []link{join(0, 1, 0.99), join(1, 2, 0.98), join(2, 3, 0.97)}, [][]int{{0, 1}, {2, 3}}},
		{"all with all", []link{join(0, 1, 0.9), join(1, 2, 0.9), join(0, 2, 0.9)}, [][]int{{0, 1, 2}}},
		{"the closest first", []link{join(0, 1, 0.9), join(1, 2, 0.95)}, [][]int{{1, 2}}},
		{"none", nil, nil},
	} {
		got, err := c.clusters(t.Context(), tt.links, same)
		if err != nil {
			t.Fatal(err)
		}
		var groups [][]int
		for _, g := range got {
			var is []int
			for _, c := range g {
				is = append(is, int(c.hash[0]))
			}
			slices.Sort(is)
			groups = append(groups, is)
		}
		slices.SortFunc(groups, slices.Compare)
		if !slices.EqualFunc(groups, tt.want, slices.Equal) {
			t.Errorf("%s: got %v, want %v", tt.name, groups, tt.want)
		}
	}
}

func TestReasons(t *testing.T) {
	camera := photo.Moment{Time: time.Unix(1e9, 0), From: photo.FromExif}
	full := photo.Photo{
		ID: 1, File: photo.File{Path: "/p/a.jpg", Size: 5000},
		Details: photo.Details{WidthPx: 4000, HeightPx: 3000, Taken: camera, Camera: "One", Meta: photo.Meta{ISO: 100}},
	}
	change := func(do func(*photo.Photo)) photo.Photo {
		p := full
		p.ID, p.Path = 2, "/p/b.jpg"
		do(&p)
		return p
	}
	for _, tt := range []struct {
		name  string
		other photo.Photo
		want  []Reason
	}{
		{"the same", change(func(p *photo.Photo) { p.Path = "/p/a (1).jpg" }), nil},
		{"smaller", change(func(p *photo.Photo) { p.WidthPx, p.Size = 400, 700 }), []Reason{Resolution, Bytes}},
		{"stripped", change(func(p *photo.Photo) {
			p.Taken.From, p.Camera, p.Meta = photo.FromModTime, "", photo.Meta{}
		}), []Reason{Original, Metadata, Date}},
		{"edited", change(func(p *photo.Photo) { p.Path = "/p/a-edited.jpg" }), []Reason{Original}},
		{"away", change(func(p *photo.Photo) { p.Away, p.WidthPx = true, 9000 }), []Reason{Reachable}},
	} {
		members := []Member{newMember(tt.other), newMember(full)}
		slices.SortFunc(members, better)
		if got := reasons(members); members[0].ID != full.ID || !slices.Equal(got, tt.want) {
			t.Errorf("%s: photo %d is kept for %v, want %v", tt.name, members[0].ID, got, tt.want)
		}
	}
}

// One file that has two paths is no copy of itself.
func TestFiles(t *testing.T) {
	member := func(path, identity string) Member {
		return Member{Photo: photo.Photo{File: photo.File{Path: path, Identity: identity}}}
	}
	all := []Member{
		member("/p/a", "1:1"), member("/p/link", "1:1"), member("/p/b", "1:2"), member("/n/a", ""), member("/n/b", ""),
	}
	var got []string
	for _, m := range files(all) {
		got = append(got, m.Path)
	}
	if want := []string{"/p/a", "/p/b", "/n/a", "/n/b"}; !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}

// Comparing asks for vectors and pictures only where the cheap tests leave it open.
func TestCompare(t *testing.T) {
	picture := func(seed uint64) *image.RGBA {
		r := rand.New(rand.NewPCG(seed, 9))
		img := image.NewRGBA(image.Rect(0, 0, 64, 64))
		for i := range img.Pix {
			img.Pix[i] = uint8(r.Uint32())
		}
		return img
	}
	a := &content{hash: photo.Hash{1}, look: 0xff00ff}
	vectors := map[photo.Hash]photo.Vector{{1}: {1, 0}, {2}: {0.8, 0.6}, {3}: {0, 1}, {6}: {1, 0}}
	seeds := map[photo.Hash]uint64{{1}: 1, {2}: 1, {3}: 1, {4}: 1, {5}: 2}
	asked := 0
	c := newComparer(sources{
		vector: func(_ context.Context, h photo.Hash) (photo.Vector, error) {
			asked++
			if v := vectors[h]; v != nil {
				return v, nil
			}
			return nil, catalog.ErrNotFound
		},
		tile: func(_ context.Context, c *content) (*image.RGBA, error) {
			if seeds[c.hash] == 0 {
				return nil, nil
			}
			return picture(seeds[c.hash]), nil
		},
	})
	for _, tt := range []struct {
		name  string
		other *content
		want  relation
		asks  bool
	}{
		{"the same picture", &content{hash: photo.Hash{2}, look: 0xff00fe}, same, true},
		{"another vector", &content{hash: photo.Hash{3}, look: 0xff00fe}, strangers, true},
		{"no vector", &content{hash: photo.Hash{4}, look: 0xff00fe}, same, true},
		{"another texture", &content{hash: photo.Hash{5}, look: 0xff00fe}, strangers, true},
		{"no picture", &content{hash: photo.Hash{6}, look: 0xff00fe}, strangers, true},
		{"another hash", &content{hash: photo.Hash{2}, look: ^look.Hash(0xff00ff)}, strangers, false},
		{"a flat one", &content{hash: photo.Hash{2}, look: look.Flat}, strangers, false},
	} {
		asked = 0
		l, err := c.compare(t.Context(), a, tt.other)
		if err != nil || l.relation != tt.want || (asked > 0) != tt.asks {
			t.Errorf("%s: got %v, %v; %d vectors were asked for", tt.name, l.relation, err, asked)
		}
	}
}
