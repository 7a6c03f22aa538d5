//go:build e2e

package e2e

import (
	"errors"
	"image"
	"os"
	"path/filepath"
	"testing"

	"recollect/e2e/stage"
)

// A person opens the page of duplicates, looks at two groups, moves what is not the best of one to the trash, and
// brings it back.
func TestDuplicatesPage(t *testing.T) {
	d := newHome(t)
	d.folder = filepath.Join(d.home, "My photos")
	must(t, os.CopyFS(d.folder, os.DirFS(d.samples())))
	d.open(t)
	must(t, d.Drop(within(t, patience), d.folder))
	_, err := d.Program.Status(within(t, 2*patience), "all to be encoded", func(s stage.Status) bool {
		return s.Done(photos + 1)
	})
	must(t, err)

	groups := func(what string, wanted func(stage.Shown) bool) stage.Shown {
		t.Helper()
		got, err := d.Program.Shown(within(t, 2*patience), what, func(s stage.Shown) bool {
			return s.View == "duplicates" && wanted(s)
		})
		must(t, err)
		return got
	}
	bounds, err := d.Window.Bounds()
	must(t, err)
	row := bounds.Min.Add(image.Pt(80, 247)) // the fifth row of the side bar
	must(t, d.Desk.Click(row.X, row.Y, 1))
	all := groups("the groups", func(s stage.Shown) bool { return s.Count > 1 && s.Painted }).Count
	d.shoot(t, "duplicates-exact")
	must(t, d.Desk.Press("End"))
	d.shoot(t, "duplicates-near")
	before, err := countFiles(d.folder)
	must(t, err)
	press(t, d, "Move the other 4 to the trash…")
	groups("the question", func(s stage.Shown) bool { return s.Dialog })
	d.shoot(t, "duplicates-asked")
	answer(t, d, "Move to the trash")
	groups("one group less", func(s stage.Shown) bool { return s.Count < all && !s.Dialog })
	d.shoot(t, "duplicates-moved")
	if n, err := countFiles(d.folder); err != nil || n != before-4 {
		t.Errorf("%d files are left of %d, %v", n, before, err)
	}
	must(t, d.Desk.Press("ctrl+z"))
	groups("the group again", func(s stage.Shown) bool { return s.Count == all })
	if n, err := countFiles(d.folder); err != nil || n != before {
		t.Errorf("%d files are back of %d, %v", n, before, err)
	}
}

// countFiles returns how many files lie below a folder.
func countFiles(dir string) (n int, err error) {
	err = filepath.WalkDir(dir, func(_ string, e os.DirEntry, err error) error {
		if err == nil && !e.IsDir() {
			n++
		}
		return errors.Join(err)
	})
	return n, err
}
