package main

import (
	"image"
	"image/png"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestRun(t *testing.T) {
	dir, out := t.TempDir(), t.TempDir()
	file, err := os.Create(filepath.Join(dir, "picture"))
	if err != nil {
		t.Fatal(err)
	}
	if err := png.Encode(file, image.NewGray(image.Rect(0, 0, 3, 2))); err != nil {
		t.Fatal(err)
	}
	if err := file.Close(); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "text.png"), []byte("no picture"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := run(t.Context(), dir, out); err != nil {
		t.Fatal(err)
	}
	report, err := os.ReadFile(filepath.Join(out, "report.tsv"))
	if err != nil {
		t.Fatal(err)
	}
	rows := strings.Split(string(report), "\n")
	if len(rows) != 3 || rows[0] != "picture\t" || !strings.HasPrefix(rows[1], "text.png\tThis file") {
		t.Errorf("got %q", rows)
	}
	file, err = os.Open(filepath.Join(out, "picture.png"))
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	if c, err := png.DecodeConfig(file); err != nil || c.Width != 3 || c.Height != 2 {
		t.Errorf("got %v, %v, want 3 x 2", c, err)
	}
}
