package ingest

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"recollect/engine/catalog"
	"recollect/engine/photo"
	"recollect/engine/scan"
)

// at is the path of a picture.
func (b *bench) at(name string) string { return filepath.Join(b.dir, name) }

func (b *bench) remove(name string) {
	b.t.Helper()
	b.do(os.Remove(b.at(name)))
}

func (b *bench) rename(from, to string) {
	b.t.Helper()
	b.do(os.MkdirAll(filepath.Dir(b.at(to)), 0o755))
	b.do(os.Rename(b.at(from), b.at(to)))
}

// write writes a file that tests read no pixels of.
func (b *bench) write(name, content string) {
	b.t.Helper()
	b.do(os.WriteFile(b.at(name), []byte(content), 0o644))
}

// shown lists what the grid shows: each photo with the files that follow it.
func (b *bench) shown() string {
	b.t.Helper()
	tiles, err := b.in.Catalog.Tiles(b.t.Context())
	b.do(err)
	var all []string
	for _, tile := range tiles {
		p, err := b.in.Catalog.Photo(b.t.Context(), tile.ID)
		b.do(err)
		with, err := b.in.Catalog.Companions(b.t.Context(), tile.ID)
		b.do(err)
		text := b.name(p.Path)
		for _, w := range with {
			text += "+" + b.name(w.Path)
		}
		all = append(all, text)
	}
	slices.Sort(all)
	return strings.Join(all, " ")
}

func (b *bench) name(path string) string {
	b.t.Helper()
	name, err := filepath.Rel(b.dir, path)
	b.do(err)
	return filepath.ToSlash(name)
}

// film is the beginning of a QuickTime file.
const film = "\x00\x00\x00\x14ftypqt  \x00\x00\x02\x00qt  \x00\x00\x00\x08wide\x00\x00\x00\x08mdat"

// Roles go by names and contents by bytes, so that a picture that is drawn into
// a .CR2 stands for one with a preview.
func TestFilesOfOneShotAreShownTogether(t *testing.T) {
	type step struct {
		name    string
		do      func(*bench)
		shown   string
		encoded int // pictures that the model looked at in this step
	}
	tests := []struct {
		name  string
		steps []step
	}{
		{"a JPEG comes to its RAW and goes", []step{
			{"RAW", func(b *bench) { b.draw("IMG_1.CR2", red) }, "IMG_1.CR2", 1},
			{"JPEG comes", func(b *bench) { b.draw("img_1.jpg", green) }, "img_1.jpg+IMG_1.CR2", 1},
			{"JPEG goes", func(b *bench) { b.remove("img_1.jpg") }, "IMG_1.CR2", 0},
		}},
		{"a RAW comes to its JPEG", []step{
			{"JPEG", func(b *bench) { b.draw("a.jpg", green) }, "a.jpg", 1},
			{"RAW comes", func(b *bench) { b.draw("a.dng", red) }, "a.jpg+a.dng", 0},
			{"JPEG goes", func(b *bench) { b.remove("a.jpg") }, "a.dng", 1},
		}},
		{"both at once, renamed and moved", []step{
			{"both", func(b *bench) { b.draw("a.jpg", green); b.draw("a.nef", red) }, "a.jpg+a.nef", 1},
			{"both renamed", func(b *bench) {
				b.rename("a.jpg", "b.jpg")
				b.rename("a.nef", "b.nef")
			}, "b.jpg+b.nef", 0},
			{"both moved", func(b *bench) {
				b.rename("b.jpg", "x/b.jpg")
				b.rename("b.nef", "x/b.nef")
			}, "x/b.jpg+x/b.nef", 0},
			{"the JPEG moved", func(b *bench) { b.rename("x/b.jpg", "y/b.jpg") }, "x/b.nef y/b.jpg", 1},
			{"the RAW follows", func(b *bench) { b.rename("x/b.nef", "y/b.nef") }, "y/b.jpg+y/b.nef", 0},
			{"the JPEG renamed", func(b *bench) { b.rename("y/b.jpg", "y/c.jpg") }, "y/b.nef y/c.jpg", 0},
			{"two change their partners", func(b *bench) {
				b.draw("y/c.nef", blue)
				b.rename("y/b.nef", "y/d.nef")
				b.rename("y/c.jpg", "y/d.jpg")
			}, "y/c.nef y/d.jpg+y/d.nef", 1},
		}},
		{"the JPEG is broken and mended", []step{
			{"broken", func(b *bench) { b.draw("a.cr2", red); b.write("a.jpg", "no picture") }, "a.cr2", 1},
			{"mended", func(b *bench) { b.draw("a.jpg", green) }, "a.jpg+a.cr2", 1},
			{"broken again", func(b *bench) { b.write("a.jpg", "no picture again") }, "a.cr2", 0},
		}},
		{"the JPEG proves to be broken when it is decoded", []step{
			{"cut", func(b *bench) {
				b.draw("a.png", green)
				whole, err := os.ReadFile(b.at("a.png"))
				b.do(err)
				b.write("a.png", string(whole[:45])) // its pixels are missing
				b.draw("a.arw", red)
			}, "a.arw", 1},
		}},
		{"three files", []step{
			{"all", func(b *bench) {
				b.draw("a.heic", green)
				b.draw("a.jpg", blue)
				b.draw("a.dng", red)
			}, "a.heic+a.dng a.jpg", 2},
			{"the leader goes", func(b *bench) { b.remove("a.heic") }, "a.jpg+a.dng", 0},
			{"the next too", func(b *bench) { b.remove("a.jpg") }, "a.dng", 1},
		}},
		{"a live photo", []step{
			{"both", func(b *bench) {
				b.draw("IMG_1.HEIC", green)
				b.write("IMG_1.MOV", film)
			}, "IMG_1.HEIC+IMG_1.MOV", 1},
			{"and a RAW", func(b *bench) { b.draw("IMG_1.DNG", red) }, "IMG_1.HEIC+IMG_1.DNG+IMG_1.MOV", 0},
			{"the picture goes", func(b *bench) { b.remove("IMG_1.HEIC") }, "IMG_1.DNG+IMG_1.MOV", 1},
			{"the RAW too", func(b *bench) { b.remove("IMG_1.DNG") }, "", 0},
		}},
		{"in other folders", []step{
			{"both", func(b *bench) { b.draw("x/a.jpg", green); b.draw("y/a.dng", red) }, "x/a.jpg y/a.dng", 2},
		}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			b := newBench(t)
			for _, s := range tt.steps {
				s.do(b)
				b.scan()
				if n := b.encode(); n != s.encoded {
					t.Errorf("%s: %d were encoded, want %d", s.name, n, s.encoded)
				}
				if got := b.shown(); got != s.shown {
					t.Errorf("%s: got %q, want %q", s.name, got, s.shown)
				}
				want := len(strings.Fields(s.shown))
				if n := b.counts(); n.Photos != want || n.Encoded != want || b.index.Len() != want {
					t.Errorf("%s: %+v, index of %d, want %d", s.name, n, b.index.Len(), want)
				}
			}
		})
	}
}

