package ui

import (
	"context"
	"slices"

	"recollect/ui/work"
)

// readScreening reads which pictures are covered, for the settings page.
func (w *Window) readScreening() {
	if w.o.Screening == nil {
		return
	}
	w.screening.Run(w.work, w.o.Screening.Screening, func(names []string, err error) {
		if err != nil {
			w.board.Fail(err)
			return
		}
		if !slices.Equal(names, w.covering) {
			w.covering = names
			w.settings.SetCovered(names)
		}
	})
}

// setScreening says which pictures are covered from now on. The library tells
// when its tiles are others by that.
func (w *Window) setScreening(names []string) {
	w.covering = names
	work.Do(w.work, func(ctx context.Context) error { return w.o.Screening.SetScreening(ctx, names) }, w.board.Fail)
}
