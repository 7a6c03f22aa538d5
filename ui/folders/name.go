// Package folders has the actions on the folders of the library.
package folders

import (
	"path/filepath"
	"strings"

	"recollect/engine/photo"
	"recollect/engine/query"
	"recollect/ui/phrases"
)

// Why says in a sentence why a folder is offline, or how many of its photos are missing.
func Why(f photo.Folder) string {
	if f.Missing > 0 {
		return phrases.Say("folders:missing", "n", f.Missing)
	}
	return phrases.Catalogue().Away(f.Reason).What
}

// Name returns the name of a folder: the last part of its path.
func Name(path string) string {
	if name := filepath.Base(path); name != string(filepath.Separator) && name != "." {
		return name
	}
	return path
}

// Line is the search for the photos in a directory, with those below it or without.
func Line(path string, below bool) string {
	if below {
		return query.FilterText("folder", path)
	}
	return query.FilterText("in", path)
}

// Asked returns the directory whose photos q asks for, and for nothing else; empty for none.
func Asked(q query.Query) string {
	text, ok := q.OnlyText()
	if !ok || text.In != query.Folder && text.In != query.In || !filepath.IsAbs(text.Want) {
		return ""
	}
	if strings.TrimSpace(q.Text) != Line(text.Want, text.In == query.Folder) {
		return ""
	}
	return text.Want
}
