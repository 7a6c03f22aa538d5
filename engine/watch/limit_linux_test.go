package watch

import (
	"fmt"
	"os"
	"os/exec"
	"slices"
	"testing"
	"time"
)

const (
	inNamespace = "RECOLLECT_WATCH_NAMESPACE" // set in the process that has limits of its own
	watchLimit  = "/proc/sys/user/max_inotify_watches"
)

// TestInotifyUsedUp plays in a process that has the system's limits for itself,
// in a user namespace of its own.
func TestInotifyUsedUp(t *testing.T) {
	if os.Getenv(inNamespace) != "" {
		playInotifyUsedUp(t)
		return
	}
	enter := []string{"--user", "--map-root-user"}
	if out, err := exec.Command("unshare", append(enter, "true")...).CombinedOutput(); err != nil {
		t.Skipf("this system allows no user namespace: %v: %s", err, out)
	}
	c := exec.Command("unshare", append(enter, os.Args[0], "-test.run=^TestInotifyUsedUp$", "-test.v")...)
	c.Env = append(os.Environ(), inNamespace+"=1")
	out, err := c.CombinedOutput()
	t.Logf("%s", out)
	if err != nil {
		t.Fatal(err)
	}
}

func setWatchLimit(t *testing.T, n int) {
	t.Helper()
	if err := os.WriteFile(watchLimit, fmt.Append(nil, n), 0o644); err != nil {
		t.Skipf("the limit of watches cannot be set here: %v", err)
	}
}

func playInotifyUsedUp(t *testing.T) {
	var names []string
	for i := range 100 {
		names = append(names, fmt.Sprintf("%02d/sub", i))
	}
	root := folders(t, names...)
	setWatchLimit(t, 50)
	o := Options{PollEvery: 2 * time.Second}
	if soak() {
		o = Options{}
	}
	w := start(t, o)
	w.Add(root)
	until(t, w, func() bool { return w.Polled() == 151 }, func() string {
		return fmt.Sprint("want 151 of 201 folders polled, got ", w.Polled())
	})
	for _, p := range w.PolledFolders() {
		if p.Why != WatchLimit {
			t.Fatalf("want the limit told, got %v: %v", p.Dir, p.Why)
		}
	}
	for _, dir := range []string{root + "/99/sub", root + "/00/sub"} { // polled and watched
		began := time.Now()
		write(t, dir+"/1.jpg")
		await(t, w, dir, func(l Dirty) bool { return slices.Contains(l.Shallow, dir) })
		t.Logf("a new file in %s found after %v", dir[len(root):], time.Since(began).Round(time.Millisecond))
	}
	setWatchLimit(t, 100_000)
	await(t, w, "none polled", func(Dirty) bool { return w.Polled() == 0 })
}
