package reliability

import (
	"errors"
	"math/rand/v2"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"recollect/engine"
	"recollect/engine/model/clip/cliptest"
)

// A process that indexes 500 photos is killed at random moments. After each,
// the library is sound; finished, it is the one of a run that nobody disturbed.
func TestKilledWhileIndexing(t *testing.T) {
	pictures := draw(t, 500)
	quiet := filepath.Join(t.TempDir(), "quiet")
	began := time.Now()
	run(t, quiet, pictures)
	whole := time.Since(began)
	want := state(t, quiet)
	if len(want) != 500 {
		t.Fatalf("%d photos in an undisturbed library, want 500", len(want))
	}

	random := rand.New(rand.NewPCG(1, 2))
	killed, library := 0, ""
	for i := range rounds(6, 200) {
		if i%2 == 0 { // two kills a library: the second meets what the first left
			library = filepath.Join(t.TempDir(), "library")
		}
		began := time.Now()
		if killAt(t, time.Duration(random.Int64N(int64(whole))), library, pictures) {
			killed++
		} else {
			whole = time.Since(began) // the machine has less to do than before
		}
		sound(t, library)
		if i%2 == 1 {
			run(t, library, pictures)
			compare(t, state(t, library), want)
		}
	}
	t.Logf("%d of %d were killed before they ended", killed, rounds(6, 200))
	if killed < rounds(1, 200/3) {
		t.Error("too few were killed in the middle of their work")
	}
}

// killAt starts a child, kills it after a while, and reports whether that came
// before its end.
func killAt(t *testing.T, after time.Duration, library string, folders ...string) bool {
	t.Helper()
	cmd := child(t, library, folders...)
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	done := make(chan error, 1)
	go func() { done <- cmd.Wait() }()
	select {
	case err := <-done:
		if err != nil {
			t.Fatal(err)
		}
		return false
	case <-time.After(after):
	}
	if err := cmd.Process.Kill(); err != nil {
		t.Log(err) // it ended in this moment
	}
	var exit *exec.ExitError
	return errors.As(<-done, &exit)
}

// sound opens a library as the program would, and checks it.
func sound(t *testing.T, library string) {
	t.Helper()
	e, err := engine.Open(t.Context(), options(cliptest.RuntimeDir(t, root), library))
	if err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(e.Upkeep.Check(t.Context()), e.Close()); err != nil {
		t.Fatal(err)
	}
}
