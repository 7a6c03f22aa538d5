package importing

import (
	"bytes"
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"image"
	"image/jpeg"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"recollect/engine/meta"
	"recollect/engine/photo"
	"recollect/engine/stamp"
	"recollect/engine/turn"
)

// library is a catalog of paths by content.
type library map[photo.Hash]string

func (l library) Holding(_ context.Context, h photo.Hash) (string, error) { return l[h], nil }

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

var (
	shot7 = time.Date(2023, 7, 4, 9, 8, 7, 0, time.UTC)
	later = time.Date(2024, 1, 2, 3, 4, 5, 0, time.Local)
)

// picture is a JPEG that was taken at a time; n makes its content its own.
func picture(t testing.TB, taken time.Time, n int) []byte {
	t.Helper()
	var b bytes.Buffer
	must(t, jpeg.Encode(&b, image.NewGray(image.Rect(0, 0, 8, 8)), nil))
	data, err := stamp.JPEG(b.Bytes(), stamp.Says{
		Taken: photo.Moment{Time: taken}, Meta: &photo.Meta{Caption: fmt.Sprint("picture ", n)},
	})
	must(t, err)
	return data
}

// card writes files, by their names with slashes, and returns their folder.
func card(t testing.TB, files map[string][]byte) string {
	t.Helper()
	dir := t.TempDir()
	for name, data := range files {
		path := filepath.Join(dir, filepath.FromSlash(name))
		must(t, os.MkdirAll(filepath.Dir(path), 0o700))
		must(t, os.WriteFile(path, data, 0o600))
		must(t, os.Chtimes(path, later, later))
	}
	return dir
}

// imported runs an import and returns its results by the path below o.From, with slashes.
func imported(t testing.TB, l library, o Options) map[string]Result {
	t.Helper()
	all := map[string]Result{}
	must(t, New(l, t.TempDir()).Import(t.Context(), o, func(r Result) error {
		name, err := filepath.Rel(o.From, r.Path)
		must(t, err)
		all[filepath.ToSlash(name)] = r
		return r.Err
	}))
	return all
}

// files returns the files below a folder, with slashes, by path.
func files(t testing.TB, dir string) (names []string) {
	t.Helper()
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() {
			name, _ := filepath.Rel(dir, path)
			names = append(names, filepath.ToSlash(name))
		}
		return err
	})
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		t.Fatal(err)
	}
	return names
}

// What belongs together goes along under one name, into the folder of its date; a name that is taken stays another's.
func TestImport(t *testing.T) {
	a := picture(t, shot7, 1)
	from := card(t, map[string][]byte{
		"DCIM/100/IMG_1.JPG":     a,
		"DCIM/100/IMG_1.NEF":     []byte("raw"),
		"DCIM/100/IMG_1.xmp":     []byte("packet"),
		"DCIM/100/IMG_1.AAE":     []byte("edits"),
		"DCIM/100/IMG_2.MOV":     []byte("film"),
		"DCIM/101/img_1.jpg":     picture(t, shot7, 2),
		"DCIM/101/again.jpg":     a,
		"DCIM/101/has.jpg":       picture(t, shot7, 3),
		"DCIM/101/notes.txt":     []byte("text"),
		"DCIM/.hidden/IMG_9.JPG": picture(t, shot7, 9),
	})
	before := files(t, from)
	has := filepath.Join(t.TempDir(), "has.jpg")
	must(t, os.WriteFile(has, picture(t, shot7, 3), 0o600))
	l := library{sha256.Sum256(picture(t, shot7, 3)): has}
	to := filepath.Join(t.TempDir(), "photos")
	o := Options{From: from, To: to}
	want := []string{
		"2023/2023-07-04/IMG_1.AAE", "2023/2023-07-04/IMG_1.JPG", "2023/2023-07-04/IMG_1.NEF",
		"2023/2023-07-04/IMG_1.xmp", "2023/2023-07-04/img_1-2.jpg", "2024/2024-01-02/IMG_2.MOV",
	}

	tried := o
	tried.Try = true
	var planned []string
	for _, r := range imported(t, l, tried) {
		for _, f := range r.Files {
			name, err := filepath.Rel(to, f)
			must(t, err)
			planned = append(planned, filepath.ToSlash(name))
		}
	}
	slices.Sort(planned)
	if !slices.Equal(planned, want) || len(files(t, to)) > 0 {
		t.Errorf("a trial plans %q and makes %q", planned, files(t, to))
	}

	results := imported(t, l, o)
	if got := files(t, to); !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
	if r := results["DCIM/101/has.jpg"]; r.Skip != InLibrary || r.Same != has {
		t.Errorf("what the library has: %+v", r)
	}
	if r := results["DCIM/101/again.jpg"]; r.Skip != Twice || filepath.Base(r.Same) != "IMG_1.JPG" {
		t.Errorf("what is there twice: %+v", r)
	}
	copied := filepath.Join(to, "2023", "2023-07-04", "IMG_1.JPG")
	data, err := os.ReadFile(copied)
	must(t, err)
	if info, err := os.Stat(copied); err != nil || !info.ModTime().Equal(later) || !bytes.Equal(data, a) {
		t.Errorf("%v, %v", info.ModTime(), err)
	}
	if after := files(t, from); !slices.Equal(before, after) {
		t.Errorf("the card has %q", after)
	}

	for name, r := range imported(t, l, o) {
		if r.Skip == "" || len(r.Files) > 0 {
			t.Errorf("again: %s: %+v", name, r)
		}
	}
	if got := files(t, to); !slices.Equal(got, want) {
		t.Errorf("again it makes %q", got)
	}
}

