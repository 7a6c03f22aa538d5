//go:build unix

package file

import (
	"errors"
	"io/fs"
	"net"
	"os"
	"path/filepath"
	"syscall"
	"testing"
	"time"
)

// things makes one of each kind in dir, and returns their paths.
func things(t *testing.T, dir string) map[string]string {
	t.Helper()
	t.Chdir(dir) // the path of a socket must be short
	l, err := net.Listen("unix", "socket")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { l.Close() })
	at := func(name string) string { return filepath.Join(dir, name) }
	err = errors.Join(
		syscall.Mkfifo(at("pipe"), 0o600), os.Mkdir(at("folder"), 0o700),
		os.WriteFile(at("file"), []byte("content"), 0o600),
		os.Symlink("pipe", at("link to pipe")), os.Symlink("file", at("link to file")),
		os.Symlink("none", at("link to nothing")),
	)
	if err != nil {
		t.Fatal(err)
	}
	return map[string]string{
		"pipe": at("pipe"), "folder": at("folder"), "socket": at("socket"),
		"device": "/dev/zero", "terminal": "/dev/tty",
		"link to pipe": at("link to pipe"), "link to device": link(t, "/dev/zero"),
		"file": at("file"), "link to file": at("link to file"), "link to nothing": at("link to nothing"),
	}
}

func link(t *testing.T, to string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "link")
	if err := os.Symlink(to, path); err != nil {
		t.Fatal(err)
	}
	return path
}

// soon fails the test if work waits for something.
func soon(t *testing.T, work func()) {
	t.Helper()
	done := make(chan struct{})
	go func() {
		defer close(done)
		work()
	}()
	select {
	case <-done:
	case <-time.After(time.Minute):
		t.Fatal("it waits")
	}
}

func TestOnlyRegularFilesAreOpened(t *testing.T) {
	root, err := os.OpenRoot("/")
	if err != nil {
		t.Fatal(err)
	}
	defer root.Close()
	opens := map[string]func(string) error{
		"Open": func(path string) error {
			f, err := Open(path)
			return errors.Join(err, f.Close())
		},
		"OpenIn": func(path string) error {
			rel, err := filepath.EvalSymlinks(path)
			if err != nil {
				return err
			}
			f, err := OpenIn(root, rel[1:])
			return errors.Join(err, f.Close())
		},
		"Read": func(path string) error {
			data, err := Read(path, 7)
			if err == nil && string(data) != "content" {
				t.Errorf("read %q", data)
			}
			return err
		},
	}
	for name, path := range things(t, t.TempDir()) {
		for call, open := range opens {
			t.Run(call+" "+name, func(t *testing.T) {
				soon(t, func() { checkKind(t, name, open(path)) })
			})
		}
	}
}

func checkKind(t *testing.T, name string, err error) {
	t.Helper()
	switch name {
	case "file", "link to file":
		if err != nil {
			t.Error(err)
		}
	case "link to nothing":
		if !errors.Is(err, fs.ErrNotExist) {
			t.Errorf("want %v, got %v", fs.ErrNotExist, err)
		}
	default:
		if path := (*fs.PathError)(nil); !errors.Is(err, ErrKind) || !errors.As(err, &path) {
			t.Errorf("want %v, got %v", ErrKind, err)
		}
	}
}

func TestOnlyFoldersAreListed(t *testing.T) {
	opens := map[string]func(string) error{
		"OpenFolder": func(path string) error {
			f, err := OpenFolder(path)
			if err == nil {
				_, err = f.Readdirnames(-1)
				f.Close()
			}
			return err
		},
		"OpenRoot": func(path string) error {
			root, err := OpenRoot(path)
			if err == nil {
				root.Close()
			}
			return err
		},
	}
	all := things(t, t.TempDir())
	all["link to folder"] = link(t, all["folder"])
	for name, path := range all {
		for call, open := range opens {
			t.Run(call+" "+name, func(t *testing.T) {
				soon(t, func() {
					err := open(path)
					var wrong *fs.PathError
					switch {
					case name == "folder" || name == "link to folder":
						if err != nil {
							t.Error(err)
						}
					case !errors.As(err, &wrong) || wrong.Path != path:
						t.Errorf("got %v, want an error of %s", err, path)
					}
				})
			})
		}
	}
}

// A file can be exchanged for a pipe between a look at it and opening it.
func TestExchangedForAPipe(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a.jpg")
	if err := os.WriteFile(path, []byte("content"), 0o600); err != nil {
		t.Fatal(err)
	}
	stat = func(path string) (fs.FileInfo, error) {
		info, err := os.Stat(path)
		return info, errors.Join(err, os.Remove(path), syscall.Mkfifo(path, 0o600))
	}
	t.Cleanup(func() { stat = os.Stat })
	soon(t, func() {
		if _, err := Open(path); !errors.Is(err, ErrKind) {
			t.Errorf("want %v, got %v", ErrKind, err)
		}
	})
}

func TestTooLong(t *testing.T) {
	path := filepath.Join(t.TempDir(), "list")
	if err := os.WriteFile(path, []byte("content"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := Read(path, 6); !errors.Is(err, ErrTooLong) {
		t.Errorf("want %v, got %v", ErrTooLong, err)
	}
}

// The library's own files are not reached through links, and are left as they are.
func TestOwn(t *testing.T) {
	all := things(t, t.TempDir())
	for name, path := range all {
		create := os.O_CREATE | os.O_WRONLY
		for _, flag := range []int{os.O_RDONLY, create | os.O_APPEND, create | os.O_TRUNC} {
			soon(t, func() { checkOwn(t, name, path, flag) })
		}
	}
	// Only the one by its own name was emptied.
	if _, err := os.Stat(all["link to nothing"]); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("a file was made through a link: %v", err)
	}
}

func checkOwn(t *testing.T, name, path string, flag int) {
	t.Helper()
	f, err := OpenOwn(path, flag)
	errs := map[string]error{"Own": Own(path), "OpenOwn": errors.Join(err, f.Close())}
	for call, err := range errs {
		var foreign *Foreign
		if name == "file" && err != nil || name != "file" && !errors.As(err, &foreign) {
			t.Errorf("%s %s: got %v", call, name, err)
		}
	}
	if err := OwnFolder(path); (err == nil) != (name == "folder") {
		t.Errorf("OwnFolder %s: got %v", name, err)
	}
}

func TestOpenOwnThroughALinkLeavesItsTarget(t *testing.T) {
	target := filepath.Join(t.TempDir(), "precious")
	if err := os.WriteFile(target, []byte("content"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := OpenOwn(link(t, target), os.O_CREATE|os.O_TRUNC|os.O_WRONLY); err == nil {
		t.Error("it was opened")
	}
	if data, err := os.ReadFile(target); err != nil || string(data) != "content" {
		t.Errorf("the target: %q, %v", data, err)
	}
}

// What is made is private whatever the umask.
func TestOpenOwnIsPrivate(t *testing.T) {
	defer syscall.Umask(syscall.Umask(0))
	path := filepath.Join(t.TempDir(), "log")
	for _, want := range []error{nil, nil} {
		f, err := OpenOwn(path, os.O_CREATE|os.O_APPEND|os.O_WRONLY)
		if err := errors.Join(err, f.Close()); !errors.Is(err, want) {
			t.Fatal(err)
		}
	}
	info, err := os.Lstat(path)
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("got %v, %v", info.Mode(), err)
	}
	none := filepath.Join(t.TempDir(), "none")
	if err := errors.Join(Own(none), OwnFolder(none)); err != nil {
		t.Errorf("where there is nothing: %v", err)
	}
}
