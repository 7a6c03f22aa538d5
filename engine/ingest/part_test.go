package ingest

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"recollect/engine/photo"
	"recollect/engine/scan"
	"recollect/engine/scan/scantest"
)

// part scans what a Look names: folders with all below them, and folders whose own
// files are meant.
func (b *bench) part(deep, shallow []string) Summary {
	b.t.Helper()
	f, err := b.in.Catalog.Folder(b.t.Context(), b.folder.ID)
	b.do(err)
	all := func(names []string) (paths []string) {
		for _, name := range names {
			paths = append(paths, b.at(name))
		}
		return paths
	}
	s, err := b.in.Scan(b.t.Context(), Part{Folder: f, Scope: scan.Scope{Deep: all(deep), Shallow: all(shallow)}})
	b.do(err)
	return s
}

// ids tells which photo has which path.
func (b *bench) ids() map[string]photo.ID {
	b.t.Helper()
	all, err := b.in.Catalog.Below(b.t.Context(), b.dir)
	b.do(err)
	of := map[string]photo.ID{}
	for _, r := range all {
		of[b.name(r.Path)] = r.ID
	}
	return of
}

// Saving a file directly in a folder costs nothing for what lies below it.
func TestAShallowScanReadsOneFolder(t *testing.T) {
	b := newBench(t)
	read := 0
	b.in.Walker.Sidecars = func(string, []string) map[string][]string { read++; return nil } // once a folder
	for n := range 30 {
		b.draw(fmt.Sprintf("%d/%d/a.png", n/10, n), gray(n+1))
	}
	b.draw("top.png", red)
	if b.scan(); read != 34 {
		t.Fatalf("a whole scan read %d folders, want 34", read)
	}
	b.draw("new.png", green)
	b.do(os.Remove(b.at("top.png")))
	b.draw("1/11/unseen.png", blue)
	read = 0
	if s := b.part(nil, []string{"."}); s != (Summary{Added: 1, Gone: 1}) || read != 1 {
		t.Errorf("got %+v with %d folders read, want one", s, read)
	}
	if got := b.shown(); strings.Contains(got, "unseen") {
		t.Errorf("shown: %s", got)
	}
}

// Every case begins with a.png, in/b.png, in/below/c.png and other/d.png in the record.
func TestShallowScans(t *testing.T) {
	tests := []struct {
		name          string
		do            func(*bench)
		deep, shallow []string
		want          Summary
		paths         string
		same          map[string]string // path -> that which the photo had
	}{
		{
			"nothing", func(*bench) {}, nil,
			[]string{".", "in"},
			Summary{},
			"a.png in/b.png in/below/c.png other/d.png", nil,
		},
		{
			"a folder below is gone of which nobody told",
			func(b *bench) { b.do(os.RemoveAll(b.at("in"))) },
			nil,
			[]string{"."},
			Summary{Gone: 2},
			"a.png other/d.png",
			nil,
		},
		{
			"a folder below was renamed, and only its disappearance told",
			func(b *bench) { b.rename("in", "on") },
			[]string{"in"},
			[]string{"."},
			Summary{Moved: 2},
			"a.png on/b.png on/below/c.png other/d.png",
			map[string]string{"on/b.png": "in/b.png", "on/below/c.png": "in/below/c.png"},
		},
		{
			"a file has the place of a folder",
			func(b *bench) { b.do(os.RemoveAll(b.at("in/below"))); b.draw("in/below", red) },
			nil,
			[]string{"in"},
			Summary{Added: 1, Gone: 1},
			"a.png in/b.png in/below other/d.png",
			nil,
		},
		{
			"a new folder is told by itself",
			func(b *bench) { b.draw("new/e.png", red); b.draw("f.png", green) },
			nil,
			[]string{"."},
			Summary{Added: 1},
			"a.png f.png in/b.png in/below/c.png other/d.png",
			nil,
		},
		{
			"from the folder into one below",
			func(b *bench) { b.rename("a.png", "in/below/a.png") },
			nil,
			[]string{".", "in/below"},
			Summary{Moved: 1},
			"in/b.png in/below/a.png in/below/c.png other/d.png",
			map[string]string{"in/below/a.png": "a.png"},
		},
		{
			"from the folder into a new one",
			func(b *bench) { b.rename("a.png", "new/deep/a.png") },
			[]string{"new"},
			[]string{"."},
			Summary{Moved: 1},
			"in/b.png in/below/c.png new/deep/a.png other/d.png",
			map[string]string{"new/deep/a.png": "a.png"},
		},
		{
			"out of a folder that is gone then",
			func(b *bench) { b.rename("in/below/c.png", "c.png"); b.do(os.RemoveAll(b.at("in"))) },
			[]string{"in"},
			[]string{"."},
			Summary{Moved: 1, Gone: 1},
			"a.png c.png other/d.png",
			map[string]string{"c.png": "in/below/c.png"},
		},
		{
			"case only",
			func(b *bench) { b.rename("a.png", "A.PNG") },
			nil,
			[]string{"."},
			Summary{Moved: 1},
			"A.PNG in/b.png in/below/c.png other/d.png",
			map[string]string{"A.PNG": "a.png"},
		},
		{
			"swapped with one below",
			func(b *bench) {
				b.rename("a.png", "x")
				b.rename("in/b.png", "a.png")
				b.rename("x", "in/b.png")
			},
			nil,
			[]string{".", "in"},
			Summary{Moved: 2},
			"a.png in/b.png in/below/c.png other/d.png",
			map[string]string{"a.png": "in/b.png", "in/b.png": "a.png"},
		},
		{
			"the folder asks to be left out",
			func(b *bench) { b.write("in/.nomedia", "") },
			nil,
			[]string{"in"},
			Summary{Gone: 2},
			"a.png other/d.png",
			nil,
		},
		{
			"the folder is gone",
			func(b *bench) { b.do(os.RemoveAll(b.at("in"))) },
			nil,
			[]string{"in"},
			Summary{Gone: 2},
			"a.png other/d.png",
			nil,
		},
		{
			"shallow below one that turns out to be gone",
			func(b *bench) { b.do(os.RemoveAll(b.at("in"))) },
			nil,
			[]string{".", "in", "in/below"},
			Summary{Gone: 2},
			"a.png other/d.png",
			nil,
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			b := newBench(t)
			for n, name := range []string{"a.png", "in/b.png", "in/below/c.png", "other/d.png"} {
				b.draw(name, gray(10*n+1))
			}
			b.scan()
			b.encode()
			before, seen := b.ids(), b.encoder.Seen()
			tt.do(b)
			if s := b.part(tt.deep, tt.shallow); s != tt.want {
				t.Errorf("got %+v, want %+v", s, tt.want)
			}
			now := b.ids()
			var paths []string
			for path := range now {
				paths = append(paths, path)
			}
			slices.Sort(paths)
			if got := strings.Join(paths, " "); got != tt.paths {
				t.Errorf("got  %s\nwant %s", got, tt.paths)
			}
			for path, was := range tt.same {
				if now[path] != before[was] {
					t.Errorf("%s is photo %d, want %d", path, now[path], before[was])
				}
			}
			if b.encode(); b.encoder.Seen()-seen != tt.want.Added {
				t.Errorf("the model looked at %d pictures, want %d", b.encoder.Seen()-seen, tt.want.Added)
			}
		})
	}
}

