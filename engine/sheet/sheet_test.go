package sheet

import (
	"context"
	"errors"
	"fmt"
	"image"
	"image/color"
	"image/jpeg"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	reader "github.com/ledongthuc/pdf"

	"recollect/engine/decode"
	"recollect/engine/photo"
	"recollect/engine/thumb"
	"recollect/engine/turn"
)

// known is a catalog of photos by their IDs, from 1 on, and what is kept of one whose file is gone.
type known struct {
	photos []photo.Photo
	kept   photo.Hash
}

func (k *known) Photo(_ context.Context, id photo.ID) (photo.Photo, error) {
	return k.photos[id-1], nil
}

func (k *known) Get(_ context.Context, h photo.Hash, sizePx int) (*image.RGBA, error) {
	if h != k.kept || sizePx != thumb.Small {
		return nil, thumb.ErrMissing
	}
	return image.NewRGBA(image.Rect(0, 0, 320, 200)), nil
}

var when = time.Date(2023, 7, 4, 9, 8, 7, 0, time.UTC)

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// add writes a picture of noise, which no encoder makes small, and puts it into the catalog.
func (k *known) add(t testing.TB, path string, wide, high int) photo.ID {
	t.Helper()
	img := image.NewRGBA(image.Rect(0, 0, wide, high))
	random := rand.New(rand.NewPCG(1, uint64(len(k.photos))))
	for y := range high {
		for x := range wide {
			v := random.Uint32()
			img.SetRGBA(x, y, color.RGBA{uint8(v), uint8(v >> 8), uint8(v >> 16), 255})
		}
	}
	f, err := os.Create(path)
	must(t, err)
	must(t, jpeg.Encode(f, img, nil))
	must(t, f.Close())
	k.photos = append(k.photos, photo.Photo{
		ID: photo.ID(len(k.photos) + 1), File: photo.File{Path: path},
		Details: photo.Details{WidthPx: wide, HeightPx: high, Taken: photo.Moment{Time: when, From: photo.FromExif}},
	})
	return photo.ID(len(k.photos))
}

func (k *known) ids() (ids []photo.ID) {
	for _, p := range k.photos {
		ids = append(ids, p.ID)
	}
	return ids
}

// many is a catalog of n small photos.
func many(t testing.TB, n int) *known {
	t.Helper()
	k, dir := &known{}, t.TempDir()
	for i := range n {
		k.add(t, filepath.Join(dir, fmt.Sprintf("photo-%02d.jpg", i+1)), 60, 40)
	}
	return k
}

func service(t testing.TB, k *known) *Service {
	t.Helper()
	return New(k, k, decode.NewBudget(64<<20), t.TempDir())
}

// texts is what the pages of a file say, without spaces: readers put some where the font changes.
func texts(t testing.TB, path string) (pages []string) {
	t.Helper()
	f, r, err := reader.Open(path)
	must(t, err)
	defer f.Close()
	for i := range r.NumPage() {
		text, err := r.Page(i + 1).GetPlainText(nil)
		must(t, err)
		pages = append(pages, strings.Join(strings.Fields(text), ""))
	}
	return pages
}

// Photos are printed in order, each with its name and date.
func TestPrint(t *testing.T) {
	k := many(t, 50)
	k.photos[1].Taken.From = photo.FromModTime
	k.photos[2].Path, k.photos[3].Path = k.photos[2].Path+"-湖边", k.photos[3].Path+"-gone"
	must(t, os.Rename(strings.TrimSuffix(k.photos[2].Path, "-湖边"), k.photos[2].Path))
	k.photos[4].Path, k.photos[4].Hash, k.kept = k.photos[4].Path+"-away", photo.Hash{1}, photo.Hash{1}
	o := Options{Path: filepath.Join(t.TempDir(), "sheet.PDF")}
	var pages []int
	path, err := service(t, k).Print(t.Context(), k.ids(), o, func(r Result) error {
		pages = append(pages, r.Page)
		if (r.Err != nil) != (r.ID == 4) || r.ID != photo.ID(len(pages)) {
			t.Errorf("%+v", r)
		}
		return nil
	})
	must(t, err)
	got := texts(t, path)
	per := newPlan(o).onPage()
	if len(got) != (50+per-1)/per || pages[per-1] != 1 || pages[per] != 2 || path != o.Path {
		t.Fatalf("%d pages of %d, %v, at %s", len(got), per, pages, path)
	}
	const date = "2023-07-0409:08"
	want := "photo-01.jpg" + date + "photo-02.jpgphoto-03.jpg-湖边" + date + "photo-04.jpg-gone"
	if end := fmt.Sprintf("1/%d", len(got)); !strings.HasPrefix(got[0], want) || !strings.HasSuffix(got[0], end) {
		t.Errorf("it says %q", got[0])
	}
	f, r, err := reader.Open(path)
	must(t, err)
	defer f.Close()
	if n := len(r.Page(1).Resources().Key("XObject").Keys()); n != per-1 { // one is gone, one is kept
		t.Errorf("%d pictures of %d photos", n, per)
	}
}

