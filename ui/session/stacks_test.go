package session

import (
	"context"
	"errors"
	"strings"
	"sync"
	"testing"
	"time"

	"recollect/engine/photo"
	"recollect/engine/query"
)

// slowStacks puts all photos on one stack, which takes some time until it was known once.
type slowStacks struct {
	mu    sync.Mutex
	takes time.Duration
	err   error
	asked [][]photo.ID
}

func (s *slowStacks) Stacks(ctx context.Context, ids []photo.ID) ([][]photo.ID, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.asked = append(s.asked, ids)
	began := time.Now()
	select {
	case <-time.After(s.takes):
	case <-ctx.Done():
	}
	s.takes -= time.Since(began)
	if ctx.Err() != nil {
		return nil, ctx.Err()
	}
	return [][]photo.ID{ids}, s.err
}

// An answer waits a moment for what looks alike. If that takes longer, it is shown without, and once more with.
func TestStacksOfAnAnswer(t *testing.T) {
	for _, tt := range []struct {
		name   string
		takes  time.Duration
		err    error
		want   string
		asked  int
		stacks int
	}{
		{"at once", 0, nil, "0 asked, 0 settled, 0 found", 1, 1},
		{"soon", 100 * time.Millisecond, nil, "0 asked, 100 settled, 100 found", 1, 1},
		{"later", 400 * time.Millisecond, nil, "0 asked, 150 settled, 150 found, 900 updated", 2, 1},
		{"never", 0, errors.New("no"), "0 asked, 0 settled, 0 found", 1, 0},
	} {
		onStage(t, func(s *stage) {
			alike := &slowStacks{takes: tt.takes, err: tt.err}
			s.stacks = alike
			s.names = []string{"is:favourite a", "is:favourite b", "is:favourite c"}
			s.Ask(query.Parse("is:favourite", query.Options{}), false)
			s.pass(5 * time.Second)
			if got := s.did(); !strings.HasPrefix(got, tt.want) || len(alike.asked) != tt.asked {
				t.Errorf("%s: it did %s, want %s; asked %v", tt.name, got, tt.want, alike.asked)
			}
			if p := s.State().Found.Pages; len(p) != 1 || len(p[0].Stacks) != tt.stacks || p[0].Photos != 3 {
				t.Errorf("%s: found %+v", tt.name, p)
			}
		})
	}
}

// A new question does not wait for what looks alike in the answer to the last.
func TestANewQuestionCancelsStacks(t *testing.T) {
	onStage(t, func(s *stage) {
		s.stacks = &slowStacks{takes: time.Hour}
		s.types("a")
		s.pass(250 * time.Millisecond)
		s.replace("b")
		s.pass(350 * time.Millisecond)
		if got, want := s.did(), "0 asked, 250 asked, 550 settled, 550 found"; got != want {
			t.Errorf("it did %s, want %s", got, want)
		}
	}, "a1", "a2", "b1", "b2")
}
