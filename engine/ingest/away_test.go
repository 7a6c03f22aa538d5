package ingest

import (
	"fmt"
	"image/color"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"recollect/engine/photo"
	"recollect/engine/scan"
)

// gray is another picture for each n.
func gray(n int) color.RGBA { return color.RGBA{R: uint8(n), G: uint8(n), B: uint8(2 * n), A: 255} }

// full is a bench with so many photos, encoded.
func full(t *testing.T, photos int) *bench {
	t.Helper()
	b := newBench(t)
	for n := range photos {
		b.draw(fmt.Sprintf("%02d.png", n), gray(n+1))
	}
	b.scan()
	if n := b.encode(); n != photos {
		t.Fatalf("%d photos encoded, want %d", n, photos)
	}
	return b
}

func (b *bench) lose(photos int) {
	b.t.Helper()
	for n := range photos {
		b.do(os.Remove(filepath.Join(b.dir, fmt.Sprintf("%02d.png", n))))
	}
}

func (b *bench) reason() photo.AwayReason {
	b.t.Helper()
	f, err := b.in.Catalog.Folder(b.t.Context(), b.folder.ID)
	b.do(err)
	return f.Reason
}

// trust scans as after the user's word that what is not there was deleted.
func (b *bench) trust() Summary {
	b.t.Helper()
	f, err := b.in.Catalog.Folder(b.t.Context(), b.folder.ID)
	b.do(err)
	s, err := b.in.Scan(b.t.Context(), Part{Folder: f, Trust: true})
	b.do(err)
	return s
}

func TestHowMuchMayBeMissing(t *testing.T) {
	for _, c := range []struct {
		photos, deleted int
		want            photo.AwayReason
	}{
		{60, 12, ""},              // a fifth
		{60, 13, photo.AwayLost},  // more
		{20, 9, ""},               // a small folder that is tidied up
		{20, 10, photo.AwayLost},  // half of it
		{3, 2, ""},                //
		{3, 3, photo.AwayEmpty},   // nothing is in it any more
		{12, 12, photo.AwayEmpty}, //
	} {
		t.Run(fmt.Sprintf("%d of %d", c.deleted, c.photos), func(t *testing.T) {
			b := full(t, c.photos)
			b.lose(c.deleted)
			s := b.scan()
			if got := b.reason(); got != c.want {
				t.Fatalf("away: %q, want %q", got, c.want)
			}
			kept := c.photos
			if c.want == "" {
				kept -= c.deleted
			}
			if n := b.counts(); s.Gone != c.photos-kept || n.Photos != kept || n.Encoded != kept {
				t.Errorf("%+v, %+v, want %d kept", s, n, kept)
			}
			if c.want == "" {
				return
			}
			b.scan()
			away := c.photos
			if c.want.Partly() {
				away = c.deleted
			}
			if n := b.counts(); n.Away != away || n.Gone != 0 {
				t.Errorf("looked at again: %+v", n)
			}
			if s := b.trust(); s.Gone != c.deleted || b.reason() != "" || b.counts().Photos != c.photos-c.deleted {
				t.Errorf("when it is known to be meant: %+v, away %q, %+v", s, b.reason(), b.counts())
			}
		})
	}
}

// What is lost in one part of a folder is held against all of the folder.
func TestOneOfManyFoldersMayBeDeleted(t *testing.T) {
	b := newBench(t)
	for n := range 70 {
		b.draw(fmt.Sprintf("%d/%02d.png", n/11, n), gray(n+1))
	}
	b.scan()
	f, err := b.in.Catalog.Folder(t.Context(), b.folder.ID)
	b.do(err)
	dir := filepath.Join(b.dir, "0")
	b.do(os.RemoveAll(dir))
	s, err := b.in.Scan(t.Context(), Part{Folder: f, Scope: scan.Scope{Deep: []string{dir}}})
	if err != nil || s.Gone != 11 || b.reason() != "" {
		t.Errorf("got %+v, %v, away %q", s, err, b.reason())
	}
}

