package file

import (
	"context"
	"errors"
	"io"
	"strings"
	"testing"
)

// A reader with a context reads until that ends, and then fails with its error.
func TestUntil(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	r := Until(ctx, strings.NewReader("photos"))
	b := make([]byte, 3)
	if _, err := io.ReadFull(r, b); err != nil || string(b) != "pho" {
		t.Errorf("got %q, %v", b, err)
	}
	cancel()
	if n, err := r.Read(b); n != 0 || !errors.Is(err, context.Canceled) {
		t.Errorf("after the end: %d, %v", n, err)
	}
}
