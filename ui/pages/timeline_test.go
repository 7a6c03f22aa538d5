package pages

import (
	"context"
	"errors"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"recollect/engine/photo"
	"recollect/ui/roll"
	"recollect/ui/tiles"
	"recollect/ui/uitest"
	"recollect/ui/work"
)

// shelf is a library in memory, newest first. Tests change it while nobody reads it.
type shelf struct {
	tiles []photo.Tile
	seq   int64
	fails int // how many reads of pages will fail
}

func (l *shelf) Days(context.Context) ([]photo.Day, error) {
	var days []photo.Day
	for _, t := range l.tiles {
		start := t.Taken.Truncate(24 * time.Hour)
		if last := len(days) - 1; last < 0 || !days[last].Start.Equal(start) {
			days = append(days, photo.Day{Start: start})
		}
		days[len(days)-1].Photos++
		days[len(days)-1].Widths++
	}
	return days, nil
}

func (l *shelf) Page(_ context.Context, after photo.Tile, limit int) ([]photo.Tile, error) {
	if l.fails > 0 {
		l.fails--
		return nil, errors.New("the disk is busy")
	}
	from := 0
	if after.ID != 0 {
		from = slices.IndexFunc(l.tiles, func(t photo.Tile) bool {
			return t.Taken.Before(after.Taken) || t.Taken.Equal(after.Taken) && t.ID > after.ID
		})
	}
	if from < 0 {
		return nil, nil
	}
	return slices.Clone(l.tiles[from:min(from+limit, len(l.tiles))]), nil
}

func (l *shelf) Since(_ context.Context, seq int64, tile func(photo.Tile)) (photo.Changes, error) {
	for _, t := range l.tiles {
		if int64(t.Version) > seq {
			tile(t)
		}
	}
	return photo.Changes{Sequence: l.seq, All: seq == 0}, nil
}

// add adds a photo that was taken at a time.
func (l *shelf) add(taken time.Time) {
	l.seq++
	t := photo.Tile{ID: photo.ID(len(l.tiles) + 1), Taken: taken, Version: uint64(l.seq)}
	at := slices.IndexFunc(l.tiles, func(u photo.Tile) bool { return u.Taken.Before(taken) })
	l.tiles = slices.Insert(l.tiles, max(at, 0), t)
}

// stand is a timeline of a shelf with 30 photos on each of 200 days from the 30th of June back.
type stand struct {
	*shelf
	*Timeline
	list  *tiles.List
	loop  uitest.Loop
	tell  *testing.T
	fails []error
}

var lastDay = time.Date(2024, 6, 30, 12, 0, 0, 0, time.UTC)

func newStand(t *testing.T) *stand {
	s := &stand{shelf: &shelf{seq: 1}, loop: uitest.NewLoop(t), tell: t}
	for i := range 6000 {
		taken := lastDay.AddDate(0, 0, -i/30).Add(-time.Duration(i%30) * time.Minute)
		s.tiles = append(s.tiles, photo.Tile{ID: photo.ID(i + 1), Taken: taken, Version: 1})
	}
	group := new(work.Group)
	group.Begin(t.Context())
	s.list = tiles.New(s.shelf)
	s.Timeline = NewTimeline(group, s.shelf, s.list)
	s.OnChange, s.OnFail = func() {}, func(err error) { s.fails = append(s.fails, err) }
	s.read()
	return s
}

// read reads the list as the window does after a change.
func (s *stand) read() {
	s.tell.Helper()
	v, err := s.list.Read(s.tell.Context())
	if err != nil {
		s.tell.Fatal(err)
	}
	s.SetView(v)
}

// settle runs what the UI goroutine is asked for during d.
func (s *stand) settle(d time.Duration) {
	for range 10 {
		synctest.Wait()
		s.loop.Drain()
		time.Sleep(d / 10)
	}
	synctest.Wait()
	s.loop.Drain()
}

// pageOf is the page of a day.
func (s *stand) pageOf(taken time.Time) *roll.Page { return s.Roll().Pages[s.Roll().PageAt(taken)] }

// A page that could not be read is read again, though nobody scrolls meanwhile.
func TestAPageThatCouldNotBeReadIsReadAgain(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s, day := newStand(t), lastDay.AddDate(0, -4, 0)
		s.shelf.fails = 2
		s.Need(GridReader, []*roll.Page{s.pageOf(day)})
		s.settle(time.Second)
		if s.pageOf(day).Loaded() {
			t.Fatal("a page is loaded that could not be read")
		}
		s.settle(10 * time.Second)
		if !s.pageOf(day).Loaded() {
			t.Error("the page was never read again")
		}
	})
}

// A photo of a new day moves the bounds of the pages of its month. The page that is looked at
// keeps its tiles: nobody sees its photos go and come again.
func TestWhatIsLookedAtStaysLoadedWhenItsPageGetsANewDay(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newStand(t)
		day := time.Date(2024, 3, 20, 0, 0, 0, 0, time.UTC)
		s.shelf.tiles = slices.DeleteFunc(s.shelf.tiles, func(x photo.Tile) bool {
			return x.Taken.Month() == 3 && x.Taken.Day() > 25
		})
		s.forget()
		s.read()
		s.Need(GridReader, []*roll.Page{s.pageOf(day)})
		s.settle(time.Second)
		s.add(time.Date(2024, 3, 30, 12, 0, 0, 0, time.UTC))
		was := s.pageOf(day)
		s.read()
		if now := s.pageOf(day); now == was || !now.Loaded() {
			t.Errorf("the page is another one: %v, and loaded: %v", now != was, now.Loaded())
		}
	})
}

