package fonts

import (
	"bytes"
	"encoding/binary"
	"os"
	"path/filepath"
	"slices"
	"testing"
)

func TestScriptsWithoutFont(t *testing.T) {
	cases := map[string]struct {
		fonts []string // the letters of each
		want  []string
	}{
		"none":                  {nil, []string{"Chinese", "Japanese", "Korean", "Arabic", "Hindi"}},
		"a font for all":        {[]string{"汉语あ本한국صلहन"}, nil},
		"one for each":          {[]string{"汉语", "あ本", "한국", "صل", "हन"}, nil},
		"Japanese alone":        {[]string{"漢語あ本"}, []string{"Chinese", "Korean", "Arabic", "Hindi"}},
		"a letter is not a use": {[]string{"あ", "汉", "ص", "हन"}, []string{"Chinese", "Japanese", "Korean", "Arabic"}},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			write(t, filepath.Join(dir, "README"), []byte("no font"))
			write(t, filepath.Join(dir, "torn.ttf"), fontOf("汉语あ本한국صلहन")[:40])
			for i, letters := range c.fonts {
				write(t, filepath.Join(dir, "deep", string(rune('a'+i))+".ttf"), fontOf(letters))
			}
			if got := lackingIn(t, dir); !slices.Equal(got, c.want) {
				t.Errorf("want %v, got %v", c.want, got)
			}
		})
	}
}

// Folders of fonts are links on some systems, and a link may lead back to where it lies.
func TestLinksToFonts(t *testing.T) {
	dir, other := t.TempDir(), t.TempDir()
	write(t, filepath.Join(other, "a.ttf"), fontOf("한국"))
	for name, to := range map[string]string{"fonts": other, "back": dir, "nowhere": filepath.Join(dir, "missing")} {
		if err := os.Symlink(to, filepath.Join(dir, name)); err != nil {
			t.Skip(err) // Windows allows links to few people
		}
	}
	if got, want := lackingIn(t, dir), []string{"Chinese", "Japanese", "Arabic", "Hindi"}; !slices.Equal(got, want) {
		t.Errorf("want %v, got %v", want, got)
	}
}

func lackingIn(t *testing.T, dir string) []string {
	t.Helper()
	s := survey{seen: map[string]bool{}}
	if err := s.folder(dir); err != nil {
		t.Fatal(err)
	}
	return s.lacking()
}

// Whatever the fonts of this machine are, looking at them leaves nothing behind.
func TestLackingWritesNothing(t *testing.T) {
	home := t.TempDir()
	for _, name := range []string{"HOME", "XDG_CACHE_HOME", "XDG_DATA_HOME", "TMPDIR", "LOCALAPPDATA", "TMP"} {
		t.Setenv(name, home)
	}
	got, err := Lacking()
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range got {
		if !slices.Contains(Scripts(), name) {
			t.Errorf("%q is no script", name)
		}
	}
	if left, err := os.ReadDir(home); len(left) > 0 || err != nil {
		t.Errorf("left: %v, %v", left, err)
	}
}

func write(t *testing.T, path string, data []byte) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, data, 0o600); err != nil {
		t.Fatal(err)
	}
}

// fontOf is a font that has letters, and no more than the table that says so.
func fontOf(letters string) []byte {
	runes := []rune(letters)
	slices.Sort(runes)
	var table bytes.Buffer
	put := func(b *bytes.Buffer, values ...any) {
		for _, v := range values {
			if err := binary.Write(b, binary.BigEndian, v); err != nil {
				panic(err)
			}
		}
	}
	groups := uint32(len(runes))
	put(&table, uint16(0), uint16(1), uint16(3), uint16(10), uint32(12)) // one encoding: Unicode, of 32 bits
	put(&table, uint16(12), uint16(0), 16+12*groups, uint32(0), groups)  // format 12
	for i, r := range runes {
		put(&table, uint32(r), uint32(r), uint32(i+1))
	}
	var font bytes.Buffer
	put(&font, uint32(0x00010000), uint16(1), uint16(16), uint16(0), uint16(0)) // one table
	put(&font, []byte("cmap"), uint32(0), uint32(28), uint32(table.Len()))
	return append(font.Bytes(), table.Bytes()...)
}
