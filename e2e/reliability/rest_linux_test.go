package reliability

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"recollect/engine/model/clip/cliptest"
)

// The program that watches a folder gives its memory back when it has had nothing to
// encode for a minute, and encodes what comes after that.
func TestRest(t *testing.T) {
	const most = 120 // MB
	if !soak() {
		t.Skip("an idle minute is waited for at full length only; engine.TestEncodesAfterRest shortens it")
	}
	program := built(t)
	dir := filepath.Join(t.TempDir(), "photos")
	if err := os.CopyFS(dir, os.DirFS(filepath.Join(root, "testdata/sample-photos/photos"))); err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(program, "index", "--watch", "--library", filepath.Join(t.TempDir(), "library"), dir)
	cmd.Stderr = os.Stderr
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = cmd.Process.Signal(os.Interrupt)
		if err := cmd.Wait(); err != nil {
			t.Error(err)
		}
	})
	lines := bufio.NewScanner(out)
	says := func(what string) {
		t.Helper()
		for lines.Scan() {
			if strings.Contains(lines.Text(), what) {
				return
			}
		}
		t.Fatalf("it ended before it said %q", what)
	}
	says(" encoded in ")
	busy := resident(t, cmd.Process.Pid)
	rested := rest(t, cmd.Process.Pid, most)
	t.Logf("%d MB after indexing, %d MB at rest", busy, rested)

	data, err := os.ReadFile(filepath.Join(dir, "animals", "raccoon.jpg"))
	if err != nil {
		t.Fatal(err)
	}
	data = append(data, 0) // another content, of which the library has no vector
	if err := os.WriteFile(filepath.Join(dir, "new.jpg"), data, 0o644); err != nil {
		t.Fatal(err)
	}
	says("encoded")
	t.Logf("%d MB at rest again", rest(t, cmd.Process.Pid, most))
}

// built builds the program, with ONNX Runtime's library beside it.
func built(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	program := filepath.Join(dir, "recollect")
	cmd := exec.Command("go", "build", "-o", program, ".")
	cmd.Dir = root
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	const library = "libonnxruntime.so"
	err := os.Symlink(filepath.Join(cliptest.RuntimeDir(t, root), library), filepath.Join(dir, library))
	if err != nil {
		t.Fatal(err)
	}
	return program
}

// rest waits until a process has less than so many MB in memory, and returns what it has.
func rest(t *testing.T, pid, most int) int {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 90*time.Second) // the minute, and what a busy machine needs
	defer cancel()
	look := time.NewTicker(time.Second)
	defer look.Stop()
	for {
		now := resident(t, pid)
		if now < most {
			return now
		}
		select {
		case <-look.C:
		case <-ctx.Done():
			t.Fatalf("%d MB after the idle minute, want less than %d", now, most)
		}
	}
}

// resident is what a process has in memory, in MB (VmRSS of proc_pid_status(5)).
func resident(t *testing.T, pid int) int {
	t.Helper()
	status, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	if err != nil {
		t.Fatal(err)
	}
	_, rest, _ := bytes.Cut(status, []byte("VmRSS:"))
	return number(t, string(bytes.Fields(rest)[0])) / 1000
}
