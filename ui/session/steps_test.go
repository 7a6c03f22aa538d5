package session

import (
	"context"
	"testing"
	"time"

	"recollect/engine/query"
	"recollect/ui/view"
)

// looks types a line over the last one and waits for its answer, which is scrolled.
func (s *stage) looks(text string, scroll int) string {
	s.replace(text)
	s.pass(time.Second)
	s.grid = scroll
	return s.at()
}

func TestStepsAreComeBackTo(t *testing.T) {
	onStage(t, func(s *stage) {
		s.grid = 5
		home := s.at()
		dogs := s.looks("dog", 2)
		s.Leave()
		s.viewed = 7
		viewed := s.at()
		s.Leap(func() { s.replace("cat") })
		s.pass(time.Second)
		cats := s.at()
		at := func(what, want string) {
			t.Helper()
			s.pass(time.Second)
			if got := s.at(); got != want {
				t.Errorf("%s: %s, want %s", what, got, want)
			}
		}
		for _, want := range []string{viewed, dogs, home, home} {
			s.Back()
			at("back", want)
		}
		if s.Back() {
			t.Error("there is a step before the first")
		}
		for _, want := range []string{dogs, viewed, cats, cats} {
			s.Forward()
			at("forward", want)
		}
	}, "dog1", "dog2", "cat")
}

// Each letter is no step, each question that was looked at is one.
func TestQuestionsAreSteps(t *testing.T) {
	for _, tt := range []struct {
		name, first, second string
		steps               []string // going back
	}{
		{"it goes on", "do", "dog", []string{""}},
		{"one letter less", "dog", "do", []string{""}},
		{"typed over", "dog", "cat", []string{"dog", ""}},
		{"a word less", "dog beach", "dog", []string{"dog beach", ""}},
		{"cleared", "dog", "", []string{"dog", ""}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			onStage(t, func(s *stage) {
				s.looks(tt.first, 0)
				s.looks(tt.second, 0)
				for _, want := range tt.steps {
					s.Back()
					s.pass(time.Second)
					if s.box != line(want) || s.State().Asked.Text != want || !s.State().Answered() {
						t.Errorf("back at %s with %q in the box, want %q", s.at(), s.box, want)
					}
				}
			}, "dog", "dog beach", "cat")
		})
	}
}

// The words of a sentence are no steps on the way to it, however slowly they are typed.
func TestASentenceIsOneStep(t *testing.T) {
	for _, pause := range []time.Duration{5 * time.Millisecond, 80 * time.Millisecond, 600 * time.Millisecond} {
		onStage(t, func(s *stage) {
			for _, letter := range "dog on beach" {
				s.types(string(letter))
				s.pass(pause)
			}
			s.pass(time.Second)
			s.Back()
			s.pass(time.Second)
			if got := s.at(); got != `0 of "" at 0/0` {
				t.Errorf("with %v a key: back at %s", pause, got)
			}
		}, "dog", "dog on", "dog on beach")
	}
}

// What was acted on stays a step when a space is typed after it.
func TestASpaceMakesNoStepAndTakesNone(t *testing.T) {
	onStage(t, func(s *stage) {
		s.looks("dog", 0)
		s.Act()
		s.types(" ")
		s.looks("dog on beach", 0)
		for _, want := range []string{"dog", ""} {
			s.Back()
			s.pass(time.Second)
			if got := s.State().Asked.Text; got != want {
				t.Errorf("back at %q, want %q", got, want)
			}
		}
	}, "dog", "dog on beach")
}

// A question that was not answered yet is none that was looked at.
func TestWhatIsNotAnsweredIsNoStep(t *testing.T) {
	onStage(t, func(s *stage) {
		s.replace("dog")
		s.pass(100 * time.Millisecond)
		s.looks("cat", 0)
		s.Back()
		s.pass(time.Second)
		if got := s.at(); got != `0 of "" at 0/0` {
			t.Errorf("back at %s", got)
		}
	}, "dog", "cat")
}

// What was looked at for long, or acted on, is a step though it is changed by a letter.
func TestWhatWasLookedAtIsAStep(t *testing.T) {
	for name, look := range map[string]func(*stage){
		"for long": func(s *stage) { s.pass(3 * time.Second) },
		"acted on": func(s *stage) { s.Act() },
	} {
		onStage(t, func(s *stage) {
			s.looks("dog", 0)
			look(s)
			s.looks("do", 0)
			s.Back()
			s.pass(time.Second)
			if got := s.State().Asked.Text; got != "dog" {
				t.Errorf("%s: back at %q", name, got)
			}
		}, "dog")
	}
}

// What is typed after the beginning of a word is one step with it.
func TestABeginningGoesOn(t *testing.T) {
	onStage(t, func(s *stage) {
		s.Begin(func() { s.replace("do") })
		s.types("g")
		s.pass(time.Second)
		s.Back()
		s.pass(time.Second)
		if got := s.at(); got != `0 of "" at 0/0` {
			t.Errorf("back at %s", got)
		}
	}, "dog")
}

func TestRoomsAreSteps(t *testing.T) {
	onStage(t, func(s *stage) {
		s.looks("cat", 3)
		s.Leave()
		s.box = ""
		s.Change(query.Query{})
		s.Enter(view.Things)
		if got := s.at(); got != `things, 0 of "" at 0/0` {
			t.Fatalf("entered %s", got)
		}
		s.Leap(func() { s.replace("dog") })
		s.pass(time.Second)
		for _, want := range []string{`things, 0 of "" at 0/0`, `1 of "cat" at 3/0`, `0 of "" at 0/0`} {
			s.Back()
			s.pass(time.Second)
			if got := s.at(); got != want {
				t.Errorf("back at %s, want %s", got, want)
			}
		}
	}, "dog", "cat")
}

// Going back twice at once ends at the second step, whatever is found for the first.
func TestBackTwiceAtOnce(t *testing.T) {
	onStage(t, func(s *stage) {
		for _, text := range []string{"dog", "cat", "bird"} {
			s.looks(text, 1)
		}
		s.Back()
		s.Back()
		s.pass(time.Second)
		if got := s.at(); got != `1 of "dog" at 1/0` {
			t.Errorf("back at %s", got)
		}
		s.Forward()
		s.pass(time.Second)
		if got := s.at(); got != `1 of "cat" at 1/0` {
			t.Errorf("forward at %s", got)
		}
	}, "dog", "cat", "bird")
}

// The grid stays where it is when a photo is closed that was opened from it.
func TestClosingAPhotoMovesNothing(t *testing.T) {
	onStage(t, func(s *stage) {
		s.looks("dog", 2)
		s.Leave()
		s.viewed = 2
		s.grid = 4 // what was gone to in the viewer
		s.did()
		s.Back()
		if got := s.at(); got != `1 of "dog" at 4/0` || s.did() == "" {
			t.Errorf("back at %s", got)
		}
	}, "dog")
}

// A step whose answer cannot be had any more is not waited for.
func TestAStepThatCannotBeAnswered(t *testing.T) {
	onStage(t, func(s *stage) {
		s.looks("dog", 2)
		s.looks("cat", 2)
		s.set(func() { s.fails = context.DeadlineExceeded })
		s.Back()
		s.pass(time.Second)
		if s.going != nil || s.State().Failed == nil || s.box != "dog" {
			t.Errorf("it waits for %+v", s.going)
		}
	}, "dog", "cat")
}
