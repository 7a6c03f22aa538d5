package instance

import (
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

const (
	strangerVariable = "RECOLLECT_TEST_STRANGER"
	nobody           = 65534
)

// TestMain lets the test binary be another user, who knows the socket's path and calls there.
func TestMain(m *testing.M) {
	path := os.Getenv(strangerVariable)
	if path == "" {
		os.Exit(m.Run())
	}
	fmt.Print(stranger(path))
}

// stranger says what comes of calling at a socket.
func stranger(path string) string {
	c, err := net.Dial("unix", path)
	if errors.Is(err, syscall.EACCES) {
		return "no entry"
	}
	if err != nil {
		return err.Error()
	}
	defer c.Close()
	_ = c.SetDeadline(time.Now().Add(time.Minute))
	_, _ = io.WriteString(c, `{"open":["L3NlY3JldA=="]}`+"\n") // the other side may have hung up
	answer, _ := io.ReadAll(c)
	return fmt.Sprintf("heard %q", answer)
}

// Another user of the computer neither enters the socket's folder nor, were it open to all, is
// listened to.
func TestAnotherUser(t *testing.T) {
	// Root of a user namespace may be the only user there.
	if os.Geteuid() != 0 || os.Chown(t.TempDir(), nobody, nobody) != nil {
		t.Skip("only root can become another user; TestOtherUserAnswers plays it for others")
	}
	apart(t)
	library := t.TempDir()
	got := serving(t, library)
	path, err := address(library)
	if err != nil {
		t.Fatal(err)
	}
	self := reachable(t)
	call := func() string {
		cmd := exec.Command(self)
		cmd.Dir, cmd.Env = "/", []string{strangerVariable + "=" + path}
		cmd.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: nobody, Gid: nobody}}
		out, err := cmd.CombinedOutput()
		if err != nil {
			t.Fatalf("%v: %s", err, out)
		}
		return string(out)
	}
	folder := filepath.Dir(path)
	for _, p := range []string{folder, filepath.Join(library, addressName)} {
		if info, err := os.Lstat(p); err != nil || info.Mode().Perm()&0o077 != 0 {
			t.Errorf("%s: %v, %v", p, info.Mode(), err)
		}
	}
	open := func(all ...string) {
		for _, p := range all {
			if err := os.Chmod(p, 0o777); err != nil {
				t.Fatal(err)
			}
		}
	}
	open(filepath.Dir(folder)) // which a system may leave open
	if got := call(); got != "no entry" {
		t.Errorf("as it is: %s", got)
	}
	open(folder, path)
	if got := call(); !strings.HasPrefix(got, `heard ""`) {
		t.Errorf("open to all: %s", got)
	}
	if err := os.Chmod(folder, 0o700); err != nil {
		t.Fatal(err)
	}
	if err := Send(t.Context(), library, []string{"/own"}); err != nil {
		t.Fatal(err)
	}
	if paths := <-got; len(paths) != 1 || paths[0] != "/own" {
		t.Errorf("the window was told %q", paths)
	}
}

// reachable returns a copy of the test binary that other users can start.
func reachable(t *testing.T) string {
	t.Helper()
	dir, err := os.MkdirTemp("", "reachable")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(dir) })
	binary, err := os.ReadFile("/proc/self/exe")
	self := filepath.Join(dir, "test")
	if err = errors.Join(err, os.Chmod(dir, 0o755), os.WriteFile(self, binary, 0o755)); err != nil {
		t.Fatal(err)
	}
	return self
}
