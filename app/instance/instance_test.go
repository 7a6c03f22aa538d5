package instance

import (
	"context"
	"errors"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/adrg/xdg"
)

// serving receives for dir until the test ends, and returns what comes.
func serving(t *testing.T, dir string) <-chan []string {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	got, done := make(chan []string, 4), make(chan error, 1)
	go func() { done <- Serve(ctx, dir, func(paths []string) { got <- paths }) }()
	t.Cleanup(func() {
		cancel()
		if err := <-done; err != nil {
			t.Error(err)
		}
	})
	for Send(t.Context(), dir, []string{"first"}) != nil { // until it listens
		select {
		case err := <-done:
			done <- err
			t.Fatalf("does not listen: %v", err)
		default:
		}
	}
	<-got
	return got
}

// apart gives the test a folder of its own for sockets, which must be empty at the end.
func apart(t *testing.T) string {
	t.Helper()
	dir, err := os.MkdirTemp("", "apart") // t.TempDir is too long a path for a socket
	if err != nil {
		t.Fatal(err)
	}
	t.Setenv("XDG_RUNTIME_DIR", dir)
	xdg.Reload()
	t.Cleanup(func() {
		if err := os.Remove(dir); err != nil {
			t.Error(err)
		}
		xdg.Reload()
	})
	return dir
}

func TestSecondStart(t *testing.T) {
	apart(t)
	libraries := []string{t.TempDir(), t.TempDir()}
	one, two := serving(t, libraries[0]), serving(t, libraries[1])
	for _, want := range [][]string{{"/a/b.jpg", "/c d/ü\xff.png"}, nil} {
		if err := Send(t.Context(), libraries[0], want); err != nil {
			t.Fatal(err)
		}
		got := <-one
		if !slices.Equal(got, want) {
			t.Errorf("got %q, want %q", got, want)
		}
	}
	if len(two) > 0 {
		t.Errorf("the other library got %q", <-two)
	}
}

// A library is told through every path that leads to its folder.
func TestLinkToTheLibrary(t *testing.T) {
	apart(t)
	library, link := t.TempDir(), filepath.Join(t.TempDir(), "link")
	if err := os.Symlink(library, link); err != nil {
		t.Fatal(err)
	}
	got := serving(t, library)
	if err := Send(t.Context(), link, []string{"/x"}); err != nil {
		t.Fatal(err)
	}
	<-got
}

// Two systems that share a folder for sockets, and call their libraries by one path,
// do not answer for each other. It is what containers do.
func TestSharedRuntimeFolder(t *testing.T) {
	apart(t)
	library := filepath.Join(t.TempDir(), "library")
	for _, system := range []string{"one", "two"} {
		if err := os.Mkdir(library+system, 0o700); err != nil {
			t.Fatal(err)
		}
	}
	mount := func(system string) {
		os.Remove(library)
		if err := os.Symlink(library+system, library); err != nil {
			t.Fatal(err)
		}
	}
	mount("one")
	serving(t, library+"one")
	mount("two")
	if err := Send(t.Context(), library, []string{"/x"}); err == nil {
		t.Error("the other system's window took it")
	}
	serving(t, library+"two")
	mount("one")
	if err := Send(t.Context(), library, []string{"/x"}); err != nil {
		t.Errorf("the first window is not reached any more: %v", err)
	}
}

func TestManyPaths(t *testing.T) {
	apart(t)
	library := t.TempDir()
	got := serving(t, library)
	var want []string
	for i := range 5000 {
		want = append(want, fmt.Sprintf("/photos/%s/%d.jpg", strings.Repeat("x", 600), i))
	}
	if err := Send(t.Context(), library, want); err != nil {
		t.Fatal(err)
	}
	if paths := <-got; !slices.Equal(paths, want) {
		t.Errorf("got %d paths, want %d", len(paths), len(want))
	}
	long := slices.Repeat([]string{strings.Repeat("x", 1<<20)}, maxMessage>>20)
	if err := Send(t.Context(), library, long); !errors.Is(err, ErrTooLong) {
		t.Errorf("too much: got %v, want %v", err, ErrTooLong)
	}
	if len(got) > 0 {
		t.Error("a part of what was too much arrived")
	}
}

func TestNobodyServes(t *testing.T) {
	apart(t)
	if err := Send(t.Context(), t.TempDir(), nil); err == nil {
		t.Error("somebody took it")
	}
}

// dead leaves what a process leaves that dies, and returns the socket's path.
func dead(t *testing.T, library string) string {
	t.Helper()
	l, err := listen()
	if err != nil {
		t.Fatal(err)
	}
	l.SetUnlinkOnClose(false)
	name(t, library, l.Addr().String())
	if err := l.Close(); err != nil {
		t.Fatal(err)
	}
	return l.Addr().String()
}

