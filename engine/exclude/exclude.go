// Package exclude keeps the patterns by which a user leaves files and folders
// out of the library: lines of a text file, in the syntax of .gitignore, relative to
// each folder of the library.
//
// It answers whether a path is left out; walking and watching are for others.
package exclude

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/go-git/go-git/v5/plumbing/format/gitignore"

	"recollect/engine/durable"
	"recollect/engine/photo"
)

// The bounds of what is read: matching takes time for each pattern and each file.
const (
	maxPatterns = 1000
	maxBytes    = 64 << 10
)

// ErrPattern means that a pattern cannot be used.
var ErrPattern error = &photo.Fault{
	Text: "pattern not understood",
	What: "A pattern of what to leave out cannot be understood.",
	Next: `Write it as in a .gitignore file: "Screenshots/", "*.png", "/2019/drafts".`,
}

// ErrTooMany means that there are more patterns than are looked at.
var ErrTooMany error = &photo.Fault{
	Text: "too many patterns",
	What: "There are more than 1,000 patterns of what to leave out, or 64 KB of them.",
	Next: "Leave out whole folders instead.",
}

// Rules are the patterns of a library. The zero Rules leave nothing out. They
// may be used by several goroutines.
type Rules struct {
	patterns []string
	matcher  gitignore.Matcher
}

// Read reads the patterns of a file; where there is none they are the zero Rules. The
// error wraps ErrPattern with the line, is ErrTooMany, or the file system's.
func Read(path string) (Rules, error) {
	file, err := os.Open(path)
	if errors.Is(err, fs.ErrNotExist) {
		return Rules{}, nil
	}
	if err != nil {
		return Rules{}, err
	}
	defer file.Close()
	data, err := io.ReadAll(io.LimitReader(file, maxBytes+1))
	if err != nil {
		return Rules{}, err
	}
	if len(data) > maxBytes {
		return Rules{}, fmt.Errorf("%s: %w", path, ErrTooMany)
	}
	return New(strings.Split(string(data), "\n"))
}

// New makes Rules of lines; empty ones and comments (#) are left out. The errors
// are those of Read.
func New(lines []string) (Rules, error) {
	var r Rules
	var parsed []gitignore.Pattern
	for i, line := range lines {
		line = strings.TrimRight(line, "\r")
		if strings.TrimSpace(line) == "" || strings.HasPrefix(line, "#") {
			continue
		}
		if err := check(line); err != nil {
			return Rules{}, fmt.Errorf("line %d, %q: %w", i+1, line, err)
		}
		r.patterns = append(r.patterns, line)
		parsed = append(parsed, gitignore.ParsePattern(line, nil))
	}
	if len(parsed) > maxPatterns {
		return Rules{}, ErrTooMany
	}
	if len(parsed) > 0 {
		r.matcher = gitignore.NewMatcher(parsed)
	}
	return r, nil
}

// check finds what the matcher would silently never match.
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

// Patterns are the lines that count, in their order.
func (r Rules) Patterns() []string { return slices.Clone(r.patterns) }

// Match reports whether the file or folder at path, which lies in the
// folder root of the library, is left out, by itself or with a folder around it.
func (r Rules) Match(root, path string, dir bool) bool {
	if r.matcher == nil {
		return false
	}
	rel, err := filepath.Rel(root, path)
	if err != nil || rel == "." || !filepath.IsLocal(rel) {
		return false
	}
	return r.matcher.Match(strings.Split(filepath.ToSlash(rel), "/"), dir)
}

// Write replaces the patterns of a file. The errors are those of New, or the file system's.
func Write(path string, patterns []string) error {
	if _, err := New(patterns); err != nil {
		return err
	}
	return durable.WriteFile(path, []byte(strings.Join(append(slices.Clone(patterns), ""), "\n")), 0o600)
}
