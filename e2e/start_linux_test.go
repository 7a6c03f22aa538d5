//go:build e2e

package e2e

import (
	"os"
	"os/exec"
	"path/filepath"
	"runtime/debug"
	"slices"
	"strconv"
	"syscall"
	"testing"
	"time"
)

// small gives back what other tests have had in memory: what a process is told to have had at most includes what the
// one had that started it (ru_maxrss of getrusage(2), after vfork(2)).
func small(t *testing.T) {
	t.Helper()
	debug.FreeOSMemory()
	must(t, os.WriteFile("/proc/self/clear_refs", []byte("5"), 0)) // proc_pid_clear_refs(5)
}

// A search from the start of the process, over a library of photos that do not exist. Processor time
// is compared, which other work on the machine prolongs less than the time of the clock.
func TestSearchFromTheStart(t *testing.T) {
	const mostTime = 250 * time.Millisecond
	photos, mostResident := 5000, int64(150)
	if os.Getenv("RECOLLECT_SOAK") != "" {
		photos, mostResident = 100_000, 200
	}
	library := filepath.Join(t.TempDir(), "library")
	run := func(args ...string) *os.ProcessState {
		t.Helper()
		cmd := exec.Command("../build/recollect", append([]string{"--library", library}, args...)...)
		if out, err := cmd.CombinedOutput(); err != nil {
			t.Fatalf("%v: %v\n%s", args, err, out)
		}
		return cmd.ProcessState
	}
	small(t)
	run("bench", "library", "--photos", strconv.Itoa(photos), "--keep", library)
	for _, query := range []string{"boat at sunset", "boat at sunset date:2019", "boat - people"} {
		var times []time.Duration
		var resident int64
		for range 5 {
			s := run("search", "--json", "--all", query)
			times = append(times, s.UserTime()+s.SystemTime())
			resident = max(resident, s.SysUsage().(*syscall.Rusage).Maxrss>>10)
		}
		slices.Sort(times)
		t.Logf("%d photos, %q: %v of the processors, %d MB resident", photos, query, times[len(times)/2], resident)
		if times[len(times)/2] > mostTime || resident > mostResident {
			t.Errorf("%q: want less than %v and %d MB", query, mostTime, mostResident)
		}
	}
}