// What is there already stays, unless it is a PDF that is to be replaced.
func TestClash(t *testing.T) {
	k, dir := many(t, 1), t.TempDir()
	s := service(t, k)
	file := func(name, content string) string {
		path := filepath.Join(dir, name)
		if content != "" {
			must(t, os.WriteFile(path, []byte(content), 0o600))
		}
		return path
	}
	taken := file("taken.pdf", "%PDF-1.4 of somebody")
	tests := []struct {
		name string
		o    Options
		want error
		path string
	}{
		{"none is there", Options{Path: file("new.pdf", "")}, nil, "new.pdf"},
		{"one is there", Options{Path: taken}, ErrExists, ""},
		{"another name", Options{Path: taken, Clash: Number}, nil, "taken-2.pdf"},
		{"the name after that", Options{Path: taken, Clash: Number}, nil, "taken-3.pdf"},
		{"replaced", Options{Path: taken, Clash: Replace}, nil, "taken.pdf"},
		{"nothing to replace", Options{Path: file("other.pdf", ""), Clash: Replace}, nil, "other.pdf"},
		{"not a PDF", Options{Path: file("photo.pdf", "\xff\xd8\xff"), Clash: Replace}, ErrKind, ""},
		{"the name of a photo", Options{Path: file("photo.jpg", ""), Clash: Replace}, ErrKind, ""},
		{"a folder", Options{Path: dir, Clash: Replace}, ErrKind, ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			path, err := s.Print(t.Context(), k.ids(), tt.o, func(r Result) error { return r.Err })
			if !errors.Is(err, tt.want) || path != "" && filepath.Base(path) != tt.path {
				t.Fatalf("%q, %v", path, err)
			}
			if err == nil && len(texts(t, path)) != 1 {
				t.Error("it is no file of one page")
			}
		})
	}
	if _, err := s.Print(t.Context(), nil, Options{Path: file("empty.pdf", "")}, nil); !errors.Is(err, ErrEmpty) {
		t.Errorf("of nothing: %v", err)
	}
	if got, err := os.ReadFile(filepath.Join(dir, "photo.pdf")); err != nil || string(got) != "\xff\xd8\xff" {
		t.Errorf("the photo is %q, %v", got, err)
	}
	entries, err := os.ReadDir(dir)
	must(t, err)
	for _, e := range entries {
		if strings.HasPrefix(e.Name(), ".") {
			t.Errorf("%s is left", e.Name())
		}
	}
}

// A sheet that is cancelled leaves nothing; one at a time is printed.
func TestCancelled(t *testing.T) {
	k, dir := many(t, 20), t.TempDir()
	s := service(t, k)
	ctx, cancel := context.WithCancel(t.Context())
	o := Options{Path: filepath.Join(dir, "sheet.pdf")}
	_, err := s.Print(ctx, k.ids(), o, func(Result) error {
		if _, err := s.Print(ctx, k.ids(), o, nil); !errors.Is(err, ErrInUse) {
			t.Errorf("a second one: %v", err)
		}
		cancel()
		return nil
	})
	if entries, _ := os.ReadDir(dir); !errors.Is(err, context.Canceled) || len(entries) != 0 {
		t.Errorf("%v, %v", err, entries)
	}
	broken := errors.New("broken")
	if _, err := s.Print(t.Context(), k.ids(), o, func(Result) error { return broken }); !errors.Is(err, broken) {
		t.Errorf("%v", err)
	}
	mark := turn.Mark(s.library, work)
	left := filepath.Join(dir, ".recollect-"+mark+"-X.tmp") // of a process that was killed
	must(t, os.WriteFile(left, nil, 0o600))
	_, err = s.Print(t.Context(), k.ids(), o, func(r Result) error { return r.Err })
	must(t, err)
	if entries, _ := os.ReadDir(dir); len(entries) != 1 {
		t.Errorf("%v are left", entries)
	}
}

// Rows fill the page, and nothing lies outside of it, whatever is asked for.
func TestPlan(t *testing.T) {
	for _, paper := range []Paper{"", A4, Letter} {
		for columns := range MostColumns + 3 {
			p := newPlan(Options{Paper: paper, Columns: columns})
			x, y := p.at(p.onPage() - 1)
			right, bottom := x+p.cellWide, y+p.boxHigh+p.caption()
			if right > p.wide-margin+0.01 || bottom > p.high-margin-foot+0.01 || bottom < p.high-margin-foot-1 {
				t.Errorf("%s, %d columns: the last ends at %g, %g of %+v", paper, columns, right, bottom, p)
			}
			if p.boxHigh < p.cellWide*0.6 || p.columns < 1 || p.columns > MostColumns || p.longPx() > 2048 {
				t.Errorf("%s, %d columns: %+v", paper, columns, p)
			}
			left, top, wide, high := p.fit(x, y, 1, 1000)
			if left < x || top < y-0.01 || wide > p.cellWide || high > p.boxHigh+0.01 {
				t.Errorf("a narrow picture is at %g, %g, %g x %g", left, top, wide, high)
			}
		}
	}
	if p := newPlan(Options{}); p.columns != usualColumns || p.pages(p.onPage()+1) != 2 {
		t.Errorf("%+v", p)
	}
}
