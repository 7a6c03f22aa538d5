package query

import (
	"testing"

	"recollect/engine/format"
)

// A file's name ends as package format knows it. SVG is the exception: it is no picture that
// Recollect shows or counts, and a person who types logo.svg means a file nevertheless.
func TestExtensionsAreKnown(t *testing.T) {
	for ext := range extensions {
		if _, known := format.Named("name." + ext); !known && ext != "svg" {
			t.Errorf("package format does not know .%s", ext)
		}
	}
	for _, role := range []format.Role{format.Picture, format.RAW} {
		for _, name := range format.Names(role) {
			f, _ := format.Of(name)
			if f.Shown() && !extensions[f.Extensions[0][1:]] {
				t.Errorf("no word is taken for a file's name that ends in %s", f.Extensions[0])
			}
		}
	}
}
