package fold

import (
	"strings"
	"testing"
	"unicode/utf8"
)

func TestText(t *testing.T) {
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
			if got := Text(text); got != same[0] {
				t.Errorf("%q: got %q, want %q", text, got, same[0])
			}
		}
	}
	if Text("e") == Text("é") {
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
			if got := Bare(text); got != want {
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
		once := Text(text)
		if twice := Text(once); twice != once {
			t.Errorf("%q folds to %q, and that to %q", text, once, twice)
		}
		plain := Bare(text)
		if again := Bare(plain); again != plain || Bare(once) != plain {
			t.Errorf("%q is %q without accents, and that %q", text, plain, again)
		}
		if !utf8.ValidString(once) || strings.ContainsAny(once, "\n\x00") {
			t.Errorf("%q folds to %q", text, once)
		}
	})
}
