package scan

import (
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"recollect/engine/photo"
)

// xmpOf finds name.xmp of every name.
func xmpOf(names []string) map[string][]string {
	of := map[string][]string{}
	for _, name := range names {
		if side := name + ".xmp"; slices.Contains(names, side) {
			of[name] = append(of[name], side)
		}
	}
	return of
}

func TestSidecars(t *testing.T) {
	root := filepath.Join(t.TempDir(), "root")
	create(t, root, "a.jpg", "a.jpg.xmp", "b.jpg", ".c.jpg.xmp", "c.jpg", "d.jpg", "d.jpg.xmp/", "sub/a.jpg",
		"sub/b.jpg.xmp")
	asked := 0
	w := Walker{Sidecars: func(_ string, names []string) map[string][]string {
		asked++
		if slices.ContainsFunc(names, func(n string) bool {
			return strings.HasPrefix(n, ".") || n == "sub" || n == "d.jpg.xmp"
		}) {
			t.Errorf("asked for %q", names)
		}
		return xmpOf(names)
	}}
	walk := func() map[string]photo.Sidecars {
		got := map[string]photo.Sidecars{}
		unread, err := w.Walk(t.Context(), root, root, func(f photo.File) {
			rel, _ := filepath.Rel(root, f.Path)
			got[filepath.ToSlash(rel)] = f.Sidecars
		})
		if err != nil || len(unread) > 0 {
			t.Fatal(unread, err)
		}
		return got
	}
	before := walk()
	if asked != 3 {
		t.Errorf("asked %d times in 3 folders", asked)
	}
	for name, side := range before {
		want := map[string][]string{"a.jpg": {"a.jpg.xmp"}}[name]
		if got := side.Names(); !slices.Equal(got, want) {
			t.Errorf("%s: got %q, want %q", name, got, want)
		}
	}
	stamp(t, filepath.Join(root, "a.jpg.xmp"), 9*time.Second)
	if after := walk(); after["a.jpg"] == before["a.jpg"] || after["b.jpg"] != before["b.jpg"] {
		t.Errorf("after a change of a.jpg.xmp: %q, before %q", after, before)
	}
}

func TestMetadataChanged(t *testing.T) {
	plain := photo.File{Path: "/p/a.jpg", Size: 5, ModTime: time.Unix(1, 0), Identity: "1:1"}
	with := func(f photo.File, path, side string) photo.File {
		f.Path = path
		if side != "" {
			f.Sidecars = photo.ListSidecars([]photo.Sidecar{{Name: side}})
		}
		return f
	}
	edited := with(plain, "/p/a.jpg", "a.xmp")
	edited.Size++
	tests := []struct {
		name   string
		known  photo.File
		found  photo.File
		untold bool
		want   []Change
	}{
		{"the same", plain, plain, false, nil},
		{"untold", plain, plain, true, []Change{{Kind: MetadataChanged}}},
		{"new sidecar", plain, with(plain, "/p/a.jpg", "a.xmp"), false, []Change{{Kind: MetadataChanged}}},
		{"sidecar gone", with(plain, "/p/a.jpg", "a.xmp"), plain, false, []Change{{Kind: MetadataChanged}}},
		{"changed too", plain, edited, true, []Change{{Kind: Changed}}},
		{"moved", plain, with(plain, "/p/2024/a.jpg", ""), false, []Change{{Kind: Moved, From: "/p/a.jpg"}}},
		{
			"moved with its sidecar", with(plain, "/p/a.jpg", "a.xmp"), with(plain, "/p/2024/a.jpg", "a.xmp"), false,
			[]Change{{Kind: Moved, From: "/p/a.jpg"}},
		},
		{
			"moved away from its sidecar", with(plain, "/p/a.jpg", "a.xmp"), with(plain, "/p/2024/a.jpg", ""), false,
			[]Change{{Kind: Moved, From: "/p/a.jpg", Renamed: true}},
		},
		{
			"renamed", plain, with(plain, "/p/b.jpg", ""), false,
			[]Change{{Kind: Moved, From: "/p/a.jpg", Renamed: true}},
		},
		{
			"moved and untold", plain, with(plain, "/p/2024/a.jpg", ""), true,
			[]Change{{Kind: Moved, From: "/p/a.jpg", Renamed: true}},
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := Compare([]photo.Recorded{{ID: 7, File: tt.known, StaleMetadata: tt.untold}}, []photo.File{tt.found},
				nil, nil)
			for i := range tt.want {
				tt.want[i].ID, tt.want[i].File = 7, tt.found
			}
			if !slices.Equal(got, tt.want) {
				t.Errorf("got  %+v\nwant %+v", got, tt.want)
			}
		})
	}
}
