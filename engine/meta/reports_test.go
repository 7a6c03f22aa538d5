package meta_test

import (
	"encoding/json"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"recollect/engine/decode"
	"recollect/engine/format"
	"recollect/engine/meta"
	"recollect/engine/photo"
)

const reportsDir = "../../../shared/data/reports"

// readable are the values that metadata give; the other reports are of pixels, folders and queries.
var readable = []string{
	"taken", "taken_from", "make", "orientation", "iso", "latitude", "longitude", "caption", "title", "keywords",
	"label", "rating",
}

// decided are values that the reports leave open.
var decided = map[string]map[string]any{
	"x15_acdsee":             {"keywords": []any{"Horse"}},
	"x16_colourlabel":        {"label": "Red"},
	"j34_exifnopad.jpg":      {"orientation": 6.0},
	"d09_gps_only":           {"taken_from": "gps"},
	"d26_png_time":           {"taken_from": "png"},
	"d14_sidecar_create":     {"taken_from": "exif"},
	"f11":                    {"taken_from": "gps"},
	"t03_noext":              {"caption": ""},
	"x55_2002orig":           {"taken_from": "name"},
	"d08_digitized2002_only": {"taken_from": "name"},
}

// TestReports holds what is read against the values that users of such programs expected.
func TestReports(t *testing.T) {
	data, err := os.ReadFile(filepath.Join(reportsDir, "expected.jsonl"))
	if err != nil {
		t.Skip("the collection of reported files is not here: ", err)
	}
	asked := 0
	for line := range strings.Lines(string(data)) {
		var report struct {
			Case     string
			Files    []string
			Expected any
		}
		if err := json.Unmarshal([]byte(line), &report); err != nil {
			t.Fatal(err)
		}
		want, ok := report.Expected.(map[string]any)
		for name, value := range decided[report.Case] {
			if !ok {
				want, ok = map[string]any{}, true
			}
			want[name] = value
		}
		if !ok || len(report.Files) == 0 {
			continue
		}
		asked++
		t.Run(report.Case, func(t *testing.T) {
			got := described(t, picture(t, report.Files))
			for name, value := range want {
				if !slices.Contains(readable, name) {
					t.Fatalf("no value is called %q", name)
				}
				if !fits(got[name], value) {
					t.Errorf("%s is %v, want %v", name, got[name], value)
				}
			}
		})
	}
	if asked < 45 {
		t.Errorf("only %d reports are of metadata", asked)
	}
}

// picture is the one among the files of a report.
func picture(t *testing.T, files []string) string {
	t.Helper()
	for _, f := range files {
		if is, _ := format.Named(f); is.Role != format.Sidecar {
			return filepath.Join(reportsDir, filepath.FromSlash(f))
		}
	}
	t.Fatalf("no picture among %q", files)
	return ""
}

// described is what is known of a file, by the names that `recollect info --json` uses.
func described(t *testing.T, path string) map[string]any {
	t.Helper()
	info, err := os.Stat(path)
	if err != nil {
		t.Fatal(err)
	}
	f := photo.File{Path: path, Size: info.Size(), ModTime: info.ModTime()}
	if f.Sidecars, err = new(meta.Lister).Beside(path); err != nil {
		t.Fatal(err)
	}
	d, err := decode.Describe(f)
	if err != nil {
		t.Fatal(err)
	}
	m := d.Meta
	got := map[string]any{
		"taken": d.Taken.String(), "taken_from": string(d.Taken.From), "make": m.Make, "orientation": float64(
			d.Orientation,
		), "iso": float64(m.ISO),
		"caption": m.Caption, "title": m.Title, "keywords": m.Keywords, "label": m.Label, "rating": float64(m.Rating),
	}
	if m.Place != nil {
		got["latitude"], got["longitude"] = m.Place.Latitude, m.Place.Longitude
	}
	return got
}

// fits compares numbers to five places, and dates as far as they are given.
func fits(got, want any) bool {
	switch want := want.(type) {
	case float64:
		n, ok := got.(float64)
		return ok && math.Abs(n-want) < 1e-5
	case string:
		s, ok := got.(string)
		return ok && (s == want || len(want) >= len("2006-01-02") && want[4] == '-' && strings.HasPrefix(s, want))
	case []any:
		all, _ := got.([]string)
		if len(all) != len(want) {
			return false
		}
		for i, s := range want {
			if all[i] != s {
				return false
			}
		}
		return true
	}
	return want == nil
}
