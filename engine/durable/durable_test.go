package durable

import (
	"bytes"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"syscall"
	"testing"
)

func TestWriteFile(t *testing.T) {
	tests := []struct {
		name string
		old  []byte // nil: no file before
		data []byte
		perm fs.FileMode
	}{
		{"new file", nil, []byte("new"), 0o600},
		{"longer", []byte("old"), bytes.Repeat([]byte("new"), 1<<16), 0o644},
		{"shorter", bytes.Repeat([]byte("old"), 1<<16), []byte("new"), 0o640},
		{"empty", []byte("old"), nil, 0o600},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "settings.json")
			if tt.old != nil {
				write(t, path, tt.old)
			}
			if err := WriteFile(path, tt.data, tt.perm); err != nil {
				t.Fatal(err)
			}
			wantOnly(t, path, tt.data)
			info, err := os.Stat(path)
			if err != nil {
				t.Fatal(err)
			}
			if got := info.Mode().Perm(); runtime.GOOS != "windows" && got != tt.perm {
				t.Errorf("want permissions %v, got %v", tt.perm, got)
			}
		})
	}
}

func TestWriteFileInWorkingFolder(t *testing.T) {
	t.Chdir(t.TempDir())
	if err := WriteFile("plain", []byte("new"), 0o600); err != nil {
		t.Fatal(err)
	}
	wantOnly(t, "plain", []byte("new"))
}

func TestWriteFileReplacesLink(t *testing.T) {
	dir := t.TempDir()
	target, link := filepath.Join(dir, "target"), filepath.Join(dir, "link")
	write(t, target, []byte("target"))
	if err := os.Symlink(target, link); err != nil {
		t.Skipf("this system makes no symbolic links: %v", err)
	}
	if err := WriteFile(link, []byte("new"), 0o600); err != nil {
		t.Fatal(err)
	}
	wantContent(t, link, []byte("new"))
	wantContent(t, target, []byte("target"))
}

func TestWriteFileNoFolder(t *testing.T) {
	err := WriteFile(filepath.Join(t.TempDir(), "none", "file"), []byte("new"), 0o600)
	if !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("want %v, got %v", fs.ErrNotExist, err)
	}
}

// faulty fails in the operation called fail, as a full disk does.
type faulty struct {
	*os.File
	fail string
}

func (f faulty) errorIn(op string) error {
	if f.fail == op {
		return syscall.ENOSPC
	}
	return nil
}

func (f faulty) Write(p []byte) (int, error) {
	if err := f.errorIn("write"); err != nil {
		n, _ := f.File.Write(p[:len(p)/2]) // a full disk takes a part first
		return n, err
	}
	return f.File.Write(p)
}

func (f faulty) Chmod(m fs.FileMode) error {
	return errors.Join(f.errorIn("chmod"), f.File.Chmod(m))
}

func (f faulty) Sync() error  { return errors.Join(f.errorIn("sync"), f.File.Sync()) }
func (f faulty) Close() error { return errors.Join(f.errorIn("close"), f.File.Close()) }

func TestWriteFileFaults(t *testing.T) {
	for _, op := range []string{"create", "write", "chmod", "sync", "close", "rename"} {
		t.Run(op, func(t *testing.T) {
			breakDisk(t, op)
			path := filepath.Join(t.TempDir(), "library.idx")
			write(t, path, []byte("old"))
			err := WriteFile(path, []byte("brand new"), 0o600)
			if !errors.Is(err, syscall.ENOSPC) {
				t.Errorf("want %v, got %v", syscall.ENOSPC, err)
			}
			wantOnly(t, path, []byte("old"))
		})
	}
}

func TestWriteFileFolderNotSynced(t *testing.T) {
	breakDisk(t, "folder")
	path := filepath.Join(t.TempDir(), "library.idx")
	write(t, path, []byte("old"))
	if err := WriteFile(path, []byte("new"), 0o600); !errors.Is(err, syscall.ENOSPC) {
		t.Errorf("want %v, got %v", syscall.ENOSPC, err)
	}
	wantOnly(t, path, []byte("new"))
}

// breakDisk makes op fail with ENOSPC until the test ends.
func breakDisk(t *testing.T, op string) {
	t.Helper()
	create, move, sync := createTemp, rename, syncFolder
	t.Cleanup(func() { createTemp, rename, syncFolder = create, move, sync })
	createTemp = func(dir, pattern string) (target, error) {
		if op == "create" {
			return nil, syscall.ENOSPC
		}
		f, err := os.CreateTemp(dir, pattern)
		return faulty{f, op}, err
	}
	switch op {
	case "rename":
		rename = func(string, string) error { return syscall.ENOSPC }
	case "folder":
		syncFolder = func(string) error { return syscall.ENOSPC }
	}
}

func write(t *testing.T, path string, data []byte) {
	t.Helper()
	if err := os.WriteFile(path, data, 0o666); err != nil {
		t.Fatal(err)
	}
}

func wantContent(t *testing.T, path string, want []byte) {
	t.Helper()
	got, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, want) {
		t.Errorf("want %d bytes %.20q, got %d bytes %.20q", len(want), want, len(got), got)
	}
}

// wantOnly checks that path holds want and that nothing lies beside it.
func wantOnly(t *testing.T, path string, want []byte) {
	t.Helper()
	wantContent(t, path, want)
	entries, err := os.ReadDir(filepath.Dir(path))
	if err != nil {
		t.Fatal(err)
	}
	if len(entries) != 1 {
		t.Errorf("want one file, got %v", entries)
	}
}

func TestMoveFolder(t *testing.T) {
	dir := t.TempDir()
	from, to := filepath.Join(dir, "from"), filepath.Join(dir, "to")
	if err := os.MkdirAll(filepath.Join(from, "sub"), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(from, "sub", "a"), []byte("a"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := MoveFolder(from, to); err != nil {
		t.Fatal(err)
	}
	if data, err := os.ReadFile(filepath.Join(to, "sub", "a")); string(data) != "a" {
		t.Errorf("%q, %v", data, err)
	}
	if err := MoveFolder(from, to); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("of nothing: %v", err)
	}
}

func TestUnfinished(t *testing.T) {
	for name, want := range map[string]string{
		".a.jpg.xmp.4211401909.tmp": "a.jpg.xmp", "a.jpg.xmp.1.tmp": "", ".a.tmp": "", ".a.1": "", "": "",
	} {
		if got, ok := Unfinished(name); got != want || ok != (want != "") {
			t.Errorf("%q: got %q, %v", name, got, ok)
		}
	}
}
