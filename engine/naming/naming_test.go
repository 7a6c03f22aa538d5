package naming

import (
	"errors"
	"path"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"recollect/engine/photo"
)

var taken = time.Date(2023, 7, 4, 9, 8, 7, 0, time.UTC)

func TestPath(t *testing.T) {
	facts := Facts{Name: "IMG_0042", Taken: taken, Title: "A/B: C?", Camera: "X-T5", Number: 7}
	tests := []struct{ pattern, want string }{
		{ByDay, "2023/2023-07-04"},
		{"2006-01-02 15.04.05", "2023-07-04 09.08.07"},
		{"{name}", "IMG_0042"},
		{"20060102_150405-{name}", "20230704_090807-IMG_0042"},
		{"{number} {title}", "0007 A_B_ C_"},
		{"{camera}/2006", "X-T5/2023"},
		{"holiday 17", "holiday 17"},
		{"Jan Monday 3", "Jan Monday 3"},
		{"写真/2006年01月", "写真/2023年07月"},
	}
	for _, tt := range tests {
		p, err := Parse(tt.pattern)
		if err != nil {
			t.Fatal(err)
		}
		if got := p.Path(facts); got != tt.want {
			t.Errorf("%s: %q, want %q", tt.pattern, got, tt.want)
		}
		if p.String() != tt.pattern {
			t.Errorf("%s: String is %q", tt.pattern, p)
		}
	}
}

func TestPatternsThatAreRefused(t *testing.T) {
	for _, text := range []string{
		"", "/", "/2006", "2006/", "2006//01", "..", "../2006", "2006/../..", ".", ".hidden", "{", "}", "{nam}",
		"{name", "a:b", `a\b`, "a\x00b", "CON", "end.", "end ", "\xff", strings.Repeat("a", 501),
		"2006/" + strings.Repeat("a", 250),
	} {
		if _, err := Parse(text); err == nil {
			t.Errorf("%q is taken for a pattern", text)
		} else if r, ok := photo.ReasonOf(err); !ok || !strings.HasPrefix(string(r), "naming:pattern") {
			t.Errorf("%q: %v", text, err)
		}
	}
	if _, err := Flat("2006/{name}"); err == nil {
		t.Error("a pattern with folders is taken for one without")
	}
}

func TestNamesThatAreMadeGood(t *testing.T) {
	tests := []struct{ name, want string }{
		{"..", "_"},
		{"", "_"},
		{"nul", "_nul"},
		{"COM1.x", "_COM1.x"},
		{"com1x", "com1x"},
		{"../../etc/passwd", "_.._etc_passwd"},
		{"line\nbreak\u202e", "line_break_"},
		{"dots... ", "dots"},
		{"no text \xff", "no text _"},
		{strings.Repeat("ä", 150), strings.Repeat("ä", 100)},
	}
	p, err := Parse("{name}")
	if err != nil {
		t.Fatal(err)
	}
	for _, tt := range tests {
		if got := p.Path(Facts{Name: tt.name}); got != tt.want {
			t.Errorf("%q: %q, want %q", tt.name, got, tt.want)
		}
	}
}

func TestNumbered(t *testing.T) {
	if a, b := Numbered("a", 1), Numbered("a", 2); a != "a" || b != "a-2" {
		t.Errorf("%q, %q", a, b)
	}
}

// Whatever stands in a pattern and in what is known of a photo, the names lead to nothing outside.
func FuzzPath(f *testing.F) {
	f.Add("2006/2006-01-02", "IMG", "title", "camera")
	f.Add("{name}/../{title}", "..", "../..", "/")
	f.Add("{camera}", "", "", "NUL")
	f.Fuzz(func(t *testing.T, pattern, name, title, camera string) {
		p, err := Parse(pattern)
		if err != nil {
			if e := (*photo.Fault)(nil); !errors.As(err, &e) {
				t.Fatalf("%v", err)
			}
			return
		}
		got := p.Path(Facts{Name: name, Taken: taken, Title: title, Camera: camera, Number: 1})
		if !utf8.ValidString(got) || path.IsAbs(got) || path.Clean(got) != got || strings.HasPrefix(got, "..") {
			t.Fatalf("%q", got)
		}
		elements := strings.Split(got, "/")
		if len(elements) != strings.Count(pattern, "/")+1 {
			t.Fatalf("%q makes %q", pattern, got)
		}
		for _, element := range elements {
			if element == "" || len(element) > maxElement+1 || clean(element) != element || element[0] == '.' {
				t.Fatalf("%q", got)
			}
		}
	})
}
