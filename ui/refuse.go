package ui

import (
	"context"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/widget"

	"recollect/ui/phrases"
	"recollect/ui/push"
	"recollect/ui/work"
)

// Refuse shows, in place of the library's window, why the library cannot be
// opened, until the person closes it or ctx ends. It must be called on the
// main goroutine.
func Refuse(ctx context.Context, app fyne.App, err error) {
	ctx, leave := context.WithCancel(ctx)
	defer leave()
	what, next := Explain(err)
	win := app.NewWindow("Recollect")
	sentence := widget.NewLabelWithStyle(what, fyne.TextAlignCenter, fyne.TextStyle{Bold: true})
	sentence.Wrapping = fyne.TextWrapWord
	advice := widget.NewLabelWithStyle(next, fyne.TextAlignCenter, fyne.TextStyle{})
	advice.Wrapping = fyne.TextWrapWord
	button := push.New(phrases.Say("answer:close"), leave)
	win.SetContent(container.NewPadded(container.NewVBox(
		layout.NewSpacer(), sentence, advice, container.NewCenter(button), layout.NewSpacer(),
	)))
	win.Resize(fyne.NewSize(480, 240))
	win.CenterOnScreen()
	win.SetCloseIntercept(leave)
	stop := new(work.Group).QuitAfter(ctx, app)
	win.ShowAndRun()
	stop()
}
