//go:build e2e

package e2e

import (
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"github.com/gofrs/flock"

	"recollect/e2e/stage"
)

// TestEndings ends the program again and again, by the system's request and by
// the window's cross in turn. What still wants to be shown then must not meet a
// toolkit that is gone, and nobody may wait for it: once in some hundred ends on
// a busy machine each of these happened.
func TestEndings(t *testing.T) {
	root, err := filepath.Abs("..")
	must(t, err)
	desk, err := stage.OpenDesk()
	must(t, err)
	t.Cleanup(func() { must(t, desk.Close()) })
	home := t.TempDir()
	for n := range 12 {
		s, err := stage.Begin(within(t, patience), desk, filepath.Join(root, "build", "recollect"), home)
		must(t, err)
		ask := s.Program.Terminate
		if n%2 == 1 {
			ask = s.Window.AskToClose
		}
		if err := errors.Join(ask(), s.Program.Wait(within(t, patience))); err != nil {
			s.Program.Kill()
			t.Fatalf("end %d: %v", n, err)
		}
	}
}

// A named pipe that is opened in the window has nobody wait for its writer: the
// program ends as ever.
func TestPipeInTheWindow(t *testing.T) {
	root, err := filepath.Abs("..")
	must(t, err)
	binary := filepath.Join(root, "build", "recollect")
	desk, err := stage.OpenDesk()
	must(t, err)
	t.Cleanup(func() { must(t, desk.Close()) })
	home := t.TempDir()
	pipe := filepath.Join(home, "pipe.jpg")
	must(t, syscall.Mkfifo(pipe, 0o600))
	for n := range 3 {
		s, err := stage.Begin(within(t, patience), desk, binary, home)
		must(t, err)
		again := exec.CommandContext(within(t, patience), binary, "--library", stage.Library(home), pipe)
		again.Env = desk.Env(home)
		out, err := again.CombinedOutput()
		if err := errors.Join(err, s.Window.AskToClose(), s.Program.Wait(within(t, patience))); err != nil {
			s.Program.Kill()
			t.Fatalf("end %d: %v, the second start said %q", n, err, out)
		}
	}
}

// A start that finds the library in use, and cannot tell the window that is open, as
// on a system that shares the library but not its sockets, says so in a window of its own.
func TestSecondStartThatReachesNobody(t *testing.T) {
	root, err := filepath.Abs("..")
	must(t, err)
	desk, err := stage.OpenDesk()
	must(t, err)
	t.Cleanup(func() { must(t, desk.Close()) })
	home := t.TempDir()
	library := stage.Library(home)
	must(t, os.Mkdir(library, 0o700))
	lock := flock.New(filepath.Join(library, "lock"))
	if ok, err := lock.TryLock(); !ok || err != nil {
		t.Fatalf("lock the library: %v, %v", ok, err)
	}
	defer lock.Close()
	must(t, os.WriteFile(filepath.Join(library, "holder"), []byte("another \x1b[31mcomputer\n"), 0o600))
	must(t, os.WriteFile(filepath.Join(library, "window"), []byte("/run/recollect-1/window.sock\n"), 0o600))
	p, err := stage.StartProgram(desk, filepath.Join(root, "build", "recollect"), home)
	must(t, err)
	defer p.Kill()
	w, err := desk.Window(within(t, patience), "Recollect")
	must(t, err)
	must(t, w.AskToClose())
	err = p.Wait(within(t, patience))
	if err == nil || !strings.Contains(err.Error(), "in use by another [31mcomputer.") {
		t.Errorf("it ended with %v", err)
	}
}
