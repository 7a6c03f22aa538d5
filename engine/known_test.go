package engine

import (
	"fmt"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"recollect/engine/catalog"
	"recollect/engine/photo"
)

// recorded is a library of photos that are in the catalog only.
func recorded(t *testing.T, photos map[string]photo.Details) *Engine {
	t.Helper()
	e := open(t, options(t, t.TempDir()))
	dir := filepath.Join(t.TempDir(), "pictures")
	f, err := e.catalog.AddFolder(t.Context(), dir)
	if err != nil {
		t.Fatal(err)
	}
	err = e.catalog.Update(t.Context(), func(tx *catalog.Tx) error {
		for name, d := range photos {
			d.Format, d.WidthPx, d.HeightPx, d.Orientation = "jpeg", 40, 30, 1
			p := photo.Photo{
				Folder: f.ID,
				File:   photo.File{Path: filepath.Join(dir, name), Size: 1, ModTime: time.Unix(1, 0)}, Details: d,
			}
			if _, err := tx.Insert(p); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return e
}

func TestKnown(t *testing.T) {
	at := func(year int) photo.Moment {
		return photo.Moment{Time: time.Date(year, 7, 1, 0, 0, 0, 0, time.UTC), From: photo.FromExif}
	}
	e := recorded(t, map[string]photo.Details{
		"Colmar_1.jpg": {Taken: at(2008), Camera: "Canon EOS 5D"},
		"research.jpg": {Taken: at(2008), Camera: "Canon PowerShot"},
		"Été/a.jpg": {
			Taken: at(2012), Camera: "Example One",
			Meta: photo.Meta{Keywords: []string{"Night Sky"}, People: []string{"Anna Berg"}},
		},
		"b.jpg":           {Taken: at(2013), Meta: photo.Meta{Caption: "A walk in Strasbourg."}},
		"sea/seaside.jpg": {Taken: at(2014)},
		"c.jpg": {
			Taken: at(2015), Meta: photo.Meta{Place: &photo.Place{Latitude: 48.1374, Longitude: 11.5755}},
		},
	})
	if _, err := e.Albums.SaveAlbum(t.Context(), "Holidays", "date:2012"); err != nil {
		t.Fatal(err)
	}
	for line, want := range map[string][]string{
		"colmar":               {"file colmar name:colmar 1"},
		"photos from 2008":     {"time 2008 date:2008 2"},
		"Canon":                {"camera Canon camera:canon 2"},
		"taken with canon eos": {"camera Canon EOS camera:\"canon eos\" 1"},
		"july 2008 in COLMAR":  {"time july 2008 date:july 2008 2", "file colmar name:colmar 1"},
		"anna":                 {"person Anna person:anna 1"},
		"holidays":             {"album Holidays album:holidays 1"},
		"a night sky":          {"tag Night Sky tag:\"night sky\" 1"},
		"ete":                  {"folder ete folder:ete 1"},
		"strasbourg":           {`written strasbourg "strasbourg" 1`},
		"sea":                  {"folder sea folder:sea 1"}, // and no file of that name: it is a part of other words
		"photos of münchen":    {"place Munich place:münchen 1"},
		"germany":              {"place Germany place:germany 1"},
		"paris":                nil, // nothing is from there
		"photos from 1950":     nil,
		"search":               nil,
		"name:colmar":          nil,
		"- colmar":             nil,
		"":                     nil,
	} {
		known, err := e.Queries.Known(t.Context(), typed(line))
		var got []string
		for _, k := range known {
			got = append(got, fmt.Sprintf("%s %s %s %d", k.Kind, k.Name, k.Line, k.Count))
		}
		if err != nil || !slices.Equal(got, want) {
			t.Errorf("%q: got %q, %v; want %q", line, got, err, want)
		}
	}
}

// Every line that Known gives finds as many photos as it says.
func TestKnownCountsWhatIsFound(t *testing.T) {
	e := recorded(t, map[string]photo.Details{
		"canon 1.jpg": {Camera: "Canon"}, "canons.jpg": {Camera: "Canon"},
		"x canon.jpg": {Meta: photo.Meta{Keywords: []string{"canonical", "canon"}}},
	})
	known, err := e.Queries.Known(t.Context(), typed("canon"))
	if err != nil || len(known) != 3 {
		t.Fatalf("got %v, %v", known, err)
	}
	for _, k := range known {
		answer, err := e.Queries.Search(t.Context(), typed(k.Line))
		if err != nil || len(answer.Hits) != k.Count {
			t.Errorf("%s finds %d photos, %v; want %d", k.Line, len(answer.Hits), err, k.Count)
		}
	}
}
