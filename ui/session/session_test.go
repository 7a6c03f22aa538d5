package session

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"recollect/engine/photo"
	"recollect/engine/query"
	"recollect/ui/view"
)

// stage is the library, the screen and the goroutine of a session in a test, which must
// run in a bubble of synctest.
type stage struct {
	*Session
	queue  chan func() // what is to be done on the test's goroutine
	began  time.Time
	log    []string // what the session did, with the milliseconds since the beginning
	box    line
	grid   int
	viewed photo.ID

	mu     sync.Mutex    // of what follows
	names  []string      // of the photos: a line finds those that have it in their name
	weak   string        // what photos that fit weakly have in their name; empty for none
	takes  time.Duration // for a search
	fails  error         // what a search comes to where it is not nil
	better string        // what every line should have been
	own    bool          // answers are in an order of their own
	asks   []query.Query // the searches
	warmed int
}

// line is a Box without chips.
type line string

func (l line) Typed() query.Query { return query.Parse(string(l), query.Options{}) }

// onStage runs f with a session over photos of these names.
func onStage(t *testing.T, f func(*stage), names ...string) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		s := &stage{names: names, queue: make(chan func(), 1000), began: time.Now()}
		s.Session = New(Options{
			Library: s, Names: s, Where: s, Screen: s,
			Worker: func() Worker { return &worker{queue: s.queue} },
			Timer:  func() Timer { return &timer{worker{queue: s.queue}} },
		})
		f(s)
		s.searching.Stop()
		s.again.Stop()
		s.slow.Stop()
		s.resting.Stop()
		synctest.Wait()
	})
}

// worker runs work on a goroutine, and shows its answer on that of the test.
type worker struct {
	queue  chan func()
	cancel context.CancelFunc
	turn   int
}

func (w *worker) Run(work func(context.Context) error, show func(error)) {
	w.Stop()
	ctx, cancel := context.WithCancel(context.Background())
	w.cancel = cancel
	turn := w.turn
	go func() {
		defer cancel()
		err := work(ctx)
		w.queue <- func() {
			if turn == w.turn {
				show(err)
			}
		}
	}()
}

func (w *worker) Stop() {
	if w.cancel != nil {
		w.cancel()
	}
	w.turn++
}

type timer struct{ worker }

func (t *timer) After(d time.Duration, do func()) {
	t.Run(func(ctx context.Context) error {
		select {
		case <-time.After(d):
			return nil
		case <-ctx.Done():
			return ctx.Err()
		}
	}, func(err error) {
		if err == nil {
			do()
		}
	})
}

// pass lets time pass, and does what comes up meanwhile.
func (s *stage) pass(d time.Duration) {
	for end := time.Now().Add(d); ; time.Sleep(min(time.Millisecond, time.Until(end))) {
		synctest.Wait()
		for len(s.queue) > 0 {
			(<-s.queue)()
			synctest.Wait()
		}
		if !time.Now().Before(end) {
			return
		}
	}
}

