package exclude

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
)

func TestMatch(t *testing.T) {
	for _, c := range []struct {
		pattern, path string
		dir, want     bool
	}{
		{"*.png", "/p/a.png", false, true},
		{"*.png", "/p/deep/er/a.png", false, true},
		{"*.png", "/p/a.jpg", false, false},
		{"IMG_?.jpg", "/p/IMG_1.jpg", false, true},
		{"IMG_[0-3].jpg", "/p/IMG_7.jpg", false, false},
		{"Screenshots/", "/p/Screenshots", true, true},
		{"Screenshots/", "/p/Screenshots", false, false}, // a file of that name
		{"Screenshots/", "/p/phone/Screenshots/a.png", false, true},
		{"/2019/drafts", "/p/2019/drafts/a.jpg", false, true},
		{"/2019/drafts", "/p/x/2019/drafts/a.jpg", false, false},
		{"2019/**/raw", "/p/2019/may/7/raw", true, true},
		{"**/raw/*.dng", "/p/a/raw/x.dng", false, true},
		{"a b(1).jpg", "/p/a b(1).jpg", false, true},
		{"*", "/p", true, false},      // the folder of the library itself
		{"*", "/q/x", false, false},   // another
		{"x", "/p-x/x", false, false}, // another whose name begins alike
	} {
		r, err := New([]string{"# what is left out", "", c.pattern})
		if err != nil {
			t.Fatalf("%s: %v", c.pattern, err)
		}
		if got := r.Match(filepath.FromSlash("/p"), filepath.FromSlash(c.path), c.dir); got != c.want {
			t.Errorf("%s of %s: %v, want %v", c.pattern, c.path, got, c.want)
		}
	}
}

func TestTheLastPatternWins(t *testing.T) {
	r, err := New([]string{"*.png", "!keep.png"})
	if err != nil || r.Match("/p", "/p/keep.png", false) || !r.Match("/p", "/p/other.png", false) {
		t.Errorf("%+v, %v", r, err)
	}
}

func TestBadPatterns(t *testing.T) {
	for _, line := range []string{"a[", "a**b", "a//b", "/", "!", `a\`} {
		if _, err := New([]string{"ok", line}); !errors.Is(err, ErrPattern) || !strings.Contains(err.Error(), "line 2") {
			t.Errorf("%s: %v, want ErrPattern", line, err)
		}
	}
	if _, err := New(slices.Repeat([]string{"a"}, maxPatterns+1)); !errors.Is(err, ErrTooMany) {
		t.Errorf("got %v, want ErrTooMany", err)
	}
}

func TestReadAndWrite(t *testing.T) {
	path := filepath.Join(t.TempDir(), "exclude")
	if r, err := Read(path); err != nil || len(r.Patterns()) != 0 || r.Match("/p", "/p/a", false) {
		t.Errorf("without a file: %+v, %v", r, err)
	}
	if err := Write(path, []string{"*.png", "Trash Can/"}); err != nil {
		t.Fatal(err)
	}
	if r, err := Read(path); err != nil || !slices.Equal(r.Patterns(), []string{"*.png", "Trash Can/"}) {
		t.Errorf("got %+v, %v", r, err)
	}
	if err := Write(path, []string{"["}); !errors.Is(err, ErrPattern) {
		t.Errorf("got %v, want ErrPattern", err)
	}
	if err := os.WriteFile(path, make([]byte, maxBytes+1), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := Read(path); !errors.Is(err, ErrTooMany) {
		t.Errorf("got %v, want ErrTooMany", err)
	}
}

// As many patterns as there may be, of the kind that takes longest.
func TestAStormOfStars(t *testing.T) {
	storm := strings.TrimSuffix(strings.Repeat("**/*a*/", 9), "/")
	r, err := New(slices.Repeat([]string{storm}, maxPatterns))
	if err != nil {
		t.Fatal(err)
	}
	path := "/p" + strings.Repeat("/"+strings.Repeat("a", 200), 15) + "/b"
	start := time.Now()
	r.Match("/p", path, false)
	if took := time.Since(start); took > time.Second {
		t.Errorf("one path took %v", took)
	}
}

func FuzzMatch(f *testing.F) {
	for _, line := range []string{"*.png", "!a", "/a/**/b", "[a-z]/", "**"} {
		f.Add(line, "/p/a/b.png")
	}
	f.Fuzz(func(t *testing.T, line, path string) {
		r, err := New(strings.Split(line, "\n"))
		if err != nil {
			if !errors.Is(err, ErrPattern) && !errors.Is(err, ErrTooMany) {
				t.Error(err)
			}
			return
		}
		r.Match("/p", path, true)
		if again, err := New(r.Patterns()); err != nil || !slices.Equal(again.Patterns(), r.Patterns()) {
			t.Errorf("read again: %+v, %v, want %+v", again, err, r)
		}
	})
}
