package opened

import (
	"context"
	"slices"
	"testing"
)

// What is asked before there is a window is opened once there is one, in order.
func TestServesWhatWasAskedBefore(t *testing.T) {
	f := Listen()
	f.ask([]string{"/a.jpg", "/b.jpg"})
	f.ask([]string{"/c.jpg"})
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	var got []string
	f.Serve(ctx, func(paths []string) {
		if got = append(got, paths...); len(got) == 3 {
			cancel()
		}
	})
	if want := []string{"/a.jpg", "/b.jpg", "/c.jpg"}; !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

// The system never waits for a window that does not answer.
func TestDropsWhatNobodyTakes(t *testing.T) {
	f := Listen()
	for range 2 * most {
		f.ask([]string{"/a.jpg"})
	}
	if len(f.asked) != most {
		t.Errorf("%d requests wait, want %d", len(f.asked), most)
	}
}
