//go:build e2e

package e2e

import (
	"path/filepath"
	"testing"

	"recollect/e2e/stage"
)

// day is the state that the steps share.
type day struct {
	*stage.Session
	root    string // of the repository
	home    string
	folder  string // the person's photos
	shots   int
	digests map[string]string
}

// newHome returns the day of a person who has no photos yet.
func newHome(t *testing.T) *day {
	t.Helper()
	root, err := filepath.Abs("..")
	must(t, err)
	return &day{root: root, home: t.TempDir()}
}

// open opens a desk with the program's window on it. It ends with the test, which logs what the last program said if it
// has failed.
func (d *day) open(t *testing.T) {
	t.Helper()
	desk, err := stage.OpenDesk()
	must(t, err)
	t.Cleanup(func() { must(t, desk.Close()) })
	d.begin(t, desk)
	t.Cleanup(func() {
		if said := d.Program.Kill(); t.Failed() {
			t.Logf("the program's stderr:\n%s", said)
		}
	})
}

// begin starts the program. The cleanup of open ends the last one.
func (d *day) begin(t *testing.T, desk *stage.Desk) {
	s, err := stage.Begin(within(t, patience), desk, d.binary(), d.home)
	must(t, err)
	d.Session = s
}

func (d *day) binary() string  { return filepath.Join(d.root, "build", "recollect") }
func (d *day) samples() string { return filepath.Join(d.root, "testdata", "sample-photos", "photos") }

func (d *day) path(name string) string { return filepath.Join(d.folder, filepath.FromSlash(name)) }