func TestFilmsAreToldOncePerKind(t *testing.T) {
	b := newBench(t)
	b.draw("live.jpg", red)
	for _, name := range []string{"live.mov", "a.mov", "b.MOV"} {
		b.write(name, film)
	}
	b.scan()
	problems, err := b.in.Catalog.Problems(t.Context())
	b.do(err)
	if len(problems) != 1 || problems[0].Count != 2 || b.name(problems[0].Path) != "a.mov" || problems[0].Kind == "" {
		t.Errorf("got %+v", problems)
	}
	if n := b.counts(); n.Problems != 1 || n.Photos != 1 {
		t.Errorf("got %+v", n)
	}
	if slices.Contains(b.changes, photo.Change{Kind: "problem", Path: b.at("live.mov")}) {
		t.Errorf("the film of a live photo is told to be a problem: %v", b.changes)
	}
	b.remove("live.jpg")
	b.scan()
	if problems, err := b.in.Catalog.Problems(t.Context()); err != nil || len(problems) != 1 || problems[0].Count != 3 {
		t.Errorf("without its picture: %+v, %v", problems, err)
	}
}

// A sidecar that comes, changes or goes is read without encoding the picture again.
func TestMetadataChangesAreNotEncodedAgain(t *testing.T) {
	b := newBench(t)
	b.in.Walker.Sidecars = func(_ string, names []string) map[string][]string {
		of := map[string][]string{}
		for _, name := range names {
			if picture, is := strings.CutSuffix(name, ".xmp"); is {
				of[picture] = []string{name}
			}
		}
		return of
	}
	b.draw("a.png", red)
	b.scan()
	b.encode()
	steps := []struct {
		name string
		do   func()
		want Summary
	}{
		{"sidecar comes", func() { b.write("a.png.xmp", "1") }, Summary{MetadataChanged: 1}},
		{"nothing", func() {}, Summary{}},
		{"sidecar changes", func() { b.write("a.png.xmp", "22") }, Summary{MetadataChanged: 1}},
		{"both move", func() { b.rename("a.png", "x/a.png"); b.rename("a.png.xmp", "x/a.png.xmp") }, Summary{Moved: 1}},
		{"both are renamed", func() {
			b.rename("x/a.png", "x/b.png")
			b.rename("x/a.png.xmp", "x/b.png.xmp")
		}, Summary{Moved: 1}},
		{"sidecar goes", func() { b.remove("x/b.png.xmp") }, Summary{MetadataChanged: 1}},
		{"nothing again", func() {}, Summary{}},
	}
	for _, s := range steps {
		b.changes = nil
		s.do()
		if got := b.scan(); got != s.want {
			t.Errorf("%s: got %+v, want %+v", s.name, got, s.want)
		}
		if n := b.encode(); n != 0 || b.counts().Encoded != 1 || b.index.Len() != 1 {
			t.Errorf("%s: %d were encoded, %+v", s.name, n, b.counts())
		}
		for _, c := range b.changes {
			if c.Kind != "retold" && c.Kind != "moved" {
				t.Errorf("%s: told %+v", s.name, c)
			}
		}
	}
}

