//go:build e2e

package e2e

import (
	"errors"
	"image"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"recollect/e2e/stage"
)

// A person drags two photos onto a tag of the side bar with the mouse. They get it, in one act.
func TestDragOntoATag(t *testing.T) {
	root, err := filepath.Abs("..")
	must(t, err)
	d := &day{root: root, home: t.TempDir()}
	d.folder = filepath.Join(d.home, "Animals")
	must(t, os.Mkdir(d.folder, 0o700))
	few := []string{"osprey-on-branch.jpg", "wild-horses.jpg", "white-duck.jpg", "black-and-white-cow.jpg"}
	for _, name := range few {
		data, err := os.ReadFile(filepath.Join(d.samples(), "animals", name))
		must(t, errors.Join(err, os.WriteFile(d.path(name), data, 0o600)))
	}
	desk, err := stage.OpenDesk()
	must(t, err)
	t.Cleanup(func() { must(t, desk.Close()) })
	d.begin(t, desk)
	t.Cleanup(func() {
		if said := d.Program.Kill(); t.Failed() {
			t.Logf("the program's stderr:\n%s", said)
		}
	})
	must(t, d.Drop(within(t, patience), d.folder))
	_, err = d.Program.Status(within(t, patience), "all to be encoded", func(s stage.Status) bool {
		return s.Done(len(few))
	})
	must(t, err)
	s := d.shown(t, "the photos", func(s stage.Shown) bool {
		return s.View == "library" && s.Painted && len(s.Tiles) > 2
	})
	d.run(t, "tag", "Family/Anna", s.Tiles[2].Path)
	d.control(t, "Family") // the window sees what the command line did
	d.tap(t, s.Tiles[0], "")
	d.tap(t, s.Tiles[1], "ctrl")
	two := max(s.Tiles[0].Stack, 1) + max(s.Tiles[1].Stack, 1) // a closed stack is selected whole
	d.shown(t, "two selected", func(s stage.Shown) bool { return s.Marked == two })
	bounds, err := d.Window.Bounds()
	must(t, err)
	row := d.control(t, "Family")
	onto := bounds.Min.Add(image.Pt(row.X+row.W/2, row.Y+row.H/2))
	must(t, d.Desk.Drag(d.middle(t, s.Tiles[1]), onto))
	d.shown(t, "the notice", func(s stage.Shown) bool { return strings.Contains(s.Toast, "“Family”") })
	d.wantFound(t, "tag:/Family", two+1)
	d.shoot(t, "dragged-onto-tag")
	d.click(t, "Family")
	d.shown(t, "the photos with the tag", func(s stage.Shown) bool {
		return s.View == "results" && s.Query == "tag:/Family" && s.Count == two+1
	})
	d.press(t, "Escape", "ctrl+z")
	d.wantFound(t, "tag:/Family", 1)
}
