//go:build e2e

package e2e

import (
	"path/filepath"
	"testing"

	"recollect/e2e/stage"
)

// TestEndings asks the program to end again and again, as soon as its window is
// there. What still wants to be shown then must not meet a toolkit that has ended: when
// that heard of the request as well, it did once in some dozens of ends.
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
		if err := s.Program.Terminate(); err != nil {
			t.Errorf("end %d: %v", n, err)
		}
		if err := s.Program.Wait(within(t, patience)); err != nil {
			s.Program.Kill()
			t.Fatalf("end %d: %v", n, err)
		}
	}
}
