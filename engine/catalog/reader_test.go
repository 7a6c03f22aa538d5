package catalog

import (
	"path/filepath"
	"testing"
)

// A program that reads more of files than the one before asks for all of them again, once.
func TestNewReaderAsksForDescriptionsAgain(t *testing.T) {
	path := filepath.Join(t.TempDir(), "c.db")
	for _, step := range []struct {
		reader string
		untold bool
	}{{"", false}, {"1", true}, {"1", false}, {"", false}, {"2", true}, {"2", false}} {
		c, err := Open(t.Context(), path, Options{Model: "model", MetadataVersion: step.reader})
		if err != nil {
			t.Fatal(err)
		}
		all, err := c.Below(t.Context(), "/")
		if err != nil {
			t.Fatal(err)
		}
		if len(all) == 0 {
			insert(t, c, picture(addFolder(t, c, "/pictures"), "a.jpg"))
		}
		for _, r := range all {
			if r.StaleMetadata != step.untold {
				t.Errorf("reader %q: untold is %v", step.reader, r.StaleMetadata)
			}
			p, err := c.ByPath(t.Context(), r.Path)
			if err != nil {
				t.Fatal(err)
			}
			update(t, c, func(tx *Tx) error { return tx.RefreshMetadata(p) }) // what the next scan does
		}
		if err := c.Check(t.Context()); err != nil {
			t.Error(err)
		}
		if err := c.Close(); err != nil {
			t.Fatal(err)
		}
	}
}
