package duplicates

import (
	"context"
	"errors"
	"fmt"
	"os"
	"sync/atomic"
	"testing"
	"time"

	"recollect/engine/catalog"
	"recollect/engine/look"
	"recollect/engine/photo"
	"recollect/engine/thumb"
)

// The number of groups is told without looking for them again, until something changes that it depends on.
func TestCount(t *testing.T) {
	s := mixed(t)
	if err := s.catalog.UseSteps(t.Context(), catalog.LookKey); err != nil {
		t.Fatal(err)
	}
	want := func(what string, n int, looks bool) {
		t.Helper()
		before, _ := os.Stat(s.countPath())
		got, err := s.Count(t.Context())
		if err != nil || got != n {
			t.Errorf("%s: %d groups, %v, want %d", what, got, err, n)
		}
		after, err := os.Stat(s.countPath())
		if err != nil {
			t.Fatal(err)
		}
		if looked := before == nil || !os.SameFile(before, after); looked != looks {
			t.Errorf("%s: it looked for them: %v", what, looked)
		}
	}
	want("at first", 2, true)
	want("again", 2, false)
	s.add(shot{"hill-small.jpg", 8, 3, -1, 40})
	want("after one more photo", 3, true)
	s.edit("hill-small.jpg", 9, 5)
	want("after one of two was edited", 2, true)
	s.edit("hill-small.jpg", 8, 3)
	want("after that was taken back", 3, true)
	if err := s.Reject(t.Context(), []photo.ID{s.ids["hill.jpg"], s.ids["hill-small.jpg"]}); err != nil {
		t.Fatal(err)
	}
	want("after some were told apart", 2, true)
	if _, err := s.Groups(t.Context(), true); err != nil {
		t.Fatal(err)
	}
	want("after shots were looked for", 2, false)
	s.redate("hill-small.jpg", func(m *photo.Moment) { m.Doubtful = true })
	want("after a date was doubted", 2, true)
	s.redate("hill-small.jpg", func(m *photo.Moment) { m.Time, m.HasOffset = m.In(time.FixedZone("", 3600)), true })
	want("after an offset was found", 2, true)
	for _, damaged := range []string{"", "{", `{"version":2,"groups":9}`, `{"version":1,"groups":-1}`} {
		if err := os.WriteFile(s.countPath(), []byte(damaged), 0o600); err != nil {
			t.Fatal(err)
		}
		want("of a file with "+damaged, 2, true)
	}
}

// redate changes the date of a photo, as when its file is read again.
func (s *shelf) redate(name string, change func(*photo.Moment)) {
	s.Helper()
	p, err := s.catalog.Photo(s.Context(), s.ids[name])
	if err != nil {
		s.Fatal(err)
	}
	change(&p.Taken)
	if err := s.catalog.Update(s.Context(), func(tx *catalog.Tx) error { return tx.RefreshMetadata(p) }); err != nil {
		s.Fatal(err)
	}
}

// edit gives a photo another content.
func (s *shelf) edit(name string, content byte, seed uint64) {
	s.Helper()
	h, img := photo.Hash{content}, noise(seed)
	p, err := s.catalog.Photo(s.Context(), s.ids[name])
	if err != nil {
		s.Fatal(err)
	}
	v := make(photo.Vector, 8)
	v[seed%8] = 1
	err = s.catalog.Update(s.Context(), func(tx *catalog.Tx) error {
		if _, err := tx.SetContent(p.ID, p.File, catalog.Content{Hash: h, Vector: v}); err != nil {
			return err
		}
		return tx.SetLook(h, look.Of(img))
	})
	if err == nil {
		err = s.o.Thumbs.Put(h, thumb.Small, img)
	}
	if err != nil {
		s.Fatal(err)
	}
}

// Count waits until it may look for duplicates, but tells a number that it knows at once.
func TestCountWaits(t *testing.T) {
	s := mixed(t)
	no := errors.New("not now")
	s.o.May = func(context.Context) error { return no }
	if _, err := s.Count(t.Context()); !errors.Is(err, no) {
		t.Errorf("got %v", err)
	}
	if _, err := s.Groups(t.Context(), false); err != nil {
		t.Fatal(err)
	}
	if n, err := s.Count(t.Context()); n != 2 || err != nil {
		t.Errorf("got %d, %v", n, err)
	}
}

// Count uses no more processors than it may, and waits for the first; Groups uses all.
func TestCountUsesSomeProcessors(t *testing.T) {
	s := newShelf(t)
	for i := range 40 {
		s.add(shot{fmt.Sprint(i, ".jpg"), byte(i), uint64(i), -1, 40})
	}
	var begun, busy, most atomic.Int32
	one := make(chan struct{}, 1)
	s.o.Begin = func(context.Context) (func(), error) {
		one <- struct{}{}
		begun.Add(1)
		most.Store(max(most.Load(), busy.Add(1)))
		return func() { busy.Add(-1); <-one }, nil
	}
	_, err := s.Count(t.Context())
	if err != nil || begun.Load() != 40 || most.Load() != 1 || busy.Load() != 0 {
		t.Errorf("%d of 40 were compared, %d at once, %d are still, %v", begun.Load(), most.Load(), busy.Load(), err)
	}
	no := errors.New("not now")
	s.o.Begin = func(context.Context) (func(), error) { return nil, no }
	s.add(shot{"new.jpg", 41, 41, -1, 40})
	if _, err := s.Count(t.Context()); !errors.Is(err, no) {
		t.Errorf("where none may be used: %v", err)
	}
	if _, err := s.Groups(t.Context(), false); err != nil {
		t.Errorf("what a person waits for: %v", err)
	}
}

// A person who waits for Groups does not wait for a Count that waits for processors: it hurries from then on.
func TestGroupsHurryCount(t *testing.T) {
	s := newShelf(t)
	for i := range 40 {
		s.add(shot{fmt.Sprint(i, ".jpg"), byte(i), uint64(i), -1, 40})
	}
	waits := make(chan struct{}, 40)
	s.o.Begin = func(ctx context.Context) (func(), error) {
		waits <- struct{}{}
		<-ctx.Done() // there is no processor, ever
		return nil, ctx.Err()
	}
	counted := make(chan error, 1)
	go func() {
		_, err := s.Count(t.Context())
		counted <- err
	}()
	<-waits
	if _, err := s.Groups(t.Context(), false); err != nil {
		t.Error(err)
	}
	if err := <-counted; err != nil {
		t.Error(err)
	}
}

// While duplicates are looked for, nobody else looks for them; who waits may give up.
func TestGroupsTakeTurns(t *testing.T) {
	s := mixed(t)
	s.turn <- struct{}{}
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Millisecond)
	defer cancel()
	if _, err := s.Groups(ctx, false); !errors.Is(err, context.DeadlineExceeded) || len(s.turn) != 1 {
		t.Errorf("got %v", err)
	}
	<-s.turn
	for range 2 {
		if groups, err := s.Groups(t.Context(), false); len(groups) != 2 || err != nil {
			t.Errorf("got %d groups, %v", len(groups), err)
		}
	}
}
