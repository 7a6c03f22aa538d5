//go:build windows || darwin

package tray

import (
	"context"

	"fyne.io/systray"
)

// Run shows the icon until ctx ends. onUI runs a function on the goroutine of the window, to which
// these systems bind the icon.
func (i *Icon) Run(ctx context.Context, onUI func(func()), c Calls) {
	start, end := systray.RunWithExternalLoop(func() { i.ready(ctx, c) }, nil)
	onUI(start)
	c.There(true)
	<-ctx.Done()
	onUI(end)
}
