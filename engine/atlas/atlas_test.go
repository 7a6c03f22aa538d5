package atlas

import (
	"context"
	"errors"
	"math/rand/v2"
	"slices"
	"testing"

	"recollect/engine/photo"
	"recollect/engine/query"
)

// fake is a catalog.
type fake struct {
	seq   int64
	reads int
	all   []photo.Spot
	err   error
}

func (f *fake) Spots(context.Context) ([]photo.Spot, error) { f.reads++; return f.all, f.err }

func (f *fake) Select(context.Context, []query.Filter) (*photo.Set, error) {
	flagged := new(photo.Set)
	flagged.Add(3)
	return flagged, nil
}

func (f *fake) Sequence(context.Context) (int64, error) { return f.seq, nil }

// world is everything that the map shows.
var world = photo.Area{South: -90, West: -180, North: 90, East: 180}

func spots(n int) []photo.Spot {
	r := rand.New(rand.NewPCG(1, 2))
	all := make([]photo.Spot, n)
	for i := range all {
		// Heaps around a few hundred places, as of a person's photos.
		heap := rand.New(rand.NewPCG(3, uint64(r.IntN(300))))
		all[i] = photo.Spot{
			ID:       photo.ID(i + 1),
			Latitude: 160*heap.Float64() - 80 + 0.01*r.NormFloat64(), Longitude: 359*heap.Float64() - 179.5,
		}
		all[i].Longitude = min(180, max(-180, all[i].Longitude+0.01*r.NormFloat64()))
	}
	return all
}

func at(id photo.ID, latitude, longitude float64) photo.Spot {
	return photo.Spot{ID: id, Latitude: latitude, Longitude: longitude}
}

// Each photo is in one cluster of a level, which counts those that lie in its area.
func TestClustersHaveEachPhotoOnce(t *testing.T) {
	f := &fake{all: spots(5000)}
	s := New(f)
	for _, level := range []int{1, 2, 4, 8} {
		clusters, err := s.Clusters(t.Context(), world, level)
		if err != nil {
			t.Fatal(err)
		}
		sum := 0
		for _, c := range clusters {
			sum += c.Photos
			in := 0
			for _, p := range f.all {
				if c.Area.Has(p.Latitude, p.Longitude) {
					in++
				}
			}
			if in != c.Photos || !c.Area.Has(c.Latitude, c.Longitude) {
				t.Fatalf("level %d: %+v has %d photos", level, c, in)
			}
			if p := f.all[c.ID-1]; p != c.Spot {
				t.Fatalf("level %d: photo %v is said to be at %v", level, p, c.Spot)
			}
		}
		if sum != len(f.all) {
			t.Errorf("level %d has %d photos of %d", level, sum, len(f.all))
		}
	}
	if f.reads != 1 {
		t.Errorf("the catalog was read %d times", f.reads)
	}
}

// An area has the clusters of all cells that it touches, and no others, also beyond the date line.
func TestClustersOfAnArea(t *testing.T) {
	s := New(&fake{all: []photo.Spot{
		at(1, 43.466, -3.81), at(2, 43.467, -3.811), at(3, -18.14, 178.44), at(4, -18.2, -178.5), at(5, 48.85, 2.35),
	}})
	for _, c := range []struct {
		name  string
		area  photo.Area
		level int
		want  []int
	}{
		{"Spain", photo.Area{South: 36, West: -9, North: 44, East: 3}, 10, []int{2}},
		{"Spain, by large cells", photo.Area{South: 36, West: -9, North: 44, East: 3}, 3, []int{1, 2}},
		{"Fiji", photo.Area{South: -20, West: 176, North: -15, East: -178}, 8, []int{1, 1}},
		{"the house", photo.Area{South: 43.46, West: -3.82, North: 43.47, East: -3.8}, Deepest, []int{1, 1}},
		{"a level too deep", photo.Area{South: 43.466, West: -3.81, North: 43.466, East: -3.81}, 99, []int{1}},
		{"a level too high", world, -1, []int{1, 1, 1, 2}}, // -3.81 and 2.35 lie on two sides of 0
		{"round the earth", photo.Area{South: -90, West: 10, North: 90, East: 9.9}, 1, []int{1, 1, 1, 2}},
		{"the sea", photo.Area{South: 30, West: -50, North: 31, East: -49}, 6, nil},
	} {
		clusters, err := s.Clusters(t.Context(), c.area, c.level)
		if err != nil {
			t.Fatal(err)
		}
		var got []int
		for _, x := range clusters {
			got = append(got, x.Photos)
		}
		slices.Sort(got)
		if !slices.Equal(got, c.want) {
			t.Errorf("%s: got %v, want %v", c.name, got, c.want)
		}
	}
}

