package query

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
)

// The empty box names a thing that the library has, until chips say what can be added.
func TestSuggest(t *testing.T) {
	test.NewTempApp(t)
	b := New()
	b.Resize(fyne.NewSize(800, 60))
	b.Suggest("dog")
	if got, want := b.field.PlaceHolder, "Describe a photo, such as “dog”, or drop a picture here"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	if b.Suggest(""); b.field.PlaceHolder != Placeholder() {
		t.Errorf("without a thing: %q", b.field.PlaceHolder)
	}
}
