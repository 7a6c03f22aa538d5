package fonts

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/go-text/typesetting/font"
	"github.com/go-text/typesetting/font/opentype"
	"github.com/go-text/typesetting/font/opentype/tables"
	"github.com/go-text/typesetting/fontscan"

	"recollect/engine/file"
)

// scripts are those that the program's own fonts do not have, each with letters that a font for it has
// and one for its neighbours has not: Japanese and simplified Chinese share many.
var scripts = [...]struct{ name, letters string }{
	{"Chinese", "汉语"}, {"Japanese", "あ本"}, {"Korean", "한국"}, {"Arabic", "صل"}, {"Hindi", "हन"},
}

// Scripts are the scripts for which the system has to have a font.
func Scripts() []string {
	var names []string
	for _, s := range scripts {
		names = append(names, s.name)
	}
	return names
}

// Lacking returns the scripts for which the system has no font. It writes nothing, unlike Read.
func Lacking() ([]string, error) {
	dirs, err := fontscan.DefaultFontDirectories(quiet{})
	if err != nil {
		dirs = nil // there are none
	}
	s := survey{seen: map[string]bool{}}
	for _, dir := range dirs {
		if err := s.folder(dir); err != nil {
			return nil, err
		}
	}
	return s.lacking(), nil
}

// survey is what was found so far.
type survey struct {
	seen  map[string]bool    // folders
	found [len(scripts)]bool // scripts
}

func (s *survey) lacking() []string {
	var names []string
	for i, ok := range s.found {
		if !ok {
			names = append(names, scripts[i].name)
		}
	}
	return names
}

// folder looks into the fonts below dir, also behind links, until every script has one.
func (s *survey) folder(dir string) error {
	real, err := filepath.EvalSymlinks(dir)
	if err != nil || s.seen[real] {
		return nil // a link to nothing, or a folder that was looked into
	}
	s.seen[real] = true
	entries, err := os.ReadDir(real)
	if errors.Is(err, fs.ErrPermission) || errors.Is(err, fs.ErrNotExist) {
		return nil // its fonts cannot be drawn with either
	} else if err != nil {
		return err
	}
	for _, e := range entries {
		path := filepath.Join(real, e.Name())
		info, err := os.Stat(path)
		switch {
		case s.lacking() == nil:
			return nil
		case err != nil:
		case info.IsDir():
			if err := s.folder(path); err != nil {
				return err
			}
		case info.Mode().IsRegular():
			s.file(path)
		}
	}
	return nil
}

// file notes which scripts the fonts of a file have. A file without fonts has none.
func (s *survey) file(path string) {
	f, err := file.Open(path)
	if err != nil {
		return
	}
	defer f.Close()
	loaders, err := opentype.NewLoaders(f)
	if err != nil {
		return
	}
	for _, l := range loaders {
		raw, err := l.RawTable(opentype.MustNewTag("cmap"))
		if err != nil {
			continue
		}
		table, _, err := tables.ParseCmap(raw)
		if err != nil {
			continue
		}
		letters, _, err := font.ProcessCmap(table, tables.FPNone)
		if err != nil {
			continue
		}
		s.note(letters)
	}
}

// note notes the scripts that one font has.
func (s *survey) note(font font.Cmap) {
	for i, script := range scripts {
		all := true
		for _, r := range script.letters {
			if _, ok := font.Lookup(r); !ok {
				all = false
			}
		}
		s.found[i] = s.found[i] || all
	}
}