// forget makes the next read one of everything.
func (s *stand) forget() {
	s.list = tiles.New(s.shelf)
	s.Timeline.list = s.list
}

// A page that changes while stacks take long keeps those it had: what lies on a stack does not lie apart meanwhile,
// where it would move all that follows.
func TestAPageThatChangesKeepsItsStacks(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newStand(t)
		long := false
		s.list.Stacks = func(ctx context.Context, ids []photo.ID) ([][]photo.ID, error) {
			if long {
				select {
				case <-time.After(time.Second):
				case <-ctx.Done():
					return nil, ctx.Err()
				}
			}
			return [][]photo.ID{{2, 1}, {5, 4}}, nil
		}
		s.Need(GridReader, []*roll.Page{s.pageOf(lastDay)})
		s.settle(time.Second)
		if got := s.pageOf(lastDay); len(got.Stacks) != 2 || got.Guessed {
			t.Fatalf("stacks %v, guessed: %v", got.Stacks, got.Guessed)
		}
		long = true
		s.tiles = slices.DeleteFunc(s.tiles, func(x photo.Tile) bool { return x.ID == 5 })
		s.add(lastDay.Add(time.Minute))
		s.read()
		if got := s.pageOf(lastDay); len(got.Stacks) != 1 || got.Stacks[0][0] != 2 || !got.Guessed {
			t.Errorf("until they are known: stacks %v, guessed: %v", got.Stacks, got.Guessed)
		}
		s.Need(GridReader, []*roll.Page{s.pageOf(lastDay)})
		s.settle(3 * time.Second)
		if got := s.pageOf(lastDay); len(got.Stacks) != 1 || got.Guessed {
			t.Errorf("once they are known: stacks %v, guessed: %v", got.Stacks, got.Guessed)
		}
	})
}

// A photo that is sought is found though the library changes before its page is loaded, and one that
// is gone is no longer sought.
func TestAPhotoIsSoughtWhileTheLibraryChanges(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s, at := newStand(t), -1
		sought := s.tiles[3000]
		s.Seek(sought, func() { at = s.Roll().FindNear(sought, -1) })
		synctest.Wait() // its page was read, and is shown after the library has changed
		s.add(sought.Taken.Add(time.Minute))
		s.read()
		s.settle(10 * time.Second)
		if x, ok := s.Roll().At(at); !ok || x != sought {
			t.Errorf("found photo %d at %d, want %d", x.ID, at, sought.ID)
		}
		gone := sought
		gone.ID = 1 << 40
		s.Seek(gone, func() { t.Error("a photo is found that is not there") })
		s.settle(time.Second)
		if s.found != nil || len(s.needs[seeker]) > 0 {
			t.Error("a photo is still sought that is not there")
		}
	})
}

// Who asks for all photos of some pages is told when they cannot be read, and gets no part of them.
func TestPhotosOfPagesThatCannotBeRead(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s, calls := newStand(t), 0
		for _, want := range []int{30 * 30, 0} {
			s.IDs(s.Roll().Pages[3:5], func(ids *photo.Set) {
				if calls++; want == 0 && ids != nil || want > 0 && ids.Len() < want {
					t.Errorf("got %d photos", ids.Len())
				}
			})
			s.settle(time.Second)
			s.shelf.fails = 1
		}
		if calls != 2 || len(s.fails) != 1 {
			t.Errorf("%d answers and %d errors, want 2 and 1", calls, len(s.fails))
		}
	})
}

// A page that waits too long for its stacks is shown without, and then with them.
func TestStacksFollowAPage(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s, day := newStand(t), lastDay.AddDate(0, -4, 0)
		alike, slow := []photo.ID{}, time.Second
		for _, x := range s.tiles {
			if x.Taken.Truncate(24 * time.Hour).Equal(day.Truncate(24 * time.Hour)) {
				alike = append(alike, x.ID)
			}
		}
		s.list.Stacks = func(ctx context.Context, ids []photo.ID) ([][]photo.ID, error) {
			select {
			case <-time.After(slow):
				return [][]photo.ID{alike}, nil
			case <-ctx.Done():
				return nil, ctx.Err()
			}
		}
		s.OnChange = func() { s.Need(GridReader, []*roll.Page{s.pageOf(day)}) } // as the grid does
		s.OnChange()
		s.settle(500 * time.Millisecond)
		if p := s.pageOf(day); !p.Loaded() || p.Stacks != nil {
			t.Errorf("at first: loaded %v, stacks %v", p.Loaded(), p.Stacks)
		}
		s.settle(5 * time.Second)
		if p := s.pageOf(day); len(p.Stacks) != 1 || len(p.Stacks[0]) != 30 {
			t.Errorf("afterwards: stacks %v", p.Stacks)
		}
		slow = 0
		s.OnChange = func() {}
		other := s.pageOf(lastDay.AddDate(0, -2, 0))
		s.Need(GridReader, []*roll.Page{other})
		s.settle(time.Second)
		if p := s.pageOf(lastDay.AddDate(0, -2, 0)); !p.Loaded() || p.Stacks == nil {
			t.Errorf("a page whose stacks are known: loaded %v, stacks %v", p.Loaded(), p.Stacks)
		}
	})
}
