//go:build unix

package command

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"
	"unicode"

	"recollect/app/command/cli"
)

// handed runs the command line as a file manager starts it, and returns what is to be opened, and
// what was said.
func handed(t *testing.T, args ...string) (w *Window, said string) {
	t.Helper()
	var out, errs bytes.Buffer
	env := cli.Environment{
		Stdin: strings.NewReader(""), Stdout: &out, Stderr: &errs,
		Getenv: func(name string) string {
			return map[string]string{"RECOLLECT_LIBRARY": "/the/library"}[name]
		},
	}
	_, w = Run(t.Context(), env, args)
	return w, out.String() + errs.String()
}

// A desktop hands over the names of files that anybody may have chosen. Each is a file and nothing
// else, and none is opened before the window looks at what it is.
func TestHandedFiles(t *testing.T) {
	dir := t.TempDir()
	for _, name := range []string{
		"--library=x", "--hidden", "--json", "-0", "--", "search", "a\nb.jpg", "\x1b[31m.jpg", "\xff.jpg", " ", "%F",
		"$(id)", "file:", "\u202egpj.exe",
	} {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, nil, 0o600); err != nil {
			t.Fatal(err)
		}
		w, said := handed(t, path)
		if w == nil || !slices.Equal(w.Open, []string{path}) || w.Library != "/the/library" || w.Hidden || said != "" {
			t.Errorf("%q: got %+v, said %q", name, w, said)
		}
	}
	pipe := filepath.Join(dir, "pipe.jpg")
	if err := syscall.Mkfifo(pipe, 0o600); err != nil {
		t.Fatal(err)
	}
	if w, _ := handed(t, pipe, "/dev/zero", dir); w == nil || len(w.Open) != 3 {
		t.Errorf("a pipe, a device and a folder: got %+v", w)
	}
}

// Names that stand for themselves only behind "--", as a shell's star makes them.
func TestHandedByAStar(t *testing.T) {
	t.Chdir(t.TempDir())
	names := []string{"--hidden", "--library", "-rf.jpg", "search"}
	for _, name := range names {
		if err := os.WriteFile(name, nil, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	w, said := handed(t, append([]string{"--"}, names...)...)
	if w == nil || len(w.Open) != len(names) || w.Library != "/the/library" || w.Hidden {
		t.Errorf("got %+v, said %q", w, said)
	}
}

// What is no file is refused in one sentence, without its control characters.
func TestHandedRubbish(t *testing.T) {
	for _, arg := range []string{
		"https://example.org/a.jpg", "file:///tmp/a.jpg", "a\x00b", "\x1b]0;title\a\x1b[2J", "\u202e", "/none\n/there",
		"", strings.Repeat("x", 1<<20),
	} {
		w, said := handed(t, arg)
		if w != nil || said == "" {
			t.Errorf("%.40q: got %+v, said %q", arg, w, said)
		}
		said = strings.TrimSuffix(said, "\n")
		if strings.ContainsFunc(said, func(r rune) bool { return r != '\n' && !unicode.IsPrint(r) }) {
			t.Errorf("%.40q: said %.200q", arg, said)
		}
	}
}

func TestHandedManyFiles(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "a.jpg")
	if err := os.WriteFile(path, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	args := slices.Repeat([]string{path}, 100_000)
	began := time.Now()
	w, _ := handed(t, args...)
	if w == nil || len(w.Open) != len(args) {
		t.Fatalf("got %d paths", len(w.Open))
	}
	t.Log(fmt.Sprint(len(args), " paths in ", time.Since(began)))
	args[len(args)-1] = "/none/there"
	if w, said := handed(t, args...); w != nil || len(said) > 1<<12 {
		t.Errorf("one of them is no file: got %v, said %d bytes", w != nil, len(said))
	}
}
