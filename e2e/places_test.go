//go:build e2e

package e2e

import (
	"image"
	"os"
	"path/filepath"
	"strconv"
	"testing"

	"recollect/e2e/stage"
)

// A person opens the map, goes to the photos of one place by the mouse and to those of another by the keys, and comes
// back to the map each time.
func TestPlacesPage(t *testing.T) {
	root, err := filepath.Abs("..")
	must(t, err)
	d := &day{root: root, home: t.TempDir()}
	d.folder = filepath.Join(d.home, "My photos")
	must(t, os.CopyFS(d.folder, os.DirFS(d.samples())))
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
	_, err = d.Program.Status(within(t, 2*patience), "all to be encoded", func(s stage.Status) bool {
		return s.Done(photos + 1)
	})
	must(t, err)

	shown := func(what string, wanted func(stage.Shown) bool) stage.Shown {
		t.Helper()
		got, err := d.Program.Shown(within(t, 2*patience), what, wanted)
		must(t, err)
		return got
	}
	onMap := func(s stage.Shown) bool { return s.View == "places" && s.Count > 20 && len(s.Buttons) > 0 }
	bounds, err := d.Window.Bounds()
	must(t, err)
	row := bounds.Min.Add(image.Pt(80, 209)) // the fourth row of the side bar
	must(t, desk.Click(row.X, row.Y, 1))
	all := shown("the map", onMap)
	d.shoot(t, "places-all")

	first := all.Buttons[0]
	n, err := strconv.Atoi(first.Text)
	must(t, err)
	must(t, d.Click(first))
	shown("the photos of one place", func(s stage.Shown) bool { return s.View == "results" && s.Count == n })
	d.shoot(t, "places-results")
	must(t, desk.Press("Escape"))
	shown("the map again", onMap)

	must(t, desk.Type("+"))
	near := shown("fewer clusters, or others", func(s stage.Shown) bool {
		return onMap(s) && (len(s.Buttons) != len(all.Buttons) || s.Buttons[0] != first)
	})
	d.shoot(t, "places-near")
	must(t, desk.Press("Tab"))
	must(t, desk.Press("Return"))
	n, err = strconv.Atoi(near.Buttons[0].Text)
	must(t, err)
	shown("the photos of another place", func(s stage.Shown) bool { return s.View == "results" && s.Count == n })
	must(t, desk.Press("Escape"))
	shown("the map at last", onMap)
}
