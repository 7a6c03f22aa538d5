package watch

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"recollect/engine/unwatched"
)

// raceDetector is true where memory and time are no measure of the program's.
const raceDetector = unwatched.Race == 1

// alone is set in a process that is measured.
const alone = "RECOLLECT_WATCH_ALONE"

// thousands makes 20,101 folders, aged, as a large photo library has.
func thousands(t testing.TB) (root string) {
	t.Helper()
	root = t.TempDir()
	old := time.Now().Add(-time.Hour)
	for i := range 100 {
		for j := range 200 {
			dir := fmt.Sprintf("%s/%04d/2024-01-%03d holiday", root, 1900+i, j)
			if err := os.MkdirAll(dir, 0o777); err != nil {
				t.Fatal(err)
			}
			if err := os.Chtimes(dir, old, old); err != nil {
				t.Fatal(err)
			}
		}
		if err := os.Chtimes(fmt.Sprintf("%s/%04d", root, 1900+i), old, old); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.Chtimes(root, old, old); err != nil {
		t.Fatal(err)
	}
	return root
}

// memory is what the program holds, after all that is garbage is gone.
func memory() int64 {
	var m runtime.MemStats
	runtime.GC()
	runtime.GC() // the first one ends what finalizers and pools held
	runtime.ReadMemStats(&m)
	return int64(m.HeapAlloc + m.StackInuse)
}

func processorTime(t *testing.T) time.Duration {
	t.Helper()
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		t.Fatal(err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

// bytesWritten is what the process has had written to disks.
func bytesWritten(t *testing.T) int {
	t.Helper()
	text, err := os.ReadFile("/proc/self/io")
	if err != nil {
		t.Fatal(err)
	}
	var n int
	_, rest, _ := strings.Cut(string(text), "\nwrite_bytes: ")
	if _, err := fmt.Sscan(rest, &n); err != nil {
		t.Fatal(err)
	}
	return n
}

// TestIdle follows 20,101 folders, once watched and once polled, and measures
// what that costs while nothing happens. Each is measured in a process of its
// own: the go command has tests write down every file that they look at.
func TestIdle(t *testing.T) {
	if testing.Short() {
		t.Skip("makes 20,000 folders")
	}
	for _, how := range []string{"watched", "polled"} {
		t.Run(how, func(t *testing.T) {
			if how == "polled" && !soak() {
				t.Skip("takes longer than a minute; RECOLLECT_SOAK asks for it")
			}
			if os.Getenv(alone) != "" {
				playIdle(t, how)
				return
			}
			c := exec.Command(os.Args[0], "-test.v", "-test.run=^TestIdle$/^"+how+"$")
			c.Env = append(os.Environ(), alone+"=1")
			out, err := c.CombinedOutput()
			t.Logf("%s", out)
			if err != nil {
				t.Fatal(err)
			}
		})
	}
}

func playIdle(t *testing.T, how string) {
	root := thousands(t)
	o, span, polled := Options{PollEvery: 2 * time.Second}, 6*time.Second, 0
	if soak() {
		o, span = Options{}, time.Minute
	}
	if how == "polled" {
		fake(t).deny(root, syscall.ENOSPC)
		polled = 20_101
	}
	before, began := memory(), time.Now()
	w := start(t, o)
	w.Add(root)
	await(t, w, root, func(l Dirty) bool { return covers(l, root) })
	t.Logf("looked at after %v", time.Since(began).Round(time.Millisecond))
	until(t, w, func() bool { return w.Polled() == polled }, func() string {
		return fmt.Sprintf("want %d polled, got %d; %s", polled, w.Polled(), Limit())
	})
	drainDirty(w, 2*time.Second) // what a poll found when it was the first
	held := memory() - before
	t.Logf("%.1f MB held", float64(held)/1e6)
	if held > 10e6 && !raceDetector {
		t.Errorf("want less than 10 MB held, got %.1f MB", float64(held)/1e6)
	}
	wantIdle(t, w, span)
	dir := filepath.Join(root, "1999", "2024-01-199 holiday")
	write(t, filepath.Join(dir, "1.jpg"))
	await(t, w, dir, func(l Dirty) bool { return slices.Equal(l.Shallow, []string{dir}) })
}

// drainDirty takes what is dirty for d and returns how often that was.
func drainDirty(w *Watcher, d time.Duration) (n int) {
	over := time.After(d)
	for {
		select {
		case <-w.Dirty():
			n++
		case <-over:
			return n
		}
	}
}

// wantIdle measures w for longer than it takes between two polls.
func wantIdle(t *testing.T, w *Watcher, span time.Duration) {
	t.Helper()
	busy, written, began := processorTime(t), bytesWritten(t), time.Now()
	n := drainDirty(w, span)
	share := float64(processorTime(t)-busy) / float64(time.Since(began))
	t.Logf("%.3f %% of one core, %d bytes written, dirty %d times in %v", 100*share, bytesWritten(t)-written, n, span)
	if share > 0.005 && !raceDetector {
		t.Errorf("want less than 0.5 %% of one core, got %.2f %%", 100*share)
	}
	if bytes := bytesWritten(t) - written; bytes != 0 || n != 0 {
		t.Errorf("want nothing written and nothing dirty, got %d bytes and %d times", bytes, n)
	}
}
