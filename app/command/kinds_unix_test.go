//go:build unix

package command

import (
	"errors"
	"net"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"recollect/app/command/cli"
	"recollect/engine/query"
)

// kinds makes what is no regular file, and returns the paths.
func kinds(t *testing.T) map[string]string {
	t.Helper()
	dir, err := os.MkdirTemp("", "kinds") // t.TempDir is too long a path for a socket
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(dir) })
	at := func(name string) string { return filepath.Join(dir, name) }
	l, err := net.Listen("unix", at("socket"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { l.Close() })
	if err := errors.Join(syscall.Mkfifo(at("pipe.jpg"), 0o600), os.Symlink("pipe.jpg", at("link.jpg")),
		os.Mkdir(at("folder.jpg"), 0o700)); err != nil {
		t.Fatal(err)
	}
	return map[string]string{
		"pipe": at("pipe.jpg"), "link to a pipe": at("link.jpg"), "socket": at("socket"),
		"folder": at("folder.jpg"), "device": "/dev/zero",
	}
}

// Every verb that takes a file refuses what is none, at once and with a sentence.
func TestOnlyRegularFiles(t *testing.T) {
	duck := filepath.Join(samples, "photos", "animals", "white-duck.jpg")
	verbs := map[string]func(path string) []string{
		"index":           func(path string) []string { return []string{"index", path} },
		"search --image":  func(path string) []string { return []string{"search", "--image", path} },
		"search @":        func(path string) []string { return []string{"search", query.PictureText(path)} },
		"similar":         func(path string) []string { return []string{"similar", path} },
		"classify":        func(path string) []string { return []string{"classify", "--labels", "dog,cat", path} },
		"classify labels": func(path string) []string { return []string{"classify", "--labels-file", path, duck} },
		"classify templates": func(path string) []string {
			return []string{"classify", "--labels", "dog,cat", "--templates", path, duck}
		},
		"info":      func(path string) []string { return []string{"info", path} },
		"eval":      func(path string) []string { return []string{"eval", "--root", filepath.Dir(path), path} },
		"tag":       func(path string) []string { return []string{"tag", "t", path} },
		"favourite": func(path string) []string { return []string{"favourite", path} },
		"things":    func(path string) []string { return []string{"things", "confirm", "dog", path} },
		"trash":     func(path string) []string { return []string{"trash", path} },
	}
	m := newTerminal(t)
	if r := m.run("index", filepath.Join(samples, "photos", "animals")); r.status != 0 {
		t.Fatalf("index: %+v", r)
	}
	for kind, path := range kinds(t) {
		for name, args := range verbs {
			if name == "index" && kind == "folder" {
				continue
			}
			t.Run(name+" "+kind, func(t *testing.T) {
				r := m.soon(t, args(path)...)
				if r.status != cli.Failed || strings.Count(r.stderr, "\n") != 1 ||
					strings.Contains(r.stderr, "Something") {
					t.Errorf("%+v", r)
				}
				if _, err := os.Lstat(path); err != nil {
					t.Errorf("gone: %v", err)
				}
			})
		}
	}
}

// soon is run, and fails the test if it waits for something.
func (m terminal) soon(t *testing.T, args ...string) result {
	t.Helper()
	done := make(chan result, 1)
	go func() { done <- m.run(args...) }()
	select {
	case r := <-done:
		return r
	case <-time.After(time.Minute):
		t.Fatalf("%q waits", args)
		return result{}
	}
}

// In place of a file of the library may be anything: every verb says so.
func TestForeignLibraryFiles(t *testing.T) {
	tests := []struct {
		file string
		args []string
		want string
	}{
		{"exclude", []string{"exclude"}, "exclude: This is a folder, a pipe"},
		{"exclude", []string{"exclude", "*.png"}, "exclude: This is a folder, a pipe"},
		{
			"exclude",
			[]string{"index", filepath.Join(samples, "photos", "animals")},
			"exclude: This is a folder, a pipe",
		},
		{"recollect.db", []string{"status"}, "recollect.db is a named pipe"},
		{
			"recollect.db",
			[]string{"index", filepath.Join(samples, "photos", "animals")},
			"recollect.db is a named pipe",
		},
		{"recollect.db", []string{"doctor", "--repair"}, "recollect.db is a named pipe"},
		{"lock", []string{"index", filepath.Join(samples, "photos", "animals")}, "lock is a named pipe"},
	}
	for _, tt := range tests {
		t.Run(strings.Join(tt.args[:1], " ")+" "+tt.file, func(t *testing.T) {
			m := newTerminal(t)
			path := filepath.Join(m.library, tt.file)
			if err := syscall.Mkfifo(path, 0o600); err != nil {
				t.Fatal(err)
			}
			if r := m.soon(t, tt.args...); r.status != cli.Failed || !strings.Contains(r.stderr, tt.want) {
				t.Errorf("%+v", r)
			}
			if info, err := os.Lstat(path); err != nil || info.Mode()&os.ModeNamedPipe == 0 {
				t.Errorf("the pipe: %v, %v", info, err)
			}
		})
	}
}

// A list of what is left out may be a link to a file: it is read, and what it leads to
// is not written to.
func TestLinkedExcludeList(t *testing.T) {
	m := newTerminal(t)
	target, list := filepath.Join(t.TempDir(), "precious"), filepath.Join(m.library, "exclude")
	if err := errors.Join(os.WriteFile(target, []byte("*.png\n"), 0o600), os.Symlink(target, list)); err != nil {
		t.Fatal(err)
	}
	if r := m.run("exclude", "*.gif"); r.status != 0 || r.stdout != "*.png\n*.gif\n" {
		t.Errorf("%+v", r)
	}
	if data, err := os.ReadFile(target); err != nil || string(data) != "*.png\n" {
		t.Errorf("what the link leads to: %q, %v", data, err)
	}
	if info, err := os.Lstat(list); err != nil || !info.Mode().IsRegular() {
		t.Errorf("the list: %v, %v", info, err)
	}
}