func (s *stage) Search(ctx context.Context, q query.Query) (a photo.Answer, err error) {
	s.mu.Lock()
	s.asks = append(s.asks, q)
	takes := s.takes
	s.mu.Unlock()
	select {
	case <-time.After(takes):
	case <-ctx.Done():
		return a, ctx.Err()
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.fails != nil {
		return a, s.fails
	}
	a.Own = s.own
	for i, name := range s.names {
		weak := s.weak != "" && strings.Contains(name, s.weak)
		if !strings.Contains(name, q.Text) {
			continue
		}
		if weak {
			a.Weak++
		}
		if !weak || q.All {
			a.Hits = append(a.Hits, photo.Hit{Tile: photo.Tile{ID: photo.ID(i + 1)}, Relevant: !weak})
		}
	}
	return a, nil
}

func (s *stage) Warm() { s.set(func() { s.warmed++ }) }

// set changes the library.
func (s *stage) set(change func()) {
	s.mu.Lock()
	defer s.mu.Unlock()
	change()
}

func (s *stage) Known(context.Context, query.Query) ([]photo.Known, error) { return nil, nil }

func (s *stage) Correct(context.Context, query.Query) (string, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.better, nil
}

func (s *stage) Box() Box { return s.box }

func (s *stage) Grid() any { return s.grid }

func (s *stage) Viewed() photo.ID { return s.viewed }

func (s *stage) Show(e Event) {
	name := [...]string{"asked", "slow", "settled", "failed", "found", "updated", "ended", "entered", "looked"}[e]
	if e == Found || e == Ended {
		s.grid = 0
	}
	if e == Asked || e == Entered {
		s.viewed = 0
	}
	s.log = append(s.log, fmt.Sprint(time.Since(s.began).Milliseconds(), " ", name))
}

func (s *stage) Put(b Box) { s.box, _ = b.(line) }

func (s *stage) Return(p Place) { s.grid, _ = p.Grid.(int); s.viewed = p.Viewed }

// types types text into the box after what it holds.
func (s *stage) types(text string) { s.replace(string(s.box) + text) }

// replace types over what the box holds. As in the window, spaces around it are not asked for.
func (s *stage) replace(text string) {
	s.box = line(text)
	s.Change(query.Parse(strings.TrimSpace(text), query.Options{}))
}

// at says where the session is.
func (s *stage) at() string {
	st := s.State()
	page := map[view.Page]string{view.Things: "things, "}[st.Page]
	return fmt.Sprintf("%s%d of %q at %d/%d", page, st.Found.Len(), st.Asked.Text, s.grid, s.viewed)
}

// did is what happened since it was called last.
func (s *stage) did() string {
	defer func() { s.log = nil }()
	return strings.Join(s.log, ", ")
}

func TestWhatIsTypedIsSearchedForOnceItIsQuiet(t *testing.T) {
	onStage(t, func(s *stage) {
		for _, letter := range []string{"d", "o", "g"} {
			s.types(letter)
			s.pass(100 * time.Millisecond)
		}
		s.pass(time.Second)
		if got, want := s.did(), "0 asked, 100 asked, 200 asked, 350 settled, 350 found"; got != want {
			t.Errorf("it did %s, want %s", got, want)
		}
		if len(s.asks) != 1 || s.asks[0].Text != "dog" || s.asks[0].Limit != Most || s.warmed != 3 {
			t.Errorf("searched for %+v, warmed %d times", s.asks, s.warmed)
		}
	}, "dog", "cat")
}

func TestWhatIsNotTypedIsSearchedForAtOnce(t *testing.T) {
	onStage(t, func(s *stage) {
		s.takes = time.Second
		s.Ask(query.Parse("dog", query.Options{}), false)
		s.pass(2 * time.Second)
		if got, want := s.did(), "0 asked, 350 slow, 1000 settled, 1000 found"; got != want {
			t.Errorf("it did %s, want %s", got, want)
		}
	}, "dog")
}

func TestFiltersAloneFindAll(t *testing.T) {
	onStage(t, func(s *stage) {
		s.replace("type:png")
		s.pass(time.Second)
		if len(s.asks) != 1 || s.asks[0].Limit != 0 || s.warmed != 0 {
			t.Errorf("searched for %+v, warmed %d times", s.asks, s.warmed)
		}
	})
}

func TestANewQuestionCancelsTheLast(t *testing.T) {
	onStage(t, func(s *stage) {
		s.takes = time.Second
		s.replace("cat")
		s.pass(600 * time.Millisecond)
		s.replace("dog")
		s.pass(2 * time.Second)
		if got, want := s.did(), "0 asked, 350 slow, 600 asked, 950 slow, 1750 settled, 1750 found"; got != want {
			t.Errorf("it did %s, want %s", got, want)
		}
		if st := s.State(); st.Answer.Text != "dog" || !st.Answered() || st.Found.Len() != 1 || st.Found.Find(2) != 0 {
			t.Errorf("it is at %+v", st)
		}
	}, "cat", "dog")
}

func TestNothingAskedShowsAllPhotos(t *testing.T) {
	onStage(t, func(s *stage) {
		s.replace("dog")
		s.pass(time.Second)
		s.replace("")
		s.pass(time.Second)
		if got, want := s.did(), "0 asked, 150 settled, 150 found, 1000 asked, 1000 ended"; got != want {
			t.Errorf("it did %s, want %s", got, want)
		}
		if st := s.State(); st.Showing || st.Found != nil || !st.Answered() {
			t.Errorf("it is at %+v", st)
		}
	}, "dog")
}

// A line that asks for nothing yet is no search, and no mistake before it is quiet.
func TestALineThatAsksForNothing(t *testing.T) {
	onStage(t, func(s *stage) {
		s.replace("type:")
		if s.State().Answered() {
			t.Error("it is answered at once")
		}
		s.pass(time.Second)
		if got, want := s.did(), "0 asked, 150 settled, 150 ended"; got != want || len(s.asks) != 0 {
			t.Errorf("it did %s with %d searches, want %s", got, len(s.asks), want)
		}
		if !s.State().Answered() {
			t.Error("it is not answered")
		}
	})
}

func TestASearchThatFails(t *testing.T) {
	onStage(t, func(s *stage) {
		s.fails = errors.New("the disk is gone")
		s.replace("dog")
		s.pass(time.Second)
		if st := s.State(); !errors.Is(st.Failed, s.fails) || st.Showing || st.Answered() {
			t.Errorf("it is at %+v", st)
		}
		s.set(func() { s.fails = nil })
		s.replace("do")
		s.pass(time.Second)
		if got, want := s.did(), "0 asked, 150 settled, 150 failed, 1000 asked, 1150 settled, 1150 found"; got != want {
			t.Errorf("it did %s, want %s", got, want)
		}
		if s.State().Failed != nil {
			t.Error("it is still told")
		}
	}, "dog")
}

func TestAnAnswerThatIsLookedAtIsRemembered(t *testing.T) {
	onStage(t, func(s *stage) {
		s.replace("dog")
		s.pass(2 * time.Second)
		s.types("s")
		s.pass(5 * time.Second)
		const want = "0 asked, 150 settled, 150 found, 2000 asked, 2150 settled, 2150 found, 4150 looked"
		if got := s.did(); got != want {
			t.Errorf("it did %s", got)
		}
	}, "dogs")
}

// Changes of the library lead to the same search again, and those that come while it is at
// work to one more.
func TestTheAnswerFollowsTheLibrary(t *testing.T) {
	onStage(t, func(s *stage) {
		s.replace("dog")
		s.pass(time.Second)
		s.did()
		for range 10 {
			s.set(func() { s.names = append(s.names, "a dog") })
			s.Refresh()
			s.pass(100 * time.Millisecond)
		}
		s.pass(2 * time.Second)
		if got, want := s.did(), "1500 updated, 2000 updated, 2150 looked, 2500 updated"; got != want {
			t.Errorf("it did %s, want %s", got, want)
		}
		if got := s.State().Found.Len(); got != 11 || len(s.asks) != 4 {
			t.Errorf("%d photos after %d searches", got, len(s.asks))
		}
	}, "dog")
}

func TestAChangeBeforeTheAnswer(t *testing.T) {
	onStage(t, func(s *stage) {
		s.Refresh() // nothing is asked
		s.set(func() { s.takes = 100 * time.Millisecond })
		s.replace("dog")
		s.pass(50 * time.Millisecond)
		s.Refresh()
		s.pass(2 * time.Second)
		if got, want := s.did(), "0 asked, 250 settled, 250 found, 850 updated"; got != want {
			t.Errorf("it did %s, want %s", got, want)
		}
	}, "dog")
}

// The search that is done again is that of the answer: what was asked meanwhile has its own.
func TestARefreshGivesWayToAQuestion(t *testing.T) {
	onStage(t, func(s *stage) {
		s.replace("dog")
		s.pass(time.Second)
		s.Refresh()
		s.pass(100 * time.Millisecond)
		s.replace("cat")
		s.pass(5 * time.Second)
		if st := s.State(); st.Answer.Text != "cat" || st.Found.Len() != 1 {
			t.Errorf("it is at %+v", st)
		}
		var asked []string
		for _, q := range s.asks {
			asked = append(asked, q.Text)
		}
		if !slices.Equal(asked, []string{"dog", "cat", "dog", "cat"}) {
			t.Errorf("it searched for %q", asked)
		}
	}, "dog", "cat")
}

func TestWeakMatchesAreShownOnRequest(t *testing.T) {
	onStage(t, func(s *stage) {
		s.weak = "faint"
		s.replace("sea")
		s.pass(time.Second)
		if st := s.State(); st.Found.Len() != 2 || st.Weak != 1 {
			t.Fatalf("it is at %+v", st)
		}
		s.ToggleWeak()
		s.pass(time.Second)
		if st := s.State(); st.Found.Len() != 3 || st.Weak != 1 || !st.Asked.All {
			t.Fatalf("it is at %+v", st)
		}
		s.Change(query.Parse("sea", query.Options{AsTyped: true})) // about the same line
		if !s.State().Asked.All {
			t.Error("the same line hides them")
		}
		s.types("1")
		if s.State().Asked.All {
			t.Error("another line shows them unasked")
		}
	}, "sea1", "sea2", "faint sea")
}

// Who asks by a picture sees what comes nearest.
func TestNothingIsQuiteLikeAPicture(t *testing.T) {
	onStage(t, func(s *stage) {
		s.weak = "faint"
		q := query.Parse("", query.Options{})
		q.Like = []photo.ID{7}
		s.Change(q)
		s.pass(time.Second)
		if st := s.State(); !st.Nearest || st.Found.Len() != 1 || st.Asked.All || s.asks[1].Limit != mostNearest {
			t.Errorf("it is at %+v", st)
		}
	}, "faint sea")
}

func TestWhatWasProbablyTyped(t *testing.T) {
	onStage(t, func(s *stage) {
		s.better = "dog"
		s.replace("dgo")
		s.pass(time.Second)
		if got := s.State().Better; got != "dog" {
			t.Errorf("it is %q", got)
		}
		s.replace("type:png")
		s.pass(time.Second)
		if got := s.State().Better; got != "" {
			t.Errorf("of a filter it is %q", got)
		}
	})
}

// A query that stands for longer is read again on another day.
func TestTodayIsAnotherDayTomorrow(t *testing.T) {
	onStage(t, func(s *stage) {
		s.replace("date:today")
		s.pass(time.Second)
		time.Sleep(24 * time.Hour)
		s.Refresh()
		s.pass(time.Second)
		if len(s.asks) != 2 || s.asks[0].Now.Day() == s.asks[1].Now.Day() {
			t.Errorf("it searched for %+v", s.asks)
		}
		if !s.State().Answered() {
			t.Error("it is another question")
		}
	})
}

// Only as many weaker matches are offered as are shown then.
func TestWeaker(t *testing.T) {
	hits := func(fit, not int) (all []photo.Hit) {
		for i := range fit + not {
			all = append(all, photo.Hit{Relevant: i < fit})
		}
		return all
	}
	for _, tt := range []struct {
		name      string
		all       bool
		fit, not  int
		weak, now int
	}{
		{"few", false, 23, 0, 37, 37},
		{"many", false, 23, 0, 99_977, Most - 23},
		{"all that is shown", false, Most, 0, 9, 0},
		{"shown", true, 23, 477, 99_977, 477},
	} {
		got := weaker(query.Query{All: tt.all}, photo.Answer{Hits: hits(tt.fit, tt.not), Weak: tt.weak})
		if got != tt.now {
			t.Errorf("%s: got %d, want %d", tt.name, got, tt.now)
		}
	}
}