// name makes a path the address of a library.
func name(t *testing.T, library, path string) {
	t.Helper()
	if err := os.WriteFile(filepath.Join(library, addressName), []byte(path+"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
}

func TestSocketOfADeadProcess(t *testing.T) {
	apart(t)
	library := t.TempDir()
	path := dead(t, library)
	if err := Send(t.Context(), library, nil); err == nil {
		t.Error("a dead process took it")
	}
	serving(t, library)
	if _, err := os.Lstat(filepath.Dir(path)); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("what it left: %v", err)
	}
}

// The address in a library may be anything: nothing is removed for it but the socket
// of a dead process, and nothing is said to others.
func TestForeignAddress(t *testing.T) {
	tests := map[string]func(t *testing.T, dir string) string{
		"a file": func(t *testing.T, dir string) string {
			path := filepath.Join(dir, socketName)
			if err := os.WriteFile(path, nil, 0o600); err != nil {
				t.Fatal(err)
			}
			return path
		},
		"a socket by another name": func(t *testing.T, dir string) string { return socket(t, filepath.Join(dir, "s")) },
		"a socket in a folder that others may write to": func(t *testing.T, dir string) string {
			if err := os.Chmod(dir, 0o777); err != nil {
				t.Fatal(err)
			}
			return socket(t, filepath.Join(dir, socketName))
		},
		"a link to a socket": func(t *testing.T, dir string) string {
			path := filepath.Join(dir, socketName)
			if err := os.Symlink(socket(t, filepath.Join(dir, "s")), path); err != nil {
				t.Fatal(err)
			}
			return path
		},
		"another user's": func(t *testing.T, dir string) string {
			euid = func() int { return os.Geteuid() + 1 }
			t.Cleanup(func() { euid = os.Geteuid })
			return socket(t, filepath.Join(dir, socketName))
		},
	}
	for what, lay := range tests {
		t.Run(what, func(t *testing.T) {
			dir, err := os.MkdirTemp("", folderPattern)
			if err != nil {
				t.Fatal(err)
			}
			t.Cleanup(func() { os.RemoveAll(dir) })
			library := t.TempDir()
			path := lay(t, dir)
			name(t, library, path)
			if err := Send(t.Context(), library, []string{"/secret"}); err == nil {
				t.Error("it was told")
			}
			forget(library)
			if _, err := os.Lstat(path); err != nil {
				t.Errorf("it was removed: %v", err)
			}
		})
	}
}

// socket makes one at which nobody listens any more.
func socket(t *testing.T, path string) string {
	t.Helper()
	l, err := net.ListenUnix("unix", &net.UnixAddr{Net: "unix", Name: path})
	if err != nil {
		t.Fatal(err)
	}
	l.SetUnlinkOnClose(false)
	if err := l.Close(); err != nil {
		t.Fatal(err)
	}
	return path
}

// Who answers is asked for his user before anything is said, whoever owns the files.
func TestOtherUserAnswers(t *testing.T) {
	dir, err := os.MkdirTemp("", folderPattern)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(dir) })
	l, err := net.ListenUnix("unix", &net.UnixAddr{Net: "unix", Name: filepath.Join(dir, socketName)})
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	euid = func() int { return os.Geteuid() + 1 }
	t.Cleanup(func() { euid = os.Geteuid })
	if err := send(t.Context(), l.Addr().String(), []byte("secret")); !errors.Is(err, errNobody) {
		t.Errorf("got %v, want %v", err, errNobody)
	}
	c, err := l.AcceptUnix()
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	if n, err := c.Read(make([]byte, 1)); n != 0 || err == nil {
		t.Errorf("it heard %d bytes, %v", n, err)
	}
}

// A socket that somebody listens at is left alone.
func TestForgetLeavesTheLiving(t *testing.T) {
	apart(t)
	library, other := t.TempDir(), t.TempDir()
	got := serving(t, other)
	path, err := address(other)
	if err != nil {
		t.Fatal(err)
	}
	name(t, library, path)
	forget(library)
	if err := Send(t.Context(), other, []string{"/x"}); err != nil {
		t.Fatal(err)
	}
	<-got
}

// Where the system's folder is of no use there is another.
func TestNoRuntimeFolder(t *testing.T) {
	dir := apart(t)
	long := filepath.Join(dir, strings.Repeat("x", 120))
	if err := os.Mkdir(long, 0o700); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := os.Remove(long); err != nil { // empty again
			t.Error(err)
		}
	})
	for name, runtime := range map[string]string{"not there": filepath.Join(dir, "none"), "too long a path": long} {
		t.Run(name, func(t *testing.T) {
			t.Setenv("XDG_RUNTIME_DIR", runtime)
			xdg.Reload()
			library := t.TempDir()
			got := serving(t, library)
			if err := Send(t.Context(), library, []string{"/x"}); err != nil {
				t.Fatal(err)
			}
			<-got
			if path, err := address(library); err != nil || !strings.HasPrefix(path, os.TempDir()) ||
				strings.HasPrefix(path, dir) {
				t.Errorf("the socket: %s, %v", path, err)
			}
		})
	}
}

// What is not a message neither ends the serving nor is answered.
func TestRubbish(t *testing.T) {
	apart(t)
	library := t.TempDir()
	got := serving(t, library)
	path, err := address(library)
	if err != nil {
		t.Fatal(err)
	}
	for _, text := range []string{"", "{", "[1]", "\x00\xff", `{"open":3}`} {
		c, err := net.Dial("unix", path)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := c.Write([]byte(text)); err != nil {
			t.Fatal(err)
		}
		c.Close()
	}
	if err := Send(t.Context(), library, []string{"/x"}); err != nil {
		t.Fatal(err)
	}
	if paths := <-got; !slices.Equal(paths, []string{"/x"}) {
		t.Errorf("got %q", paths)
	}
}
