package sidecars

import (
	"context"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"recollect/engine/photo"
)

// changing is a catalog whose photos change one after the other.
type changing struct {
	said
	mu  sync.Mutex
	seq int64
	ids []photo.ID // that were changed since
}

func (c *changing) change(ids ...photo.ID) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.seq++
	c.ids = ids
}

func (c *changing) Sequence(context.Context) (int64, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.seq, nil
}

func (c *changing) ForSidecars(ctx context.Context, since int64) ([]photo.ID, int64, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if since < 0 {
		ids, _, err := c.said.ForSidecars(ctx, since)
		return ids, c.seq, err
	}
	return c.ids, c.seq, nil
}

// following follows a service until the test ends, and returns its states.
func following(t *testing.T, o Options) (*Service, func(what string, is func(photo.SidecarState) bool)) {
	t.Helper()
	states := make(chan photo.SidecarState, 1000)
	o.OnChange = func(s photo.SidecarState) { states <- s }
	s := New(o)
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan struct{})
	go func() { defer close(done); s.Follow(ctx, func(err error) { t.Error(err) }) }()
	t.Cleanup(func() { cancel(); <-done })
	return s, func(what string, is func(photo.SidecarState) bool) {
		t.Helper()
		deadline := time.After(time.Minute)
		for {
			select {
			case st := <-states:
				if is(st) {
					return
				}
			case <-deadline:
				t.Fatal(what)
			}
		}
	}
}

// Nothing is written before it is turned on. Then all are, then those that change; and none any more when it is off.
func TestFollow(t *testing.T) {
	dir := t.TempDir()
	c := &changing{said: photos(t, dir, 3), seq: 1}
	s, until := following(t, Options{Catalog: c, Library: t.TempDir()})
	until("the beginning", func(st photo.SidecarState) bool { return !st.On && st.Total == 0 })
	if got := sidecarsIn(t, dir); len(got) > 0 {
		t.Errorf("written though it is off: %v", got)
	}
	must(t, s.SetOn(t.Context(), true))
	until("all", func(st photo.SidecarState) bool { return st.On && st.Total == 0 && st.Written == 3 })
	if got := sidecarsIn(t, dir); len(got) != 3 {
		t.Errorf("written: %v", got)
	}
	differ(t, 5, c.said[1].Path)
	c.change(2)
	until("the conflict", func(st photo.SidecarState) bool { return st.Conflicts == 1 })
	must(t, os.Remove(c.said[2].Path+".xmp"))
	c.change(3)
	until("one more", func(st photo.SidecarState) bool { return st.Written == 4 })
	must(t, New(s.Options).SetOn(t.Context(), false)) // another process
	until("the end", func(st photo.SidecarState) bool { return !st.On })
	must(t, os.Remove(c.said[0].Path+".xmp"))
	c.change(1)
	must(t, s.catchUp(t.Context(), true))
	if got := sidecarsIn(t, dir); len(got) != 2 {
		t.Errorf("written though it is off: %v", got)
	}
}

// A photo whose sidecar cannot be written is counted, and tried again with what changes later.
func TestFollowLater(t *testing.T) {
	dir := t.TempDir()
	c := &changing{said: photos(t, dir, 2), seq: 1}
	away := filepath.Join(t.TempDir(), "0000.jpg")
	must(t, os.Rename(c.said[0].Path, away))
	s, until := following(t, Options{Catalog: c, Library: t.TempDir()})
	must(t, s.SetOn(t.Context(), true))
	until("the fault", func(st photo.SidecarState) bool {
		return st.Written == 1 && st.Failed == 1 && st.Trouble != nil && st.Total == 0
	})
	must(t, os.Rename(away, c.said[0].Path))
	must(t, s.catchUp(t.Context(), true))
	if st := s.State(); st.Failed != 0 || st.Written != 2 || st.Trouble != nil {
		t.Errorf("got %+v", st)
	}
}
