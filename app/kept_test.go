package app

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"testing"

	"recollect/ui/settings"
)

func TestKept(t *testing.T) {
	dir := t.TempDir()
	for path, size := range map[string]int{
		"recollect.db": 1000, "recollect.db-wal": 100, "typed.log": 10, "backups/recollect-2026-11-29.db": 2000,
		"thumbs/v2/ab/cd": 300, "thumbs/v2/CACHEDIR.TAG": 30, "index/mini/graph": 400, "models/b32/vision.onnx": 5000,
		"recollect.log": 6, "things.txt": 7,
	} {
		path = filepath.Join(dir, filepath.FromSlash(path))
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, make([]byte, size), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	want := settings.Kept{Catalog: 1110, Backups: 2000, Pictures: 330, Index: 400, Models: 5000, Others: 13}
	if got, err := kept(t.Context(), dir); err != nil || got != want {
		t.Errorf("got %+v, %v, want %+v", got, err, want)
	}
	if got, err := kept(t.Context(), filepath.Join(dir, "none")); err != nil || got != (settings.Kept{}) {
		t.Errorf("of no folder: %+v, %v", got, err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := kept(ctx, dir); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
}
