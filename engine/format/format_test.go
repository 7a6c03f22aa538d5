package format

import (
	"slices"
	"strings"
	"testing"
)

func TestTable(t *testing.T) {
	names := map[string]bool{}
	for _, f := range All() {
		if names[f.Name] {
			t.Errorf("%s is there twice", f.Name)
		}
		names[f.Name] = true
		if f.Title == "" || f.Role < Picture || f.Role > Sidecar || len(f.Extensions) == 0 {
			t.Errorf("%s: incomplete: %+v", f.Name, f)
		}
		if shown := f.Role == Picture || f.Role == RAW; shown != f.Shown() {
			t.Errorf("%s: role %d, decoder %q", f.Name, f.Role, f.Decoder)
		}
		if f.Shown() && f.Container == "" && f.Decoder != BMP {
			t.Errorf("%s: no container", f.Name)
		}
		for _, ext := range f.Extensions {
			if got, ok := Named("IMG_1" + strings.ToUpper(ext)); !ok || got.Name != f.Name {
				t.Errorf("Named(%q) = %q, %v", ext, got.Name, ok)
			}
			if ext != strings.ToLower(ext) || !strings.HasPrefix(ext, ".") || strings.Count(ext, ".") != 1 {
				t.Errorf("%s: extension %q", f.Name, ext)
			}
		}
		if got, ok := Of(f.Name); !ok || got.Title != f.Title {
			t.Errorf("Of(%q) = %+v, %v", f.Name, got, ok)
		}
	}
	if _, ok := Of(""); ok {
		t.Error("no name is a format")
	}
	for _, name := range []string{"", "jpg", ".", "a.b/c", "cat.txt"} {
		if f, ok := Named(name); ok {
			t.Errorf("Named(%q) = %q", name, f.Name)
		}
	}
}

// TestExtensionsOfOne wants no extension in two rows: who judges by a name needs one answer.
func TestExtensionsOfOne(t *testing.T) {
	of := map[string]string{}
	for _, f := range All() {
		for _, ext := range f.Extensions {
			if of[ext] != "" {
				t.Errorf("%s is of %s and of %s", ext, of[ext], f.Name)
			}
			of[ext] = f.Name
		}
	}
}

// TestMagics wants a file of nothing but a format's magic to be told as it.
func TestMagics(t *testing.T) {
	for _, f := range All() {
		for _, m := range f.magics {
			head := strings.Repeat("\x01", m.offset) + m.bytes
			if got := Sniff([]byte(head)); got != f.Name {
				t.Errorf("%q is told as %q, want %q", head, got, f.Name)
			}
		}
	}
}

func TestLists(t *testing.T) {
	shown := ShownExtensions()
	for _, want := range []string{".jpg", ".heic", ".avif", ".cr3", ".dng", ".tif"} {
		if !slices.Contains(shown, want) {
			t.Errorf("%s is missing", want)
		}
	}
	for _, no := range []string{".mp4", ".jxl", ".xmp"} {
		if slices.Contains(shown, no) {
			t.Errorf("%s is there", no)
		}
	}
	if got, want := strings.Join(Names(RAW), " "), "cr2 cr3 nef arw dng raf orf rw2 pef raw"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	if got, want := Extensions(Sidecar), []string{".json", ".xmp"}; !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}
