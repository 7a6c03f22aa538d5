package exclude

import (
	_ "embed"
	"path/filepath"
	"strings"

	"github.com/go-git/go-git/v5/plumbing/format/gitignore"
)

//go:embed defaults.txt
var defaultLines string

// Default is a pattern that is left out unless a person lets it in.
type Default struct {
	Pattern string // in lower case: it is compared without case
	Why     string // whose it is, and what
}

// Defaults are the patterns that every library begins with.
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

// defaults are Defaults, arranged so that a file that none of them names, as nearly
// all, costs a fraction of a microsecond: every file of a library is asked about at
// every scan.
type defaults struct {
	names   map[string]bool // whole names; true: of folders only
	endings map[string]bool // extensions, with the dot; likewise
	others  []hinted
}

// hinted is a pattern and a piece of text that every path has that it matches.
type hinted struct {
	gitignore.Pattern
	hint string
}

const wildcards = "*?[/"

// newDefaults arranges Defaults. A pattern that begins with # is no comment.
func newDefaults() *defaults {
	d := &defaults{map[string]bool{}, map[string]bool{}, nil}
	for _, one := range Defaults() {
		name, folder := strings.CutSuffix(one.Pattern, "/")
		ending := strings.TrimPrefix(name, "*")
		switch {
		case !strings.ContainsAny(name, wildcards):
			d.names[name] = folder
		case strings.HasPrefix(ending, ".") && strings.Count(ending, ".") == 1 && !strings.ContainsAny(ending, wildcards):
			d.endings[ending] = folder
		default:
			d.others = append(d.others, hinted{gitignore.ParsePattern(one.Pattern, nil), longest(name)})
		}
	}
	return d
}

// longest is the longest piece of a pattern without wildcards.
func longest(pattern string) string {
	best := ""
	for piece := range strings.FieldsFuncSeq(pattern, func(r rune) bool { return strings.ContainsRune(wildcards, r) }) {
		if len(piece) > len(best) {
			best = piece
		}
	}
	return best
}

// match reports whether the path of these names, in lower case, is left out.
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

// libraries are the endings of folders that programs keep photos in, by a plan of
// their own: it is the same where such a folder was added to the library by itself.
var libraries = []string{".photoslibrary", ".photolibrary", ".migratedphotolibrary", ".aplibrary"}

func isLibrary(name string) bool {
	for _, ending := range libraries {
		if strings.HasSuffix(name, ending) {
			return true
		}
	}
	return false
}
