package catalog

import (
	"fmt"
	"path/filepath"
	"slices"
	"testing"

	"recollect/engine/photo"
	"recollect/engine/query"
)

// placed has photos in a few cities; one is gone.
func placed(t *testing.T) (*Catalog, map[string]photo.ID) {
	t.Helper()
	c := open(t)
	f := addFolder(t, c, "/pictures")
	ids := map[string]photo.ID{}
	for name, at := range map[string]photo.Place{
		"tower.jpg":   {Latitude: 48.8584, Longitude: 2.2945},   // Paris
		"suburb.jpg":  {Latitude: 48.8352, Longitude: 2.2410},   // Boulogne-Billancourt, within Paris's circle
		"town.jpg":    {Latitude: 33.6609, Longitude: -95.5555}, // Paris, Texas
		"munich.jpg":  {Latitude: 48.1374, Longitude: 11.5755},
		"village.jpg": {Latitude: 48.1, Longitude: 7.2}, // in France, in no circle
		"fiji.jpg":    {Latitude: -18.1416, Longitude: 178.4415},
		"sea.jpg":     {Latitude: 40, Longitude: -40},
	} {
		p := picture(f, name)
		p.Meta = photo.Meta{Place: &at}
		ids[name] = insert(t, c, p)
	}
	insert(t, c, picture(f, "nowhere.jpg"))
	return c, ids
}

func TestPlaced(t *testing.T) {
	c, ids := placed(t)
	for name, want := range map[string][]string{
		"Paris":                {"tower.jpg", "suburb.jpg", "town.jpg"},
		"paris, france":        {"tower.jpg", "suburb.jpg"},
		"Boulogne-Billancourt": {"suburb.jpg"},
		"münchen":              {"munich.jpg"},
		"France":               {"tower.jpg", "suburb.jpg", "village.jpg"},
		"usa":                  {"town.jpg"},
		"Suva":                 {"fiji.jpg"},
		"Atlantis":             nil,
	} {
		got, err := c.Select(t.Context(), []query.Filter{{Condition: query.Text{In: query.Place, Want: name}}})
		if err != nil {
			t.Fatal(err)
		}
		all := new(photo.Set)
		for _, name := range want {
			all.Add(ids[name])
		}
		if !slices.Equal(got.IDs(), all.IDs()) {
			t.Errorf("%s: got %v, want %v of %v", name, got.IDs(), all.IDs(), ids)
		}
	}
}

func TestPlaceNames(t *testing.T) {
	c, _ := placed(t)
	got, err := c.Values(t.Context(), query.Place)
	for _, want := range []string{"Paris", "France", "United States", "Munich", "Germany", "Fiji", "Suva"} {
		if err != nil || !slices.Contains(got, want) {
			t.Errorf("%v lack %s, %v", got, want, err)
		}
	}
	if slices.Contains(got, "") {
		t.Errorf("%q", got)
	}
}

// An area has the photos on its bounds, and may cross the date line.
func TestArea(t *testing.T) {
	c, ids := placed(t)
	for _, tt := range []struct {
		line string
		want []string
	}{
		{"area:48,2,49,3", []string{"tower.jpg", "suburb.jpg"}},
		{"area:48.8352,2.241,48.8352,2.241", []string{"suburb.jpg"}},
		{"area:-20,170,50,-90", []string{"town.jpg", "fiji.jpg"}},
		{"area:-90,-180,90,180 -area:0,-90,90,180", []string{"town.jpg", "fiji.jpg"}},
		{"area:0,0,1,1", nil},
	} {
		got, err := c.Select(t.Context(), query.Parse(tt.line, query.Options{}).Filters)
		if err != nil {
			t.Fatal(err)
		}
		all := new(photo.Set)
		for _, name := range tt.want {
			all.Add(ids[name])
		}
		if !slices.Equal(got.IDs(), all.IDs()) {
			t.Errorf("%s: got %v, want %v of %v", tt.line, got.IDs(), all.IDs(), ids)
		}
	}
}

// Spots are the photos of has:gps, each where it was taken.
func TestSpots(t *testing.T) {
	c, ids := placed(t)
	spots, err := c.Spots(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	all := new(photo.Set)
	for _, s := range spots {
		all.Add(s.ID)
		if s.ID == ids["town.jpg"] && (s.Latitude != 33.6609 || s.Longitude != -95.5555) {
			t.Errorf("got %+v", s)
		}
	}
	want, err := c.Select(t.Context(), []query.Filter{{Condition: query.HasGPS}})
	if err != nil {
		t.Fatal(err)
	}
	if len(spots) != len(ids) || !slices.Equal(all.IDs(), want.IDs()) {
		t.Errorf("got %v, want %v", all.IDs(), want.IDs())
	}
}

// BenchmarkSpots reads the places of 100,000 photos.
func BenchmarkSpots(b *testing.B) {
	c, err := Open(b.Context(), filepath.Join(b.TempDir(), "recollect.db"), Options{Model: "m"})
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { c.Close() })
	f, err := c.AddFolder(b.Context(), "/pictures")
	if err != nil {
		b.Fatal(err)
	}
	err = c.Update(b.Context(), func(tx *Tx) error {
		for i := range 100_000 {
			p := picture(f, fmt.Sprint(i, ".jpg"))
			p.Meta.Place = &photo.Place{Latitude: float64(i*7919%120) - 60, Longitude: float64(i%300)/2 - 70}
			if _, err := tx.Insert(p); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		if spots, err := c.Spots(b.Context()); err != nil || len(spots) != 100_000 {
			b.Fatal(len(spots), err)
		}
	}
}
