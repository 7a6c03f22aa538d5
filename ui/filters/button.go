package filters

import (
	"context"
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"

	"recollect/engine/photo"
	"recollect/ui/ask"
	"recollect/ui/notice"
	"recollect/ui/roll"
	"recollect/ui/work"
)

// Button is what the button of filters does.
type Button struct {
	Group  *work.Group
	Board  *notice.Board
	Window fyne.Window
	// Values are the values of a filter that the library has; nil: they are not known. Called off the UI goroutine.
	Values func(ctx context.Context, key string) ([]string, error)
	Roll   func() *roll.Roll // all photos
	Add    func(filter, name string, icon fyne.Resource)

	reading work.Latest[map[string][]string]
}

// Show shows the menu of filters below a button, with the values that the library has now.
func (b *Button) Show(below fyne.CanvasObject) {
	b.reading.Run(b.Group, func(ctx context.Context) (map[string][]string, error) {
		values := map[string][]string{}
		for _, key := range Keys() {
			if b.Values == nil {
				break
			}
			all, err := b.Values(ctx, key)
			if err != nil {
				return nil, err
			}
			values[key] = all
		}
		return values, nil
	}, func(values map[string][]string, err error) {
		if err != nil {
			b.Board.Fail(err)
			return
		}
		d := fyne.CurrentApp().Driver()
		menu := widget.NewPopUpMenu(b.Choice(values).Menu(), d.CanvasForObject(below))
		at := d.AbsolutePositionForObject(below)
		menu.ShowAtPosition(fyne.NewPos(at.X+below.Size().Width-menu.MinSize().Width, at.Y+below.Size().Height))
	})
}

// Choice returns the filters that there are with some values.
func (b *Button) Choice(values map[string][]string) Choice {
	c := Choice{Values: values, Add: b.Add, More: func(title string, values []string, given func(string)) {
		ask.Pick(b.Window, title, values, given)
	}}
	for _, p := range b.Roll().Pages {
		c.Undated = c.Undated || photo.Undated(p.Start)
		if year := p.Start.Year(); !photo.Undated(p.Start) && !slices.Contains(c.Years, year) {
			c.Years = append(c.Years, year)
		}
	}
	return c
}