func TestPhotosOfAFolderThatMissesManyComeBack(t *testing.T) {
	b := full(t, 20)
	aside := filepath.Join(filepath.Dir(b.dir), "aside")
	b.do(os.Mkdir(aside, 0o755))
	for n := range 15 {
		name := fmt.Sprintf("%02d.png", n)
		b.do(os.Rename(filepath.Join(b.dir, name), filepath.Join(aside, name)))
	}
	b.scan()
	if b.reason() != photo.AwayLost {
		t.Fatalf("away: %q", b.reason())
	}
	for n := range 15 {
		name := fmt.Sprintf("%02d.png", n)
		b.do(os.Rename(filepath.Join(aside, name), filepath.Join(b.dir, name)))
	}
	if s, n := b.scan(), b.encode(); s != (Summary{Found: 15}) || n != 0 || b.reason() != "" {
		t.Errorf("got %+v, %d encoded, away %q", s, n, b.reason())
	}
}

// Where another volume is mounted over the folder, few are too many.
func TestAnotherVolume(t *testing.T) {
	b := full(t, 4)
	f, err := b.in.Catalog.Folder(t.Context(), b.folder.ID)
	b.do(err)
	if f.Volume == "" {
		t.Skip("the system does not tell on which volume the test's folder lies")
	}
	b.do(b.in.Catalog.SetVolume(t.Context(), f.ID, "another", "."))
	b.lose(3)
	if b.scan(); b.reason() != photo.AwayVolume {
		t.Errorf("away: %q, want %q", b.reason(), photo.AwayVolume)
	}
	// All of them are there: the folder was moved to another drive.
	b.draw("00.png", gray(1))
	b.draw("01.png", gray(2))
	b.draw("02.png", gray(3))
	b.scan()
	now, err := b.in.Catalog.Folder(t.Context(), f.ID)
	if err != nil || now.Reason != "" || now.Volume != f.Volume {
		t.Errorf("got %+v, %v, want the volume %q", now, err, f.Volume)
	}
}

func TestAGonePhotoComesBack(t *testing.T) {
	for name, c := range map[string]struct {
		back func(b *bench, aside string) // lets the file of red.png reappear
		at   string
	}{
		"the same file": {func(b *bench, aside string) {
			b.do(os.Rename(aside, filepath.Join(b.dir, "red.png")))
		}, "red.png"},
		"the same file elsewhere": {func(b *bench, aside string) {
			b.do(os.Rename(aside, filepath.Join(b.dir, "other.png")))
		}, "other.png"},
		"a file of its content": {func(b *bench, _ string) { b.draw("new/copy.png", red) }, "new/copy.png"},
	} {
		t.Run(name, func(t *testing.T) {
			b := newBench(t)
			b.draw("red.png", red)
			b.draw("green.png", green)
			b.scan()
			b.encode()
			was, err := b.in.Catalog.ByPath(t.Context(), filepath.Join(b.dir, "red.png"))
			b.do(err)
			aside := filepath.Join(filepath.Dir(b.dir), "aside.png")
			b.do(os.Rename(was.Path, aside))
			if s := b.scan(); s != (Summary{Gone: 1}) {
				t.Fatalf("got %+v", s)
			}
			if n := b.counts(); n.Gone != 1 || n.Photos != 1 || n.Encoded != 1 || b.nearest(1, 0, 0) != "green.png" {
				t.Errorf("gone: %+v, red is %q", n, b.nearest(1, 0, 0))
			}
			if s := b.scan(); s != (Summary{}) {
				t.Errorf("looked at again: %+v", s)
			}
			c.back(b, aside)
			if s, n := b.scan(), b.encode(); s != (Summary{Added: 1}) || n != 0 {
				t.Errorf("back: %+v, %d encoded", s, n)
			}
			now, err := b.in.Catalog.ByPath(t.Context(), filepath.Join(b.dir, filepath.FromSlash(c.at)))
			if err != nil || now.ID != was.ID || now.Hash != was.Hash {
				t.Errorf("got %+v, %v, want photo %d", now, err, was.ID)
			}
			if n := b.counts(); n.Gone != 0 || n.Encoded != 2 || b.nearest(1, 0, 0) != c.at {
				t.Errorf("back: %+v, red is %q", n, b.nearest(1, 0, 0))
			}
		})
	}
}

