//go:build e2e

package e2e

import (
	"errors"
	"path/filepath"
	"testing"

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