// The catalog is read again when it has changed, and an error leaves what was read.
func TestRead(t *testing.T) {
	f := &fake{seq: 1, all: spots(10)}
	s := New(f)
	read := func(want int) {
		t.Helper()
		a, err := s.Read(t.Context())
		if err != nil || a.Photos != want {
			t.Errorf("got %+v, %v, want %d", a, err, want)
		}
	}
	read(10)
	f.all = spots(20)
	read(10)
	f.seq = 2
	read(20)
	f.seq, f.err = 3, errors.New("disk")
	if _, err := s.Read(t.Context()); !errors.Is(err, f.err) {
		t.Errorf("got %v", err)
	}
	clusters, err := s.Clusters(t.Context(), world, 1)
	if err != nil || len(clusters) == 0 {
		t.Errorf("got %v, %v", clusters, err)
	}
}

func TestExtent(t *testing.T) {
	for _, c := range []struct {
		name  string
		spots []photo.Spot
		want  photo.Area
	}{
		{"none", nil, photo.Area{}},
		{"one", []photo.Spot{at(1, 5, 6)}, photo.Area{South: 5, West: 6, North: 5, East: 6}},
		{
			"both sides of Greenwich",
			[]photo.Spot{at(1, 43, -3), at(2, 50, 8)},
			photo.Area{South: 43, West: -3, North: 50, East: 8},
		},
		{
			"both sides of the date line",
			[]photo.Spot{at(1, -18, 178), at(2, -17, -179), at(3, -20, 170)},
			photo.Area{South: -20, West: 170, North: -17, East: -179},
		},
	} {
		if got := extent(c.spots); got != c.want {
			t.Errorf("%s: got %+v, want %+v", c.name, got, c.want)
		}
	}
}

// The world has its largest cities, and a valley its villages.
func TestCities(t *testing.T) {
	s := New(&fake{})
	for _, c := range []struct {
		area     photo.Area
		level    int
		has, not string
	}{
		{world, 3, "London", "Santander"},
		{photo.Area{South: 42, West: -6, North: 44, East: -1}, 9, "Santander", "Camargo"},
		{photo.Area{South: 43.4, West: -3.9, North: 43.5, East: -3.7}, 13, "Camargo", "Bilbao"},
	} {
		all, err := s.Cities(t.Context(), c.area, c.level)
		if err != nil {
			t.Fatal(err)
		}
		var names []string
		for i, x := range all {
			names = append(names, x.Name)
			if i > 0 && x.Population > all[i-1].Population {
				t.Errorf("%s stands after %s", x.Name, all[i-1].Name)
			}
		}
		if !slices.Contains(names, c.has) || slices.Contains(names, c.not) {
			t.Errorf("%+v: got %v", c.area, names)
		}
	}
}

// FuzzClusters asks for any area and level.
func FuzzClusters(f *testing.F) {
	f.Add(-90.0, -180.0, 90.0, 180.0, 3)
	f.Add(10.0, 170.0, 5.0, -170.0, 22)
	s := New(&fake{all: spots(500)})
	f.Fuzz(func(t *testing.T, south, west, north, east float64, level int) {
		clusters, err := s.Clusters(t.Context(), photo.Area{South: south, West: west, North: north, East: east}, level)
		if err != nil {
			t.Fatal(err)
		}
		sum := 0
		for _, c := range clusters {
			sum += c.Photos
		}
		if sum > 500 {
			t.Errorf("%d photos", sum)
		}
	})
}

// BenchmarkClusters pans over a library of a million photos, at the scale of the world and at that of a town.
func BenchmarkClusters(b *testing.B) {
	s := New(&fake{all: spots(1_000_000)})
	if _, err := s.Read(b.Context()); err != nil {
		b.Fatal(err)
	}
	for name, c := range map[string]struct {
		area  photo.Area
		level int
	}{
		"world": {world, 5},
		"town":  {photo.Area{South: 43.4, West: -4, North: 43.6, East: -3.6}, 14},
	} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				if _, err := s.Clusters(b.Context(), c.area, c.level); err != nil {
					b.Fatal(err)
				}
			}
		})
		b.Run(name+" cities", func(b *testing.B) {
			for b.Loop() {
				if _, err := s.Cities(b.Context(), c.area, c.level); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// A cluster says which city it belongs to, and whether its photo is covered.
func TestClustersAreNamed(t *testing.T) {
	s := New(&fake{all: []photo.Spot{at(1, 43.4620, -3.8100), at(2, 40, -40), at(3, 41.3870, 2.1700)}})
	clusters, err := s.Clusters(t.Context(), world, 9)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range clusters {
		want := map[photo.ID]string{1: "Santander", 2: "", 3: "Barcelona"}[c.ID]
		if c.City != want || c.Flagged != (c.ID == 3) {
			t.Errorf("got %+v, want %s", c, want)
		}
	}
	if len(clusters) != 3 {
		t.Errorf("got %d clusters", len(clusters))
	}
}
