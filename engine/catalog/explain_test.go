package catalog

import (
	"errors"
	"path/filepath"
	"testing"

	"recollect/engine/photo"
)

// An index that lacks a row makes a unique row appear twice: that is damage, and told as such.
func TestAConstraintThatOnlyDamageBreaks(t *testing.T) {
	c, err := Open(t.Context(), filepath.Join(t.TempDir(), "c.db"), Options{Model: "m"})
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	f := addFolder(t, c, "/pictures")
	insert(t, c, picture(f, "a.jpg"))
	err = c.Update(t.Context(), func(tx *Tx) error {
		_, err := tx.Insert(picture(f, "a.jpg"))
		return err
	})
	var reported *photo.Fault
	if !errors.Is(err, ErrDamaged) || !errors.As(err, &reported) {
		t.Errorf("got %v", err)
	}
}
