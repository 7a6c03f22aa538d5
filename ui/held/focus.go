package held

// Focus tells whether a widget has the keys. Widgets embed it.
type Focus struct {
	Focused bool
	OnFocus func() // it has got the keys, or lost them; required
}

// FocusGained is called by Fyne.
func (f *Focus) FocusGained() { f.set(true) }

// FocusLost is called by Fyne.
func (f *Focus) FocusLost() { f.set(false) }

func (f *Focus) set(focused bool) {
	f.Focused = focused
	f.OnFocus()
}
