// Package over looks into what lies over a window: dialogs and menus.
package over

import (
	"reflect"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"
)

// Within returns what lies in an overlay of a window. The toolkit puts a PopUp into a container whose type it keeps to
// itself: the first object that is a field of it.
func Within(overlay fyne.CanvasObject) fyne.CanvasObject {
	if pop, ok := overlay.(*widget.PopUp); ok {
		return pop.Content
	}
	v := reflect.Indirect(reflect.ValueOf(overlay))
	for i := 0; v.Kind() == reflect.Struct && i < v.NumField(); i++ {
		if f := v.Field(i); f.Type() == reflect.TypeFor[fyne.CanvasObject]() && f.CanInterface() && !f.IsNil() {
			return Within(f.Interface().(fyne.CanvasObject))
		}
	}
	return overlay
}
