package thumb

import (
	"context"
	"errors"
	"image"
	"image/color"
	"os"
	"path/filepath"
	"testing"
	"time"
)

func TestTransparencyIsKept(t *testing.T) {
	c, _ := open(t)
	img := plain(red, 40, 30)
	img.SetRGBA(0, 0, color.RGBA{})
	img.SetRGBA(1, 0, color.RGBA{110, 15, 15, 128})
	if err := c.Put(hash("a"), Small, img); err != nil {
		t.Fatal(err)
	}
	got, err := c.Get(t.Context(), hash("a"), Small)
	if err != nil {
		t.Fatal(err)
	}
	for at, want := range map[image.Point]uint32{{X: 0}: 0, {X: 1}: 0x8080, {X: 2}: 0xffff} {
		if _, _, _, alpha := got.At(at.X, at.Y).RGBA(); alpha != want {
			t.Errorf("alpha at %v = %#x, want %#x", at, alpha, want)
		}
	}
}

// age sets the day on which a small picture was last used.
func age(t *testing.T, path string, by time.Duration) {
	t.Helper()
	then := time.Now().Add(-by)
	if err := os.Chtimes(path, then, then); err != nil {
		t.Fatal(err)
	}
}

func TestTrimRemovesWhatWasNotUsedLongest(t *testing.T) {
	c, dir := open(t)
	names := []string{"a", "b", "c", "d", "e", "f", "g", "h", "i", "j"}
	for i, name := range names {
		if err := c.Put(hash(name), Small, plain(red, 64, 64)); err != nil {
			t.Fatal(err)
		}
		age(t, c.path(hash(name), Small), time.Duration(100-i)*24*time.Hour)
	}
	info, err := os.Stat(c.path(hash("a"), Small))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := c.Get(t.Context(), hash("a"), Small); err != nil { // is used again
		t.Fatal(err)
	}
	small := Open(dir, 8*info.Size())
	if err := small.Trim(t.Context()); err != nil {
		t.Fatal(err)
	}
	// Nine tenths of eight are seven.
	for i, name := range names {
		_, err := small.Get(t.Context(), hash(name), Small)
		if removed := i >= 1 && i <= 3; errors.Is(err, ErrMissing) != removed || !removed && err != nil {
			t.Errorf("%s: err = %v, want removed = %v", name, err, removed)
		}
	}
}

func TestTrimLeavesWhatFits(t *testing.T) {
	c, dir := open(t)
	if err := c.Trim(t.Context()); err != nil {
		t.Errorf("nothing was ever kept: %v", err)
	}
	if err := c.Put(hash("a"), Small, plain(red, 64, 64)); err != nil {
		t.Fatal(err)
	}
	if err := c.Trim(t.Context()); err != nil {
		t.Fatal(err)
	}
	if got := files(t, dir); len(got) != 1 {
		t.Errorf("files = %v, want one", got)
	}
}

// first is the name of a small picture of generation 1.
const first = "abcd000000000000000000000000000000000000000000000000000000000000-320.jpg"

// put writes a file, and the folders that it lies in.
func put(t *testing.T, path string) string {
	t.Helper()
	if err := errors.Join(os.MkdirAll(filepath.Dir(path), 0o700), os.WriteFile(path, []byte("x"), 0o600)); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestTrimRemovesLeftovers(t *testing.T) {
	c, dir := open(t)
	if err := c.Put(hash("a"), Small, plain(red, 64, 64)); err != nil {
		t.Fatal(err)
	}
	shard := filepath.Dir(c.path(hash("a"), Small))
	put(t, filepath.Join(dir, "v1", "ab", first))
	put(t, filepath.Join(dir, "v1", "ab", "1.tmp"))
	put(t, filepath.Join(dir, "v3", "ab", "x-320"))
	put(t, filepath.Join(dir, "vault", "x"))
	put(t, filepath.Join(shard, "2.tmp"))
	age(t, put(t, filepath.Join(shard, "1.tmp")), 2*staleAfter)
	if err := c.Trim(t.Context()); err != nil {
		t.Fatal(err)
	}
	got := map[string]bool{}
	for _, path := range files(t, dir) {
		got[filepath.Base(path)] = true
	}
	want := []string{filepath.Base(c.path(hash("a"), Small)), "2.tmp", "x-320", "x"}
	if len(got) != len(want) {
		t.Errorf("left = %v, want %v", got, want)
	}
	for _, name := range want {
		if !got[name] {
			t.Errorf("%s is gone", name)
		}
	}
	if _, err := os.Lstat(filepath.Join(dir, "v1")); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("the folder of generation 1: %v", err)
	}
}

func TestTrimEndsWithItsContext(t *testing.T) {
	c, _ := open(t)
	if err := c.Put(hash("a"), Small, plain(red, 64, 64)); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := c.Trim(ctx); !errors.Is(err, context.Canceled) {
		t.Errorf("err = %v, want %v", err, context.Canceled)
	}
}

func TestFullIsToldWhenATrimIsDue(t *testing.T) {
	dir := t.TempDir()
	c := Open(dir, 1000)
	if err := c.Put(hash("a"), Small, plain(red, 64, 64)); err != nil {
		t.Fatal(err)
	}
	select {
	case <-c.Full():
	default:
		t.Error("nothing was told after a tenth of the bytes")
	}
	if err := c.Trim(t.Context()); err != nil {
		t.Fatal(err)
	}
	select {
	case <-c.Full():
		t.Error("told again after a Trim")
	default:
	}
}

// BenchmarkGet is what a tile costs that was made before.
func BenchmarkGet(b *testing.B) {
	c := Open(b.TempDir(), 0)
	img := plain(red, 320, 240)
	for i := range img.Pix { // detail, as in a photo
		if i%4 != 3 {
			img.Pix[i] = uint8(i*i>>7) ^ uint8(i>>5)
		}
	}
	if err := c.Put(hash("a"), Small, img); err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		if _, err := c.Get(b.Context(), hash("a"), Small); err != nil {
			b.Fatal(err)
		}
	}
}
