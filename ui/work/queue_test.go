package work

import (
	"context"
	"errors"
	"slices"
	"testing"

	"recollect/ui/uitest"
)

// A queue does what was added in its order, one at a time, and says which was the last. What has not begun can be
// replaced.
func TestQueue(t *testing.T) {
	l := uitest.NewLoop(t)
	g := begun(t)
	refused, hold := errors.New("refused"), make(chan struct{})
	var did, done []string
	q := Queue[string]{
		Do: func(_ context.Context, item string) error {
			<-hold
			did = append(did, item)
			if item == "c" {
				return refused
			}
			return nil
		},
		Done: func(item string, err error, last bool) {
			if last {
				item += " last"
			}
			if errors.Is(err, refused) {
				item += " refused"
			}
			done = append(done, item)
		},
	}
	never := func(string) bool { return false }
	q.Add(g, "a", nil)
	hold <- struct{}{} // it has begun: nothing takes its place
	q.Add(g, "b", never)
	q.Add(g, "c", never)
	q.Add(g, "d", never)
	q.Add(g, "e", func(last string) bool { return last == "d" })
	close(hold)
	l.Until(t, "the end", func() bool { return len(done) == 4 })
	if want := []string{"a", "b", "c refused", "e last"}; !slices.Equal(done, want) {
		t.Errorf("done %q, want %q", done, want)
	}
	q.Add(g, "f", never)
	l.Until(t, "the next", func() bool { return len(done) == 5 })
	if done[4] != "f last" || !slices.Equal(did, []string{"a", "b", "c", "e", "f"}) {
		t.Errorf("did %q, done %q", did, done)
	}
}

// What waits when the context of the group ends is done all the same, and Wait waits for it.
func TestQueueIsDoneToItsEnd(t *testing.T) {
	l := uitest.NewLoop(t)
	ctx, end := context.WithCancel(t.Context())
	g := &Group{}
	g.Begin(ctx)
	hold := make(chan struct{})
	var did, done []string
	q := Queue[string]{
		Do: func(ctx context.Context, item string) error {
			<-hold
			did = append(did, item)
			return ctx.Err()
		},
		Done: func(item string, err error, _ bool) {
			if err == nil {
				done = append(done, item)
			}
		},
	}
	q.Add(g, "a", nil)
	q.Add(g, "b", nil)
	end()
	q.Add(g, "c", nil) // while the window closes
	close(hold)
	g.Wait()
	if want := []string{"a", "b", "c"}; !slices.Equal(did, want) {
		t.Errorf("did %q, want %q", did, want)
	}
	q.Add(g, "d", nil)
	g.Wait()
	l.Drain()
	if len(did) != 3 || len(done) != 3 {
		t.Errorf("did %q, done %q", did, done)
	}
}
