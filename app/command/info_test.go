package command

import (
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"recollect/app/command/hits"
	"recollect/engine/photo"
)

func TestInfoText(t *testing.T) {
	when := photo.Moment{Time: time.Date(2024, 1, 31, 18, 4, 55, 0, time.UTC), From: photo.FromExif}
	full := photo.Photo{
		ID: 3,
		File: photo.File{
			Path: "/p/a.jpg", Size: 7, Sidecars: photo.ListSidecars([]photo.Sidecar{{Name: "a.xmp"}}),
		},
		Details: photo.Details{
			Format: "jpeg", WidthPx: 40, HeightPx: 30, Orientation: 6, Animated: true, Damaged: true,
			Camera: "Example One",
			Taken:  photo.Moment{Time: time.Unix(0, 0).UTC(), From: photo.FromModified, Doubtful: true},
			Meta: photo.Meta{
				Lens: "35mm f/1.8", ExposureSeconds: 1.0 / 250, FNumber: 2.8, ISO: 200, FocalMM: 35, Focal35MM: 52.53,
				Place:  &photo.Place{Latitude: -33.85, Longitude: 151.2, AltitudeM: -4.5, HasAltitude: true},
				Rating: -1, Caption: "two\nlines", Keywords: []string{"sea", "sun"}, People: []string{"Ann"},
			},
		},
	}
	bare := photo.Photo{
		File:    photo.File{Path: "/p/b.png"},
		Details: photo.Details{Format: "png", Orientation: 1, Taken: when},
	}
	tests := []struct {
		name    string
		p       photo.Photo
		want    []string
		without []string
	}{
		{"all", full, []string{
			"taken        1970-01-01T00:00:00 (exif-modified), which cannot be right",
			"pixels       40 x 30, animated, damaged: not all of it can be shown",
			"lens         35mm f/1.8",
			"exposure     1/250 s, f/2.8, ISO 200, 35 mm, as 52.5 mm on full frame",
			"place        -33.850000, 151.200000, -4 m",
			"rating       rejected",
			"caption      two\n             lines",
			"keywords     sea, sun",
			"people       Ann",
			"sidecars     /p/a.xmp",
		}, []string{"title", "label"}},
		{
			"nothing", bare,
			[]string{"taken        2024-01-31T18:04:55 (exif)\n", "in library   no"},
			[]string{"exposure", "place", "rating", "keywords", "sidecars", "shown with", "damaged"},
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := string(newInfoLine(tt.p).text())
			for _, line := range tt.want {
				if !strings.Contains(got, line) {
					t.Errorf("%q is missing in\n%s", line, got)
				}
			}
			for _, word := range tt.without {
				if strings.Contains(got, word) {
					t.Errorf("%q stands in\n%s", word, got)
				}
			}
		})
	}
}

func TestShutter(t *testing.T) {
	for seconds, want := range map[float64]string{
		1.0 / 8000: "1/8000", 0.0166: "1/60", 0.25: "1/4", 0.5: "0.5", 1: "1",
		30: "30", 2.5: "2.5",
	} {
		if got := shutter(seconds); got != want {
			t.Errorf("%v: got %s, want %s", seconds, got, want)
		}
	}
}

// Scripts count on every key, and on null where zero would be a place.
func TestInfoKeys(t *testing.T) {
	data, err := json.Marshal(newInfoLine(photo.Photo{}))
	if err != nil {
		t.Fatal(err)
	}
	var got map[string]any
	if err := json.Unmarshal(data, &got); err != nil {
		t.Fatal(err)
	}
	for _, key := range []string{
		"path", "taken", "taken_from", "taken_doubtful", "width", "height", "camera", "orientation", "format",
		"animated", "damaged", "size", "modified", "in_library", "make", "model", "lens", "exposure_seconds",
		"f_number", "iso",
		"focal_mm", "focal35_mm", "rating", "label", "title", "caption",
	} {
		if v, on := got[key]; !on || v == nil {
			t.Errorf("%s is %v", key, v)
		}
	}
	for _, key := range []string{"latitude", "longitude", "altitude_m"} {
		if v, on := got[key]; !on || v != nil {
			t.Errorf("%s is %v", key, v)
		}
	}
	for _, key := range []string{"keywords", "people", "sidecars", "shown_with"} {
		if v, is := got[key].([]any); !is || len(v) != 0 {
			t.Errorf("%s is %v", key, got[key])
		}
	}
}

// A RAW file beside its JPEG is no photo of its own. What a .dng holds does not
// matter for that.
func TestInfoOfFilesThatAreShownTogether(t *testing.T) {
	m := newTerminal(t)
	dir := t.TempDir()
	content, err := os.ReadFile(filepath.Join(samples, "photos/animals/white-duck.jpg"))
	if err != nil {
		t.Fatal(err)
	}
	jpeg, raw := filepath.Join(dir, "a.jpg"), filepath.Join(dir, "A.dng")
	for _, path := range []string{jpeg, raw} {
		if err := os.WriteFile(path, content, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if s := lines[summaryLine](m, "index", dir)[0]; s.Photos != 1 || s.Added != 2 || s.Encoded != 1 {
		t.Errorf("index: %+v", s)
	}
	for path, with := range map[string]string{jpeg: raw, raw: jpeg} {
		if got := lines[infoLine](m, "info", path)[0]; !got.InLibrary || !slices.Equal(got.ShownWith, []string{with}) {
			t.Errorf("info: %+v", got)
		}
	}
	// What is said of one file is said of the photo.
	for _, args := range [][]string{
		{"tag", "pond", jpeg},
		{"tag", "--remove", "pond", raw},
		{"favourite", raw},
		{"things", "confirm", "duck", raw},
	} {
		if r := m.run(args...); r.status != 0 {
			t.Errorf("%q: %+v", args, r)
		}
	}
	for line, want := range map[string]int{"tag:pond": 0, "is:favourite": 1, "thing:duck": 1} {
		if got := found(m, line); len(got) != want {
			t.Errorf("%s: got %q", line, got)
		}
	}
	if got := lines[infoLine](m, "info", jpeg)[0].Things; !slices.Contains(got, shownLine{"duck", "confirmed"}) {
		t.Errorf("shows %+v", got)
	}
	if found := lines[hits.Line](m, "similar", raw); len(found) != 1 || found[0].Path != jpeg {
		t.Errorf("similar: %+v", found)
	}
}
