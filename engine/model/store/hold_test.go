package store

import (
	"bufio"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"recollect/engine/file"
)

// holds, in the environment, makes the test hold a model of the store that it names until it is killed.
const holds = "RECOLLECT_TEST_HOLDS"

// A model is held against others in this process and in others, until its process ends.
func TestHold(t *testing.T) {
	if dir := os.Getenv(holds); dir != "" {
		_, err := Open(dir).Hold("a")
		fmt.Println("held:", err)
		select {}
	}
	dir := filepath.Join(t.TempDir(), "models")
	s := Open(dir)
	if release, err := s.Hold("a"); err != nil {
		t.Error(err)
	} else {
		release()
	}
	if _, err := os.Stat(dir); err == nil {
		t.Error("a folder was made")
	}
	if err := s.Make(); err != nil {
		t.Fatal(err)
	}
	for range 2 {
		release, err := s.Hold("a")
		if err != nil {
			t.Fatal(err)
		}
		if _, err := Open(dir).Hold("a"); !errors.Is(err, ErrBusy) {
			t.Errorf("held twice: %v", err)
		}
		if other, err := s.Hold("b"); err != nil {
			t.Error(err)
		} else {
			other()
		}
		if all, err := s.List(); err != nil || len(all) > 0 {
			t.Errorf("listed: %+v, %v", all, err)
		}
		release()
		if left, err := os.ReadDir(dir); err != nil || len(left) > 0 {
			t.Errorf("left: %v, %v", left, err)
		}
	}
	other := exec.Command(os.Args[0], "-test.run=^TestHold$")
	other.Env = append(os.Environ(), holds+"="+dir)
	out, err := other.StdoutPipe()
	if err == nil {
		err = other.Start()
	}
	if err != nil {
		t.Fatal(err)
	}
	line, err := bufio.NewReader(out).ReadString('\n')
	if err != nil || line != "held: <nil>\n" {
		t.Errorf("%q, %v", line, err)
	}
	if _, err := s.Hold("a"); !errors.Is(err, ErrBusy) {
		t.Errorf("held by another process: %v", err)
	}
	if err := other.Process.Kill(); err != nil {
		t.Error(err)
	}
	_ = other.Wait() // it was killed
	release, err := s.Hold("a")
	if err != nil {
		t.Fatal(err)
	}
	release()
}

// Nothing is locked through a link.
func TestHoldLinks(t *testing.T) {
	dir := t.TempDir()
	if err := os.Symlink(filepath.Join(dir, "elsewhere"), filepath.Join(dir, "a.lock")); err != nil {
		t.Skip("no links here: ", err)
	}
	if _, err := Open(dir).Hold("a"); !errors.As(err, new(*file.Foreign)) {
		t.Error(err)
	}
	if _, err := os.Lstat(filepath.Join(dir, "elsewhere")); err == nil {
		t.Error("a file was made behind the link")
	}
}
