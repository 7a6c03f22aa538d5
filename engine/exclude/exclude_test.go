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

// What systems and programs keep inside of people's folders is left out, at any
// depth and in any case, and what only looks like it is not.
func TestDefaults(t *testing.T) {
	r, err := New(nil)
	if err != nil {
		t.Fatal(err)
	}
	for path, want := range map[string]bool{
		"@Recycle/a.jpg":                   true,
		"x/#recycle/a.jpg":                 true,
		"#snapshot/GMT-2024/a.jpg":         true,
		"@Recently-Snapshot/x/a.jpg":       true,
		"@__thumb/s100b.jpg":               true,
		"@eaDir/a.jpg/SYNOPHOTO_THUMB.jpg": true,
		"@EADIR/a.jpg":                     true,
		"x/$RECYCLE.BIN/b.jpg":             true,
		"System Volume Information/c.jpg":  true,
		"lost+found/d.jpg":                 true,
		"Thumbs.db":                        true,
		"__MACOSX/holidays/._a.jpg":        true,
		"P.photoslibrary/resources/derivatives/0/A_1_105_c.jpeg": true,
		"P.photoslibrary/originals/0/A.heic":                     false,
		"old/iPhoto Library.photolibrary/Thumbnails/2010/a.jpg":  true,
		"iPhoto Library.photolibrary/Masters/2010/a.jpg":         false,
		"A.aplibrary/Previews/2010/a.jpg":                        true,
		"Lightroom Catalog Previews.lrdata/0/a.jpg":              true,
		"Session/CaptureOne/Cache/Proxies/a.jpg":                 true,
		"Session/CaptureOne/a.jpg":                               false,
		"IMG_4.jpg.filepart":                                     true,
		"IMG_4.jpg_exiftool_tmp":                                 true,
		"IMG_4.jpg.crdownload":                                   true,
		"~syncthing~IMG_4.jpg.tmp":                               true,
		"IMG_4.jpg.sb-1a2b3c4d-AbCdEf":                           true,
		"resources/derivatives/a.jpg":                            false,
		"Thumbnails/a.jpg":                                       false,
		"recycle/a.jpg":                                          false,
		"my @recycle ideas/a.jpg":                                false,
		"part.jpg":                                               false,
		"a.lrdata":                                               false, // a file
		"#holidays/a.jpg":                                        false,
	} {
		if got := r.Match("/p", "/p/"+path, false); got != want {
			t.Errorf("%s: %v, want %v", path, got, want)
		}
	}
	if !r.Match("/p", "/p/a.lrdata", true) || r.Match("/p/@Recycle", "/p/@Recycle/a.jpg", false) {
		t.Error("a folder is not left out, or one that was added to the library by itself is")
	}
	if !r.Match("/p/P.photoslibrary", "/p/P.photoslibrary/resources/derivatives/a.jpeg", false) {
		t.Error("derivatives of a library that was added by itself are not left out")
	}
}

// A person lets one of them in by a pattern, or all by a switch.
func TestDefaultsGiveWay(t *testing.T) {
	r, err := New([]string{"!@Recycle/"})
	if err != nil || r.Match("/p", "/p/@Recycle/a.jpg", false) ||
		!r.Match("/p", "/p/__MACOSX/a.jpg", false) || !r.WithDefaults() {
		t.Errorf("one let in: %+v, %v", r, err)
	}
	path := filepath.Join(t.TempDir(), "exclude")
	if err := Write(path, []string{"*.png"}, false); err != nil {
		t.Fatal(err)
	}
	off, err := Read(path)
	if err != nil || off.WithDefaults() || off.Match("/p", "/p/@Recycle/a.jpg", false) ||
		!off.Match("/p", "/p/a.png", false) {
		t.Errorf("all let in: %+v, %v", off, err)
	}
	if !slices.Equal(off.Patterns(), []string{"*.png"}) || off.Equal(r) || !off.Equal(off) {
		t.Errorf("got %q", off.Patterns())
	}
	if (Rules{}).Match("/p", "/p/@Recycle/a.jpg", false) {
		t.Error("the zero Rules leave something out")
	}
}

// Every default says whose it is, and is a pattern as people write them.
func TestDefaultsAreComplete(t *testing.T) {
	all := Defaults()
	if want := strings.Count(defaultLines, "\t"); len(all) != want || want < 40 {
		t.Errorf("%d defaults of %d lines", len(all), want)
	}
	for _, d := range all {
		if err := check(d.Pattern); err != nil || d.Why == "" || d.Pattern != strings.ToLower(d.Pattern) {
			t.Errorf("%q: %v", d, err)
		}
	}
}

func BenchmarkDefaults(b *testing.B) {
	r, err := New(nil)
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		r.Match("/home/anna/Pictures", "/home/anna/Pictures/2023/Holidays in Portugal/IMG_2041.jpg", false)
	}
}

func TestBadPatterns(t *testing.T) {
	for _, line := range []string{"a[", "a**b", "a//b", "/", "!", `a\`} {
		_, err := New([]string{"ok", line})
		if !errors.Is(err, ErrPattern) || !strings.Contains(err.Error(), "line 2") {
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
	if err := Write(path, []string{"*.png", "Trash Can/"}, true); err != nil {
		t.Fatal(err)
	}
	if r, err := Read(path); err != nil || !slices.Equal(r.Patterns(), []string{"*.png", "Trash Can/"}) {
		t.Errorf("got %+v, %v", r, err)
	}
	if err := Write(path, []string{"["}, true); !errors.Is(err, ErrPattern) {
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
	if took := time.Since(start); took > 10*time.Second {
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
