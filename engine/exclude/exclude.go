// Package exclude decides which files and folders a library excludes. Its patterns are those of a
// person and Defaults, which a person may switch off. A person's patterns are the lines of a text
// file in the syntax of .gitignore, relative to each folder of the library.
//
// Other packages walk and watch folders.
package exclude

import (
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"slices"
	"strings"

	"github.com/go-git/go-git/v5/plumbing/format/gitignore"

	"recollect/engine/durable"
	"recollect/engine/file"
	"recollect/engine/photo"
)

// The limits of what is read: matching takes time for each pattern and each file.
const (
	maxPatterns = 1000
	maxBytes    = 64 << 10
)

// ErrPattern means that a pattern cannot be used.
var ErrPattern error = &photo.Fault{
	Code: "exclude:pattern",
	Text: "pattern not understood",
}

// ErrTooMany means that there are more than 1,000 patterns, or 64 KB of them.
var ErrTooMany error = &photo.Fault{
	Code: "exclude:too-many",
	Text: "too many patterns",
}

// defaultsOff is the line of a file that switches Defaults off.
const defaultsOff = "# defaults: off"

// Rules are the patterns of a library. They may be used by several goroutines. The zero
// Rules exclude nothing.
type Rules struct {
	patterns []string
	parsed   []gitignore.Pattern
	defaults *defaults // nil where they are off
	off      bool
}

// Read reads the patterns of the file at path, or of the one that a link there leads to.
// Where there is none, Rules have Defaults only. The error wraps ErrPattern and says the
// line, is ErrTooMany or file.ErrKind, or the file system's.
func Read(path string) (Rules, error) {
	data, err := file.Read(path, maxBytes)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return New(nil)
	case errors.Is(err, file.ErrTooLong):
		return Rules{}, fmt.Errorf("%s: %w", path, ErrTooMany)
	case err != nil:
		return Rules{}, err
	}
	return New(strings.Split(string(data), "\n"))
}

// New makes Rules of lines. Empty lines and comments (#) are ignored, except for the one
// that switches Defaults off. The errors are those of Read.
func New(lines []string) (Rules, error) {
	var r Rules
	for i, line := range lines {
		line = strings.TrimRight(line, "\r")
		r.off = r.off || line == defaultsOff
		if strings.TrimSpace(line) == "" || strings.HasPrefix(line, "#") {
			continue
		}
		if err := check(line); err != nil {
			return Rules{}, fmt.Errorf("line %d, %q: %w", i+1, line, err)
		}
		r.patterns = append(r.patterns, line)
		r.parsed = append(r.parsed, gitignore.ParsePattern(line, nil))
	}
	if len(r.parsed) > maxPatterns {
		return Rules{}, ErrTooMany
	}
	if !r.off {
		r.defaults = newDefaults()
	}
	return r, nil
}

// check refuses what the matcher would silently never match.
func check(line string) error {
	segments := strings.Split(strings.Trim(strings.TrimPrefix(line, "!"), "/"), "/")
	if slices.Contains(segments, "") {
		return ErrPattern
	}
	for _, s := range segments {
		if _, err := filepath.Match(s, ""); err != nil || s != "**" && strings.Contains(s, "**") {
			return ErrPattern
		}
	}
	return nil
}

// Patterns returns the patterns in their order, without Defaults.
func (r Rules) Patterns() []string { return slices.Clone(r.patterns) }

// WithDefaults reports whether Defaults are excluded, too.
func (r Rules) WithDefaults() bool { return !r.off }

// Equal reports whether r and other exclude the same.
func (r Rules) Equal(other Rules) bool {
	return r.off == other.off && slices.Equal(r.patterns, other.patterns)
}

// Match reports whether the file or folder at path, which lies in the folder root of the
// library, is excluded, by itself or with a folder above it. The patterns of a person
// take precedence over Defaults: "!@eaDir/" includes what one of these excludes.
func (r Rules) Match(root, path string, dir bool) bool {
	rel, err := filepath.Rel(root, path)
	if err != nil || rel == "." || !filepath.IsLocal(rel) {
		return false
	}
	names := strings.Split(filepath.ToSlash(rel), "/")
	if result := match(r.parsed, names, dir); result != gitignore.NoMatch {
		return result == gitignore.Exclude
	}
	if r.defaults == nil {
		return false
	}
	names = strings.Split(strings.ToLower(filepath.ToSlash(rel)), "/")
	if base := strings.ToLower(filepath.Base(root)); isLibrary(base) {
		names = append([]string{base}, names...)
	}
	return r.defaults.match(names, dir)
}

// match returns the result of the last pattern that applies to the path.
func match(patterns []gitignore.Pattern, names []string, dir bool) gitignore.MatchResult {
	for _, p := range slices.Backward(patterns) {
		if result := p.Match(names, dir); result != gitignore.NoMatch {
			return result
		}
	}
	return gitignore.NoMatch
}

// Write replaces the file of patterns at path. A link there is replaced by a file, and
// what it led to is unchanged. The errors are those of New, or the file system's.
func Write(path string, patterns []string, withDefaults bool) error {
	if _, err := New(patterns); err != nil {
		return err
	}
	lines := slices.Clone(patterns)
	if !withDefaults {
		lines = slices.Insert(lines, 0, defaultsOff)
	}
	return durable.WriteFile(path, []byte(strings.Join(append(lines, ""), "\n")), 0o600)
}
