//go:build e2e

package e2e

import (
	"path/filepath"
	"slices"
	"testing"

	"recollect/e2e/stage"
)

// A person opens the page of models by its key, measures the model there is, imports another one by dropping its
// folder, has photos found with it, goes back, and removes it.
func TestModelsPage(t *testing.T) {
	d := newHome(t)
	d.open(t)
	must(t, d.Drop(within(t, patience), filepath.Join(d.samples(), "food")))
	_, err := d.Program.Status(within(t, patience), "photos to be encoded", func(s stage.Status) bool {
		return s.Photos > 0 && s.Done(s.Photos)
	})
	must(t, err)

	must(t, d.Desk.Press("ctrl+shift+m"))
	models(t, d, "mini in use", func(s stage.Shown) bool { m, _ := s.Model("mini"); return m.InUse && m.Chosen })
	d.shoot(t, "models-page")
	press(t, d, "Measure its speed")
	models(t, d, "the speed of mini", func(s stage.Shown) bool { m, _ := s.Model("mini"); return m.PerSecond > 0 })
	d.shoot(t, "models-measured")

	must(t, d.Drop(within(t, patience), filepath.Join(d.root, "engine", "model", "testdata", "hf-clip")))
	answer(t, d, "Import")
	var other stage.Model
	models(t, d, "the imported model", func(s stage.Shown) bool {
		i := slices.IndexFunc(s.Models, func(m stage.Model) bool { return m.State == "installed" && m.Chosen })
		if i >= 0 {
			other = s.Models[i]
		}
		return i >= 0
	})
	d.shoot(t, "models-imported")
	press(t, d, "Use it…")
	models(t, d, "the question", func(s stage.Shown) bool { return s.Dialog })
	d.shoot(t, "models-asked")
	answer(t, d, "Use it")
	models(t, d, "the imported model in use", func(s stage.Shown) bool { m, _ := s.Model(other.ID); return m.InUse })
	d.shoot(t, "models-in-use")

	backAndRemove(t, d, other.ID)
}

// backAndRemove has photos found with the model of the program again, and removes the other one.
func backAndRemove(t *testing.T, d *day, other string) {
	t.Helper()
	must(t, d.Desk.Press("Up"))
	models(t, d, "mini chosen", func(s stage.Shown) bool { m, _ := s.Model("mini"); return m.Chosen })
	press(t, d, "Use it…")
	models(t, d, "mini in use again", func(s stage.Shown) bool { m, _ := s.Model("mini"); return m.InUse })
	must(t, d.Desk.Press("Down"))
	models(t, d, "the imported model chosen", func(s stage.Shown) bool { m, _ := s.Model(other); return m.Chosen })
	must(t, d.Desk.Press("Delete"))
	answer(t, d, "Remove")
	models(t, d, "the imported model gone", func(s stage.Shown) bool {
		_, there := s.Model(other)
		return !there && len(s.Models) > 0
	})
	d.shoot(t, "models-removed")
	_, err := d.Leave(within(t, patience), "library")
	must(t, err)
}

// models waits until the page of models is as wanted.
func models(t *testing.T, d *day, what string, wanted func(stage.Shown) bool) stage.Shown {
	t.Helper()
	got, err := d.Program.Shown(within(t, patience), what, func(s stage.Shown) bool {
		return s.View == "models" && wanted(s)
	})
	must(t, err)
	return got
}

// press presses a button of the page, once it can be pressed.
func press(t *testing.T, d *day, text string) {
	t.Helper()
	pressIn(t, d, text, false)
}

// answer presses a button of a dialog.
func answer(t *testing.T, d *day, text string) {
	t.Helper()
	pressIn(t, d, text, true)
}

func pressIn(t *testing.T, d *day, text string, dialog bool) {
	t.Helper()
	var place stage.Button
	_, err := d.Program.Shown(within(t, patience), "the button "+text, func(s stage.Shown) bool {
		i := slices.IndexFunc(s.Buttons, func(b stage.Button) bool { return b.Text == text })
		if i < 0 || s.Dialog != dialog {
			return false
		}
		place = s.Buttons[i]
		return true
	})
	must(t, err)
	must(t, d.Click(place))
}
