package catalog

import (
	"strings"
	"testing"
	"unicode/utf8"

	"recollect/engine/photo"
)

func TestFold(t *testing.T) {
	for _, same := range [][]string{
		{"img_2041.jpg", "IMG_2041.JPG"},
		{"café", "CAFÉ", "cafe\u0301", "CAFE\u0301"},
		{"strasse", "Straße", "STRASSE", "STRAẞE"},
		{"σίσυφοσ", "σίσυφος", "ΣΊΣΥΦΟΣ"},
		{"anna's wedding", " Anna’s\n WEDDING\t", "anna‘s wedding\x00"},
		{"привет", "ПРИВЕТ"},
		{"日本 東京", "日本\u3000東京"},
		{"a\ufffdb", "a\xffb"},
		{"", " ", "\n\x00"},
	} {
		for _, text := range same {
			if got := fold(text); got != same[0] {
				t.Errorf("%q: got %q, want %q", text, got, same[0])
			}
		}
	}
	if fold("e") == fold("é") {
		t.Error("accents do not matter")
	}
}

func TestBare(t *testing.T) {
	for want, texts := range map[string][]string{
		"cafe":     {"Café", "CAFE\u0301", "cafe"},
		"istanbul": {"İstanbul", "ISTANBUL", "ıstanbul"},
		"muller":   {"Müller", "MÜLLER"},
		"zoe":      {"Zoë"},
		"lodz":     {"Łódź"},
		"strasse":  {"Straße"},
		"smorrebr": {"Smørrebr"},
		"日本":       {"日本"},
		"елка":     {"Ёлка"},
	} {
		for _, text := range texts {
			if got := bare(text); got != want {
				t.Errorf("%q: got %q, want %q", text, got, want)
			}
		}
	}
}

func FuzzFold(f *testing.F) {
	for _, s := range []string{"IMG 1.jpg", "Straße", "e\u0301\u0345ͅ", "\xff’", "İ", "ŉ  x", "\u1fb3\u0345"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		once := fold(text)
		if twice := fold(once); twice != once {
			t.Errorf("%q folds to %q, and that to %q", text, once, twice)
		}
		plain := bare(text)
		if again := bare(plain); again != plain || bare(once) != plain {
			t.Errorf("%q is %q without accents, and that %q", text, plain, again)
		}
		if !utf8.ValidString(once) || strings.ContainsAny(once, "\n\x00") {
			t.Errorf("%q folds to %q", text, once)
		}
	})
}

func TestScreenshots(t *testing.T) {
	for _, tt := range []struct {
		name, format, camera string
		want                 bool
	}{
		{"Screenshot 2024-01-02 at 10.11.12.png", "png", "", true},
		{"Screenshot_20240102-101112_Maps.jpg", "jpeg", "", true},
		{"Bildschirmfoto vom 2024-01-02.png", "png", "", true},
		{"Capture d’écran 2024-01-02.png", "png", "", true},
		{"Capture d'e\u0301cran.webp", "webp", "", true},
		{"Captura de pantalla 2024.heic", "heic", "", true},
		{"スクリーンショット 2024-01-02.png", "png", "", true},
		{"IMG_0042.PNG", "png", "", true},
		{"IMG_0042.JPG", "jpeg", "", false},
		{"IMG_0042_edited.png", "png", "", false},
		{"screenshot.jpg", "jpeg", "Pixel 7", false},
		{"screenshot.nef", "nef", "", false},
		{"beach.png", "png", "", false},
	} {
		w := writtenOf(1, photo.Photo{File: photo.File{Path: "/p/" + tt.name}, Details: photo.Details{Format: tt.format, Camera: tt.camera}})
		if got := w.isScreenshot(); got != tt.want {
			t.Errorf("%s: got %v", tt.name, got)
		}
	}
}