// Another file may take the place of one that is gone, and that come back elsewhere.
func TestThePlaceOfAGonePhotoIsFree(t *testing.T) {
	b := newBench(t)
	b.draw("a.png", red)
	b.scan()
	b.encode()
	was, err := b.in.Catalog.ByPath(t.Context(), filepath.Join(b.dir, "a.png"))
	b.do(err)
	b.draw("b.png", blue)
	b.do(os.Remove(was.Path))
	b.scan()
	b.draw("a.png", green)
	if s := b.scan(); s != (Summary{Added: 1}) {
		t.Fatalf("got %+v", s)
	}
	b.draw("c.png", red)
	b.scan()
	b.encode()
	now, err := b.in.Catalog.ByPath(t.Context(), filepath.Join(b.dir, "c.png"))
	if err != nil || now.ID != was.ID {
		t.Errorf("got %+v, %v, want photo %d", now, err, was.ID)
	}
	if n := b.counts(); n.Encoded != 3 || n.Gone != 0 {
		t.Errorf("got %+v", n)
	}
}

// Photos of a folder that asks to be left out are not missed, however many they
// are, and are back without a look when it asks no more.
func TestAFolderThatAsksToBeLeftOutIsNotMissed(t *testing.T) {
	b := newBench(t)
	for n := range 30 {
		b.draw(fmt.Sprintf("a/b/%02d.png", n), gray(n+1))
	}
	b.draw("red.png", red)
	b.scan()
	b.encode()
	marker := filepath.Join(b.dir, "a", scan.NoMedia)
	b.write("a/"+scan.NoMedia, "")
	if s := b.scan(); s.Gone != 30 || b.reason() != "" || b.counts().Photos != 1 {
		t.Errorf("got %+v, away %q, %+v", s, b.reason(), b.counts())
	}
	b.do(os.Remove(marker))
	if s, n := b.scan(), b.encode(); s.Added != 30 || n != 0 || b.counts().Encoded != 31 {
		t.Errorf("back: %+v, %d encoded, %+v", s, n, b.counts())
	}
}

// What is written to while it is scanned is left for later, if somebody is there to
// come back to it; a known photo stays what it was.
func TestAFileThatGrowsIsWaitedFor(t *testing.T) {
	b := newBench(t)
	b.draw("known.png", red)
	b.draw("old.png", green)
	old := time.Now().Add(-time.Hour)
	b.do(os.Chtimes(filepath.Join(b.dir, "old.png"), old, old))
	f, err := b.in.Catalog.Folder(t.Context(), b.folder.ID)
	b.do(err)
	var left []string
	look := func() Summary {
		left = nil
		now := time.Now()
		for _, name := range []string{"known.png", "new.png"} { // just written
			_ = os.Chtimes(filepath.Join(b.dir, name), now, now) // one is not there at first
		}
		s, err := b.in.Scan(t.Context(), Part{Folder: f, PutOff: func(path string) {
			left = append(left, filepath.Base(path))
		}})
		b.do(err)
		return s
	}
	if s := look(); s != (Summary{Added: 1}) || !slices.Equal(left, []string{"known.png"}) {
		t.Errorf("got %+v, left %q", s, left)
	}
	b.scan()
	b.write("new.png", "half of it")
	if s := look(); s != (Summary{}) || !slices.Equal(left, []string{"known.png", "new.png"}) ||
		b.counts().Problems != 0 {
		t.Errorf("got %+v, left %q, %+v", s, left, b.counts())
	}
	b.draw("new.png", blue)
	if s := b.scan(); s.Added != 1 || s.Changed != 1 || b.counts().Problems != 0 {
		t.Errorf("got %+v, %+v", s, b.counts())
	}
}
