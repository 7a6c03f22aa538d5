package reliability

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"testing"
	"time"

	"golang.org/x/sync/errgroup"

	"recollect/engine"
	"recollect/engine/model/clip/cliptest"
)

// watchChild keeps a library of one folder up to date until its stdin ends, and
// says "idle" once there is nothing left to do.
func watchChild(runtimeDir, library, folder string) error {
	ctx, stop := context.WithCancel(context.Background())
	defer stop()
	e, err := engine.Open(ctx, options(runtimeDir, library))
	if err != nil {
		return err
	}
	defer e.Close()
	if err := e.Folders.Add(ctx, folder); err != nil {
		return err
	}
	var g errgroup.Group
	g.Go(func() error { return e.Run(ctx) })
	g.Go(func() error {
		for range e.Changed() {
			if s := e.Status(); s.Photos > 0 && s.Done() {
				break
			}
		}
		fmt.Println("idle")
		_, err := io.Copy(io.Discard, os.Stdin)
		stop()
		return err
	})
	return g.Wait()
}

// A library of many folders in which nothing changes costs nothing: no
// processor time worth naming, and not one byte is written.
func TestIdle(t *testing.T) {
	if runtime.GOOS != "linux" {
		t.Skip("what a process uses is read from /proc")
	}
	folders, lasts, most := 2000, 5*time.Second, 0.02
	if soak() {
		folders, lasts, most = 20_000, time.Minute, 0.005
	}
	dir := draw(t, 10)
	for i := range folders {
		if err := os.MkdirAll(filepath.Join(dir, fmt.Sprint("year ", i%50), fmt.Sprint("day ", i)), 0o755); err != nil {
			t.Fatal(err)
		}
	}
	pid := watching(t, filepath.Join(t.TempDir(), "library"), dir)

	// What the last change left to do (a check point, the kept vectors) is over
	// when a second has gone by without a write.
	for quiet := written(t, pid); ; {
		wait(t, time.Second)
		now := written(t, pid)
		if now == quiet {
			break
		}
		quiet = now
	}
	for range 3 { // on a busy machine it may be over later; what idling costs is there each time
		busy, bytes := ticks(t, pid), written(t, pid)
		wait(t, lasts)
		busy, bytes = ticks(t, pid)-busy, written(t, pid)-bytes
		share := float64(busy) / ticksPerSecond / lasts.Seconds()
		t.Logf("%d folders, %v: %.2f %% of a core, %d bytes written", folders, lasts, 100*share, bytes)
		if share <= most && bytes == 0 {
			return
		}
	}
	t.Errorf("want at most %.1f %% of a core, and nothing written while nothing changes", 100*most)
}

// watching starts a child that watches a folder, and returns its process when
// it has nothing left to do.
func watching(t *testing.T, library, folder string) int {
	t.Helper()
	program, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(program, cliptest.RuntimeDir(t, root), library, folder)
	cmd.Env = append(os.Environ(), childVariable+"=watch")
	cmd.Stderr = os.Stderr
	in, err := cmd.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		in.Close()
		if err := cmd.Wait(); err != nil {
			t.Error(err)
		}
	})
	if line, err := bufio.NewReader(out).ReadString('\n'); line != "idle\n" {
		t.Fatalf("it said %q, %v", line, err)
	}
	return cmd.Process.Pid
}

// wait lets time pass: how much is used in it is what is measured.
func wait(t *testing.T, d time.Duration) {
	t.Helper()
	select {
	case <-t.Context().Done():
		t.Fatal(t.Context().Err())
	case <-time.After(d):
	}
}

// ticksPerSecond is what Linux counts processor time in (USER_HZ).
const ticksPerSecond = 100

// ticks is the processor time that a process has used: fields 14 and 15 of
// proc_pid_stat(5).
func ticks(t *testing.T, pid int) int {
	t.Helper()
	stat, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	if err != nil {
		t.Fatal(err)
	}
	fields := strings.Fields(string(stat[strings.LastIndexByte(string(stat), ')')+1:]))
	return number(t, fields[11]) + number(t, fields[12])
}

// written is how many bytes a process has caused to be written to disks:
// write_bytes of proc_pid_io(5).
func written(t *testing.T, pid int) int {
	t.Helper()
	io, err := os.ReadFile(fmt.Sprintf("/proc/%d/io", pid))
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(io)) {
		if value, found := strings.CutPrefix(line, "write_bytes: "); found {
			return number(t, strings.TrimSpace(value))
		}
	}
	t.Fatalf("write_bytes is missing:\n%s", io)
	return 0
}

func number(t *testing.T, text string) int {
	t.Helper()
	n, err := strconv.Atoi(text)
	if err != nil {
		t.Fatal(err)
	}
	return n
}
