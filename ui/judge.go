package ui

import (
	"context"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	fynetheme "fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"recollect/engine/photo"
	"recollect/engine/query"
	"recollect/ui/counts"
	"recollect/ui/frame"
	"recollect/ui/theme"
)

// judge is a small bar that floats above the photos of a thing and asks whether
// they show it.
type judge struct {
	object *fyne.Container
	ground *canvas.Rectangle
	text   *widget.Label
	yes    *widget.Button
	no     *widget.Button
}

func newJudge(answer func(yes bool)) *judge {
	j := &judge{ground: canvas.NewRectangle(nil), text: widget.NewLabel("")}
	j.ground.CornerRadius, j.ground.StrokeWidth = 10, 1
	j.yes = widget.NewButtonWithIcon("Yes", fynetheme.ConfirmIcon(), func() { answer(true) })
	j.no = widget.NewButtonWithIcon("No", fynetheme.CancelIcon(), func() { answer(false) })
	line := container.New(layout.NewCustomPaddedHBoxLayout(6), j.text, j.yes, j.no)
	j.object = container.NewStack(j.ground, container.New(layout.NewCustomPaddedLayout(6, 6, 10, 8), line))
	j.recolour()
	j.object.Hide()
	return j
}

func (j *judge) recolour() {
	j.ground.FillColor = theme.Colour(theme.ColorNameRaised)
	j.ground.StrokeColor = theme.Colour(fynetheme.ColorNameSeparator)
	j.ground.Refresh()
}

// judging asks about the selected photos when they are of a thing that somebody
// should judge.
func (w *Window) judging() {
	thing := query.ThingOf(w.answer.Text)
	var ids []photo.ID
	if w.o.Things != nil && thing != "" && w.view() == "results" {
		ids = w.grid.Selection()
	}
	if len(ids) == 0 {
		w.stopJudging()
		return
	}
	if len(ids) > 1 {
		w.showJudge("Do these " + counts.Number(len(ids)) + " photos show “" + thing + "”?")
		return
	}
	w.showingOf.Run(w.work, func(ctx context.Context) ([]photo.Shown, error) { return w.o.Things.ShownBy(ctx, ids[0]) },
		func(all []photo.Shown, err error) {
			text := ""
			for _, s := range all {
				if err == nil && s.Thing == thing && s.Verdict == photo.Suggested {
					text = "Does this photo show “" + thing + "”?"
				}
			}
			w.showJudge(text)
		})
}

// stopJudging asks nothing any more.
func (w *Window) stopJudging() {
	w.showingOf.Stop()
	w.showJudge("")
}

// showJudge asks text above the photos, or with an empty one nothing.
func (w *Window) showJudge(text string) {
	if text == "" && w.judge.object.Hidden || text != "" && w.judge.object.Visible() && w.judge.text.Text == text {
		return
	}
	w.judge.text.SetText(text)
	w.judge.object.Hidden = text == ""
	w.relayout()
}

// relayout puts the note and what floats above the photos where they belong now.
func (w *Window) relayout() {
	for _, c := range []*fyne.Container{w.root.Objects[0].(*fyne.Container), w.body, w.toast.object} {
		c.Layout.Layout(c.Objects, c.Size())
	}
	frame.Ask()
}

// judges reports whether the person can say of photos that they show a thing.
func (w *Window) judges() bool {
	return w.o.Things != nil && w.view() == "results" && query.ThingOf(w.answer.Text) != ""
}

// judgePhotos says whether photos show the thing that was asked for, and goes on
// from a single one to the next.
func (w *Window) judgePhotos(ids []photo.ID, yes bool) {
	if !w.judges() || len(ids) == 0 {
		return
	}
	verdict := photo.Rejected
	if yes {
		verdict = photo.Confirmed
	}
	w.give(query.ThingOf(w.answer.Text), ids, verdict)
	if len(ids) == 1 && ids[0] == w.grid.Selected() {
		w.grid.TypedKey(&fyne.KeyEvent{Name: fyne.KeyRight})
	}
	w.focusGrid()
}

// give gives a verdict, which can be undone.
func (w *Window) give(thing string, ids []photo.ID, v photo.Verdict) {
	was := map[photo.Verdict][]photo.ID{}
	w.mark(func(ctx context.Context) error {
		for _, id := range ids {
			before, err := w.verdictOf(ctx, id, thing)
			if err != nil {
				return err
			}
			was[before] = append(was[before], id)
		}
		return w.o.Things.Judge(ctx, thing, ids, v)
	}, func() { w.did(verdictText(thing, len(ids), v), func() { w.takeBack(thing, was) }) })
}

// verdictOf is what was said before of a photo and a thing; photo.Suggested where nobody has.
func (w *Window) verdictOf(ctx context.Context, id photo.ID, thing string) (photo.Verdict, error) {
	all, err := w.o.Things.ShownBy(ctx, id)
	for _, s := range all {
		if s.Thing == thing {
			return s.Verdict, err
		}
	}
	return photo.Suggested, err
}

// takeBack gives photos the verdicts that they had.
func (w *Window) takeBack(thing string, was map[photo.Verdict][]photo.ID) {
	w.mark(func(ctx context.Context) error {
		for v, ids := range was {
			if err := w.o.Things.Judge(ctx, thing, ids, v); err != nil {
				return err
			}
		}
		return nil
	}, w.undone)
}

func verdictText(thing string, n int, v photo.Verdict) string {
	what := "This photo"
	if n > 1 {
		what = counts.Number(n) + " photos"
	}
	switch {
	case v == photo.Suggested:
		return what + ": no verdict on “" + thing + "” any more."
	case v == photo.Confirmed && n == 1:
		return what + " shows “" + thing + "”."
	case v == photo.Confirmed:
		return what + " show “" + thing + "”."
	case n == 1:
		return what + " does not show “" + thing + "”."
	}
	return what + " do not show “" + thing + "”."
}