// What a name tells of the date is told anew when the file gets another.
func TestARenamedPhotoIsDescribedAgain(t *testing.T) {
	b := newBench(t)
	b.draw("a.png", red)
	b.scan()
	known := b.photo("a.png")
	known.Camera = "told before"
	b.do(b.in.Catalog.Update(t.Context(), func(tx *catalog.Tx) error { return tx.RefreshMetadata(known) }))
	b.rename("a.png", "x/a.png")
	b.scan()
	if got := b.photo("x/a.png"); got.Camera != "told before" {
		t.Errorf("moved: described again: %+v", got)
	}
	b.rename("x/a.png", "x/b.png")
	b.scan()
	if got := b.photo("x/b.png"); got.Camera != "" || got.ID != known.ID {
		t.Errorf("renamed: got %+v", got)
	}
}

func (b *bench) photo(name string) photo.Photo {
	b.t.Helper()
	p, err := b.in.Catalog.ByPath(b.t.Context(), b.at(name))
	b.do(err)
	return p
}

// A photo that is known and cannot be read at present keeps what is known of it.
func TestWhatCannotBeToldStays(t *testing.T) {
	b := newBench(t)
	b.draw("a.png", red)
	b.scan()
	b.encode()
	known := b.photo("a.png")
	b.remove("a.png")
	b.do(os.Symlink("a.png", b.at("a.png"))) // leads round in a circle: an error of the system
	s, err := b.in.recordFresh(t.Context(), []Part{{Folder: b.folder}},
		[]scan.Change{{Kind: scan.MetadataChanged, ID: known.ID, File: known.File}})
	if err != nil || s != (Summary{}) {
		t.Errorf("got %+v, %v", s, err)
	}
	if got := b.photo("a.png"); got.Hash != known.Hash || b.counts().Encoded != 1 {
		t.Errorf("got %+v", got)
	}
}

// The first scan of a library of version 1 describes its photos once, encodes
// none of them again, and tries what it could not show then.
func TestALibraryOfVersion1(t *testing.T) {
	old, err := os.ReadFile("../catalog/testdata/v1.db")
	if err != nil {
		t.Fatal(err)
	}
	b := newBench(t)
	path := filepath.Join(t.TempDir(), "recollect.db")
	b.do(os.WriteFile(path, old, 0o600))
	c, err := catalog.Open(t.Context(), path, catalog.Options{Model: "model-a"})
	b.do(err)
	defer c.Close()
	b.in.Catalog = c
	b.folder, err = c.AddFolder(t.Context(), b.dir)
	b.do(err)

	// As if it had always been of these files: an encoded one and a RAW with a problem.
	b.draw("a.jpg", red)
	b.draw("a.CR2", green)
	var found []photo.File
	_, err = b.in.Walker.Walk(t.Context(), b.dir, b.dir, func(f photo.File) { found = append(found, f) })
	b.do(err)
	to := map[photo.ID]catalog.Place{}
	for _, f := range found {
		p, err := c.ByPath(t.Context(), "/pictures/"+b.name(f.Path))
		b.do(err)
		if filepath.Ext(f.Path) == ".CR2" {
			f.ModTime = p.ModTime // that of a file that a scan should try again
		}
		to[p.ID] = catalog.Place{Folder: b.folder.ID, File: f}
	}
	b.do(c.Update(t.Context(), func(tx *catalog.Tx) error { return tx.Move(to) }))
	folders, err := c.Folders(t.Context())
	b.do(err)
	for _, f := range folders {
		if f.ID != b.folder.ID {
			b.do(b.in.Forget(t.Context(), f.ID))
		}
	}

	if s := b.scan(); s != (Summary{Changed: 1, MetadataChanged: 1}) {
		t.Errorf("first scan: %+v", s)
	}
	if got := b.photo("a.jpg"); got.Format != "png" || got.Hash == (photo.Hash{}) {
		t.Errorf("got %+v", got)
	}
	if n := b.encode(); n != 0 || b.counts().Encoded != 1 || b.shown() != "a.jpg+a.CR2" {
		t.Errorf("%d were encoded, %+v, %s", n, b.counts(), b.shown())
	}
	if s := b.scan(); s != (Summary{}) {
		t.Errorf("second scan: %+v", s)
	}
	b.do(c.Check(t.Context()))
}
