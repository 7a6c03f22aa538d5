package theme

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"
)

// Apart keeps the program's theme for what lies in a container.ThemeOverride: the
// override is for the frame around it. Text inside an override costs some 9 MB, since
// Fyne parses all fonts for each override and retains them.
func Apart(content fyne.CanvasObject) fyne.CanvasObject {
	a := &apart{content: content}
	a.ExtendBaseWidget(a)
	return a
}

type apart struct {
	widget.BaseWidget
	content fyne.CanvasObject
}

// SetDeviceIsMobile does nothing. Fyne treats an object with this method as an override of its own,
// and does not apply the outer one to its content.
func (a *apart) SetDeviceIsMobile(bool) {}

// CreateRenderer is called by Fyne.
func (a *apart) CreateRenderer() fyne.WidgetRenderer { return widget.NewSimpleRenderer(a.content) }
