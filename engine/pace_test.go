package engine

import (
	"testing"

	"recollect/engine/pace"
	"recollect/engine/photo"
)

func TestEncodingWaitsForMainsPower(t *testing.T) {
	o := options(t, t.TempDir())
	o.Pace.SaveBattery = true
	e := open(t, o)
	e.Pace = pace.New(o.Pace, func() bool { return true }, func(w photo.Wait) {
		e.state.set(func(s *photo.Status) { s.Waits = w })
	})
	if err := e.Folders.Add(t.Context(), put(t, "animals/kitten-with-yarn.jpg")); err != nil {
		t.Fatal(err)
	}
	start(t, e)
	until(t, e, "waiting", func(s photo.Status) bool { return s.Waits == photo.WaitBattery && s.Photos == 1 })
	if s := e.Status(); s.Encoded != 0 {
		t.Errorf("got %+v", s)
	}
	e.Pace.Anyway()
	until(t, e, "going on anyway", func(s photo.Status) bool { return s.Encoded == 1 && s.Waits == "" })
}
