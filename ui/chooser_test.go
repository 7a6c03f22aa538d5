package ui

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2/storage"

	"recollect/engine/format"
)

// TestChooserTakesEveryFormat wants no file kept from a search that could be shown.
func TestChooserTakesEveryFormat(t *testing.T) {
	files := pictureFiles(format.ShownExtensions())
	for _, f := range format.All() {
		for _, ext := range f.Extensions {
			for _, name := range []string{"/pictures/a" + ext, "/pictures/B" + strings.ToUpper(ext)} {
				if got := files.Matches(storage.NewFileURI(name)); got != f.Shown() {
					t.Errorf("%s is offered: %v, want %v", name, got, f.Shown())
				}
			}
		}
	}
	if files.Matches(storage.NewFileURI("/pictures/notes.txt")) {
		t.Error("a text is offered")
	}
}
