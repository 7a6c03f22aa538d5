package thumb

import (
	"crypto/sha256"
	"errors"
	"image"
	"image/color"
	"os"
	"path/filepath"
	"sync"
	"testing"

	"recollect/engine/photo"
)

var (
	red  = color.RGBA{220, 30, 30, 255}
	blue = color.RGBA{30, 30, 220, 255}
)

func plain(c color.RGBA, w, h int) *image.RGBA {
	img := image.NewRGBA(image.Rect(0, 0, w, h))
	for i := range w * h {
		img.SetRGBA(i%w, i/w, c)
	}
	return img
}

func open(t *testing.T) (*Cache, string) {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "thumbs")
	return Open(dir, 0), dir
}

func hash(s string) photo.Hash { return sha256.Sum256([]byte(s)) }

// checkColour fails where c does not hold a picture of that colour and size.
func checkColour(t *testing.T, c *Cache, h photo.Hash, sizePx int, want color.RGBA, size image.Point) {
	t.Helper()
	img, err := c.Get(t.Context(), h, sizePx)
	if err != nil {
		t.Fatal(err)
	}
	if got := img.Bounds().Size(); got != size {
		t.Errorf("size = %v, want %v", got, size)
	}
	r, g, b, _ := img.At(1, 1).RGBA()
	for i, pair := range [3][2]int{{int(r >> 8), int(want.R)}, {int(g >> 8), int(want.G)}, {int(b >> 8), int(want.B)}} {
		if d := pair[0] - pair[1]; d < -6 || d > 6 {
			t.Errorf("channel %d = %d, want about %d", i, pair[0], pair[1])
		}
	}
}

func TestPutAndGet(t *testing.T) {
	c, dir := open(t)
	h := hash("a")
	if _, err := c.Get(t.Context(), h, Small); !errors.Is(err, ErrMissing) {
		t.Errorf("before Put: err = %v, want %v", err, ErrMissing)
	}
	for sizePx, img := range map[int]*image.RGBA{Small: plain(red, 320, 200), Large: plain(blue, 1280, 800)} {
		if err := c.Put(h, sizePx, img); err != nil {
			t.Fatal(err)
		}
	}
	again := Open(dir, 0)
	checkColour(t, again, h, Small, red, image.Pt(320, 200))
	checkColour(t, again, h, Large, blue, image.Pt(1280, 800))
}

func TestPutReplaces(t *testing.T) {
	c, dir := open(t)
	h := hash("a")
	for _, colour := range []color.RGBA{red, blue} {
		if err := c.Put(h, Small, plain(colour, 30, 20)); err != nil {
			t.Fatal(err)
		}
	}
	checkColour(t, c, h, Small, blue, image.Pt(30, 20))
	if got := files(t, dir); len(got) != 1 {
		t.Errorf("files = %v, want one", got)
	}
}

// files lists the files below dir by their paths from there, but for marks.
func files(t *testing.T, dir string) []string {
	t.Helper()
	var all []string
	err := filepath.WalkDir(dir, func(path string, e os.DirEntry, err error) error {
		if err == nil && !e.IsDir() && e.Name() != markName {
			rel, _ := filepath.Rel(dir, path)
			all = append(all, filepath.ToSlash(rel))
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

func TestNameOnDisk(t *testing.T) {
	c, dir := open(t)
	if err := c.Put(photo.Hash{0xab, 0xcd}, Small, plain(red, 8, 8)); err != nil {
		t.Fatal(err)
	}
	want := "v2/ab/abcd000000000000000000000000000000000000000000000000000000000000-320"
	if got := files(t, dir); len(got) != 1 || got[0] != want {
		t.Errorf("files = %v, want %s", got, want)
	}
}

func TestDamagedFileIsRemoved(t *testing.T) {
	tests := map[string]func([]byte) []byte{
		"empty":        func([]byte) []byte { return nil },
		"cut off":      func(whole []byte) []byte { return whole[:len(whole)/2] },
		"zeros":        func(whole []byte) []byte { return make([]byte, len(whole)) },
		"another kind": func([]byte) []byte { return []byte("\x89PNG\r\n\x1a\n\xff\xd9") },
	}
	for name, damage := range tests {
		t.Run(name, func(t *testing.T) {
			c, _ := open(t)
			h := hash("a")
			if err := c.Put(h, Small, plain(red, 32, 32)); err != nil {
				t.Fatal(err)
			}
			whole, err := os.ReadFile(c.path(h, Small))
			if err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(c.path(h, Small), damage(whole), 0o600); err != nil {
				t.Fatal(err)
			}
			if _, err := c.Get(t.Context(), h, Small); !errors.Is(err, ErrMissing) {
				t.Errorf("err = %v, want %v", err, ErrMissing)
			}
			if _, err := os.Stat(c.path(h, Small)); !errors.Is(err, os.ErrNotExist) {
				t.Errorf("the damaged file: err = %v, want %v", err, os.ErrNotExist)
			}
		})
	}
}

func TestPutThatFailsLeavesNothing(t *testing.T) {
	c, dir := open(t)
	h := hash("a")
	// A folder in the place of the file: the last step of Put cannot succeed.
	if err := os.MkdirAll(filepath.Join(c.path(h, Small), "x"), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := c.Put(h, Small, plain(red, 8, 8)); err == nil {
		t.Error("err = nil, want one")
	}
	if got := files(t, dir); len(got) != 0 {
		t.Errorf("files = %v, want none", got)
	}
}

func TestConcurrentUse(t *testing.T) {
	c, dir := open(t)
	h := hash("a")
	var wait sync.WaitGroup
	for range 8 {
		wait.Go(func() {
			for range 20 {
				if err := c.Put(h, Small, plain(red, 16, 16)); err != nil {
					t.Error(err)
				}
				if _, err := c.Get(t.Context(), h, Small); err != nil {
					t.Error(err)
				}
			}
		})
	}
	wait.Wait()
	if got := files(t, dir); len(got) != 1 {
		t.Errorf("files = %v, want one", got)
	}
}
