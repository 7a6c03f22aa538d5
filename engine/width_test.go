package engine

import (
	"reflect"
	"testing"

	"recollect/engine/library"
)

// The engine stays a door and its services stay narrow: who needs a method more finds
// first where it belongs.
func TestServicesAreNarrow(t *testing.T) {
	const mostOfEngine, mostOfService = 20, 12
	e := reflect.TypeFor[*Engine]()
	if n := e.NumMethod(); n > mostOfEngine {
		t.Errorf("Engine has %d exported methods, more than %d", n, mostOfEngine)
	}
	for i := range e.Elem().NumField() {
		f := e.Elem().Field(i)
		if n := f.Type.NumMethod(); f.IsExported() && n > mostOfService {
			t.Errorf("%s has %d exported methods, more than %d", f.Name, n, mostOfService)
		}
	}
	for _, service := range []reflect.Type{
		reflect.TypeFor[*library.Folders](), reflect.TypeFor[*Classifier](),
		reflect.TypeFor[*Describer](),
	} {
		if n := service.NumMethod(); n > mostOfService {
			t.Errorf("%s has %d exported methods, more than %d", service, n, mostOfService)
		}
	}
}