// Half of a shot that was imported before gets the other half beside it.
func TestTheRestOfAShot(t *testing.T) {
	a := picture(t, shot7, 1)
	from := card(t, map[string][]byte{"IMG_1.JPG": a, "IMG_1.NEF": []byte("raw")})
	to := t.TempDir()
	before := filepath.Join(to, "holiday", "renamed.JPG")
	must(t, os.MkdirAll(filepath.Dir(before), 0o700))
	must(t, os.WriteFile(before, a, 0o600))
	imported(t, library{sha256.Sum256(a): before}, Options{From: from, To: to})
	if got, want := files(t, to), []string{"holiday/renamed.JPG", "holiday/renamed.NEF"}; !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

// A photo of the library whose file was cut short or changed since it was looked at does not stand for that of a card.
func TestTheLibraryIsNotTakenAtItsWord(t *testing.T) {
	a := picture(t, shot7, 1)
	for name, now := range map[string][]byte{"cut short": a[:len(a)-1], "changed": picture(t, shot7, 2), "gone": nil} {
		t.Run(name, func(t *testing.T) {
			has := filepath.Join(t.TempDir(), "has.jpg")
			if now != nil {
				must(t, os.WriteFile(has, now, 0o600))
			}
			o := Options{From: card(t, map[string][]byte{"IMG_1.JPG": a}), To: t.TempDir()}
			got := imported(t, library{sha256.Sum256(a): has}, o)["IMG_1.JPG"]
			if got.Skip != "" || len(got.Files) != 1 {
				t.Errorf("got %+v", got)
			}
		})
	}
}

// The sidecars of Google Takeout are found again beside the copies.
func TestTakeout(t *testing.T) {
	data := picture(t, shot7, 1)
	said := []byte(`{"title": "IMG_1.jpg", "description": "said", "photoTakenTime": {"timestamp": "1"}}`)
	dir := "Takeout/Google Photos/Photos from 2023/"
	long := strings.Repeat("long", 11)
	from := card(t, map[string][]byte{
		dir + "IMG_1.jpg": data,
		dir + "IMG_1.jpg.supplemental-metadata.json": said,
		dir + long + "name.jpg":                      picture(t, shot7, 2),
		dir + long + "na.json":                       said, // whose name Google has cut
	})
	s := New(library{}, t.TempDir())
	found, err := s.Look(t.Context(), from)
	must(t, err)
	if found.Kind != Takeout || found.Files != 2 || found.Left != 0 || found.Bytes < int64(len(data)) {
		t.Errorf("found %+v", found)
	}
	to := t.TempDir()
	taken := filepath.Join(to, "2023", "2023-07-04", "IMG_1.jpg")
	must(t, os.MkdirAll(filepath.Dir(taken), 0o700))
	must(t, os.WriteFile(taken, []byte("another"), 0o600))
	imported(t, library{}, Options{From: from, To: to})
	for _, name := range []string{"IMG_1-2.jpg", long + "name.jpg"} {
		path := filepath.Join(filepath.Dir(taken), name)
		beside, err := (&meta.Lister{}).Beside(path)
		must(t, err)
		if len(beside.Names()) != 1 {
			t.Errorf("%s has the sidecars %q of %q", name, beside.Names(), files(t, to))
		}
	}
}

func TestKinds(t *testing.T) {
	tests := []struct {
		file string
		want Kind
	}{
		{"DCIM/100APPLE/IMG_1.HEIC", Camera},
		{"iCloud Photos/Photos/IMG_1.HEIC", Apple},
		{"Part 1/Photo Details.csv", Apple},
		{"x/IMG_1.jpg.supplemental-metadata.json", Takeout},
		{"Takeout/archive_browser.html", Takeout},
		{"holiday/a.jpg", Folder},
	}
	for _, tt := range tests {
		s, err := New(library{}, t.TempDir()).Look(t.Context(), card(t, map[string][]byte{tt.file: nil}))
		if err != nil || s.Kind != tt.want {
			t.Errorf("%s: %s, %v, want %s", tt.file, s.Kind, err, tt.want)
		}
	}
}

// A card that is pulled out ends an import with its own error; what is copied is whole, and the next import goes on.
func TestPulledOut(t *testing.T) {
	all := map[string][]byte{}
	for i := range 9 {
		all[fmt.Sprint("IMG_", i, ".JPG")] = picture(t, shot7, i)
	}
	from := card(t, all)
	away, to := filepath.Join(t.TempDir(), "away"), t.TempDir()
	n := 0
	err := New(library{}, t.TempDir()).Import(t.Context(), Options{From: from, To: to}, func(r Result) error {
		if n++; n == 4 {
			return os.Rename(from, away)
		}
		return r.Err
	})
	if !errors.Is(err, ErrSourceGone) || len(files(t, to)) != 4 {
		t.Errorf("%v, %q", err, files(t, to))
	}
	must(t, os.Rename(away, from))
	dir := t.TempDir()
	left := filepath.Join(to, "2023", "2023-07-04", ".recollect-"+turn.Mark(dir, work)+"-LEFT.tmp")
	must(t, os.WriteFile(left, nil, 0o600))
	o := Options{From: from, To: to}
	must(t, New(library{}, dir).Import(t.Context(), o, func(r Result) error { return r.Err }))
	for _, name := range files(t, to) {
		data, err := os.ReadFile(filepath.Join(to, name))
		must(t, err)
		if !bytes.Equal(data, all[filepath.Base(name)]) {
			t.Errorf("%s is not what it was", name)
		}
	}
	if len(files(t, to)) != 9 {
		t.Errorf("%q", files(t, to))
	}
}

func TestRefused(t *testing.T) {
	from := card(t, map[string][]byte{"a.jpg": picture(t, shot7, 1)})
	s := New(library{}, t.TempDir())
	for _, to := range []string{from, filepath.Join(from, "new", "folder")} {
		err := s.Import(t.Context(), Options{From: from, To: to}, nil)
		if !errors.Is(err, ErrInside) {
			t.Errorf("into %s: %v", to, err)
		}
	}
	err := s.Import(t.Context(), Options{From: filepath.Join(from, "none"), To: t.TempDir()}, nil)
	if !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("from nowhere: %v", err)
	}
	stop := errors.New("stop")
	err = s.Import(t.Context(), Options{From: from, To: t.TempDir()}, func(Result) error {
		if err := s.Import(t.Context(), Options{From: from, To: t.TempDir()}, nil); !errors.Is(err, ErrInUse) {
			t.Errorf("a second one: %v", err)
		}
		return stop
	})
	if !errors.Is(err, stop) {
		t.Errorf("stopped: %v", err)
	}
}
