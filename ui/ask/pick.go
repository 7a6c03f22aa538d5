package ask

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/dialog"
	"fyne.io/fyne/v2/widget"

	"recollect/ui/phrases"
)

// Pick lets a person choose one of many values in win, which a part of it finds as it is typed; Enter takes the
// first. It returns the line.
func Pick(win fyne.Window, title string, values []string, given func(value string)) *Line {
	l := &Line{}
	l.ExtendBaseWidget(l)
	l.PlaceHolder = phrases.Say("filters:find")
	shown := values
	list := widget.NewList(
		func() int { return len(shown) },
		func() fyne.CanvasObject {
			name := widget.NewLabel("")
			name.Truncation = fyne.TextTruncateEllipsis
			return name
		},
		func(i widget.ListItemID, o fyne.CanvasObject) { o.(*widget.Label).SetText(shown[i]) },
	)
	d := dialog.NewCustom(title, phrases.Say("answer:cancel"), container.NewBorder(l, nil, nil, nil, list), win)
	take := func(i int) {
		if i < len(shown) {
			value := shown[i]
			d.Hide()
			given(value)
		}
	}
	list.OnSelected = take
	l.OnSubmitted = func(string) { take(0) }
	l.OnChanged = func(typed string) {
		typed = strings.ToLower(strings.TrimSpace(typed))
		shown = nil
		for _, v := range values {
			if strings.Contains(strings.ToLower(v), typed) {
				shown = append(shown, v)
			}
		}
		list.UnselectAll()
		list.Refresh()
		list.ScrollToTop()
	}
	l.onEscape = d.Hide
	size := win.Canvas().Size()
	d.Resize(fyne.NewSize(min(440, size.Width-48), min(480, size.Height-48)))
	d.Show()
	win.Canvas().Focus(l)
	return l
}
