package ask

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	fynetheme "fyne.io/fyne/v2/theme"
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
	inset := fynetheme.InnerPadding()
	size := win.Canvas().Size()
	all := container.New(&tall{min(320, size.Height/2)}, container.NewBorder(l, nil, nil, nil, list))
	s := &Sheet{
		Title: title, No: phrases.Say("answer:cancel"), First: l,
		Content: container.New(layout.NewCustomPaddedLayout(inset, 0, inset, inset), all),
	}
	take := func(i int) {
		if i < len(shown) {
			value := shown[i]
			s.Hide()
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
	l.onEscape = s.Cancel
	s.Show(win)
	return l
}

// tall gives an object a height.
type tall struct{ height float32 }

// MinSize is called by Fyne.
func (t *tall) MinSize(o []fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(o[0].MinSize().Width, max(o[0].MinSize().Height, t.height))
}

// Layout is called by Fyne.
func (*tall) Layout(o []fyne.CanvasObject, size fyne.Size) { o[0].Resize(size) }
