package app

import (
	"testing"

	"fyne.io/fyne/v2/test"
)

// The hook is no part of the toolkit's public face, and may have another name one day.
func TestNothingIsLeftForTheToolkitsEnd(t *testing.T) {
	all := test.NewTempApp(t).Lifecycle()
	l, ok := all.(interface {
		SetOnStoppedHookExecuted(func())
		OnStopped() func()
	})
	if !ok {
		t.Fatal("the toolkit's lifecycle has no such hook")
	}
	l.SetOnStoppedHookExecuted(func() {})
	if l.OnStopped() == nil {
		t.Fatal("the hook was not set")
	}
	dropHook(all)
	if l.OnStopped() != nil {
		t.Error("the toolkit would queue a function when it ends")
	}
}