// What is lost in the files of one folder is held against all of the root, and an
// empty root may be the place where a drive is mounted, as in a whole scan.
func TestAShallowScanMayNotBeBelieved(t *testing.T) {
	for _, c := range []struct {
		photos, below, deleted int
		want                   photo.AwayReason
	}{
		{20, 0, 9, ""},
		{20, 0, 10, photo.AwayLost},
		{11, 45, 11, ""}, // not a fifth of all
		{3, 0, 3, photo.AwayEmpty},
		{3, 1, 3, ""},
	} {
		t.Run(fmt.Sprintf("%d of %d and %d", c.deleted, c.photos, c.below), func(t *testing.T) {
			b := newBench(t)
			for n := range c.photos {
				b.draw(fmt.Sprintf("%02d.png", n), gray(n+1))
			}
			for n := range c.below {
				b.draw(fmt.Sprintf("below/%02d.png", n), gray(100+n))
			}
			b.scan()
			b.lose(c.deleted)
			b.part(nil, []string{"."})
			if got := b.reason(); got != c.want {
				t.Fatalf("away: %q, want %q", got, c.want)
			}
			if c.want == "" {
				return
			}
			for n := range c.deleted {
				b.draw(fmt.Sprintf("%02d.png", n), gray(n+1))
			}
			b.draw("below/new.png", red)
			added := 1 // all of it is looked at
			if c.want.Partly() {
				added = 0 // what is there was followed all the time
			}
			if s := b.part(nil, []string{"."}); s.Added != added || b.reason() != "" {
				t.Errorf("once it is back: %+v, away %q", s, b.reason())
			}
		})
	}
}

// What cannot be read is taken to be there.
func TestAShallowScanOfWhatCannotBeRead(t *testing.T) {
	if scantest.WithoutPrivilege(t) {
		return
	}
	b := newBench(t)
	b.draw("in/a.png", red)
	b.draw("in/below/b.png", green)
	b.scan()
	b.do(os.Chmod(b.at("in"), 0))
	s := b.part(nil, []string{"in"})
	b.do(os.Chmod(b.at("in"), 0o755))
	if s != (Summary{}) || b.counts().Photos != 2 {
		t.Errorf("got %+v, %+v", s, b.counts())
	}
}

// A file that may still be written to is put off by a shallow scan as well.
func TestAShallowScanPutsOff(t *testing.T) {
	b := newBench(t)
	b.draw("a.png", red)
	var off []string
	f, err := b.in.Catalog.Folder(t.Context(), b.folder.ID)
	b.do(err)
	s, err := b.in.Scan(t.Context(), Part{
		Folder: f, Scope: scan.Scope{Shallow: []string{b.dir}},
		PutOff: func(path string) { off = append(off, filepath.Base(path)) },
	})
	if err != nil || s != (Summary{}) || !slices.Equal(off, []string{"a.png"}) {
		t.Errorf("got %+v, %v, %q", s, err, off)
	}
}
