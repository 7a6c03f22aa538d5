package exclude

import (
	_ "embed"
	"path/filepath"
	"strings"

	"github.com/go-git/go-git/v5/plumbing/format/gitignore"
)

//go:embed defaults.txt
var defaultLines string

// Default is a pattern that is excluded unless a person includes it.
type Default struct {
	Pattern string // in lower case: it is compared without case
	Why     string // which program makes such files, and for what
}

// Defaults returns the patterns that every library starts with.
func Defaults() []Default {
	var all []Default
	for line := range strings.Lines(defaultLines) {
		pattern, why, found := strings.Cut(strings.TrimRight(line, "\n"), "\t")
		if found {
			all = append(all, Default{pattern, why})
		}
	}
	return all
}

// defaults are Defaults with an index. A file that none of them matches costs a fraction of a
// microsecond: every scan matches every file of a library.
type defaults struct {
	names   map[string]bool // whole names; true: of folders only
	endings map[string]bool // extensions, with the dot; true: of folders only
	others  []hinted
}

// hinted is a pattern, and a text that every path contains which it matches.
type hinted struct {
	gitignore.Pattern
	hint string
}

const wildcards = "*?[/"

// newDefaults indexes Defaults. A pattern that begins with # is no comment.
func newDefaults() *defaults {
	d := &defaults{map[string]bool{}, map[string]bool{}, nil}
	for _, one := range Defaults() {
		name, folder := strings.CutSuffix(one.Pattern, "/")
		ending := strings.TrimPrefix(name, "*")
		switch {
		case !strings.ContainsAny(name, wildcards):
			d.names[name] = folder
		case isExtension(ending):
			d.endings[ending] = folder
		default:
			d.others = append(d.others, hinted{gitignore.ParsePattern(one.Pattern, nil), longest(name)})
		}
	}
	return d
}

// isExtension reports whether a pattern is one dot and text without wildcards.
func isExtension(pattern string) bool {
	return strings.LastIndex(pattern, ".") == 0 && !strings.ContainsAny(pattern, wildcards)
}

// longest returns the longest part of a pattern without wildcards.
func longest(pattern string) string {
	best := ""
	for piece := range strings.FieldsFuncSeq(pattern, func(r rune) bool { return strings.ContainsRune(wildcards, r) }) {
		if len(piece) > len(best) {
			best = piece
		}
	}
	return best
}

// match reports whether the path of these names, in lower case, is excluded.
func (d *defaults) match(names []string, dir bool) bool {
	for i, name := range names {
		isFolder := dir || i < len(names)-1
		if foldersOnly, ok := d.names[name]; ok && (isFolder || !foldersOnly) {
			return true
		}
		if foldersOnly, ok := d.endings[filepath.Ext(name)]; ok && (isFolder || !foldersOnly) {
			return true
		}
	}
	path := strings.Join(names, "/")
	for _, p := range d.others {
		if strings.Contains(path, p.hint) && p.Match(names, dir) == gitignore.Exclude {
			return true
		}
	}
	return false
}

// libraries are the endings of folders in which programs store photos in their own layout. Patterns
// for their content begin with the folder, also where it is itself a folder of the library.
var libraries = []string{".photoslibrary", ".photolibrary", ".migratedphotolibrary", ".aplibrary"}

func isLibrary(name string) bool {
	for _, ending := range libraries {
		if strings.HasSuffix(name, ending) {
			return true
		}
	}
	return false
}
