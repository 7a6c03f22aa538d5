package search

import (
	"context"
	"errors"
	"testing"
	"testing/synctest"
	"time"
)

func TestQuiet(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := new(Service)
		took := func(d, most time.Duration) time.Duration {
			began := time.Now()
			if err := s.Quiet(t.Context(), d, most); err != nil {
				t.Error(err)
			}
			return time.Since(began)
		}
		if err := s.Pause(t.Context()); err != nil || took(0, time.Hour) != 0 {
			t.Errorf("before there was a search: %v", err)
		}
		if got := took(time.Minute, time.Hour); got != time.Minute {
			t.Errorf("before there was a search: waited %v", got)
		}
		end := s.quiet.begin()
		if got := took(time.Minute, time.Hour); got != time.Hour {
			t.Errorf("beside a search: waited %v", got)
		}
		time.AfterFunc(20*time.Second, end)
		if got := took(time.Minute, time.Hour); got != 80*time.Second {
			t.Errorf("beside a search of 20 s: waited %v", got)
		}
		s.quiet.begin()()
		ctx, cancel := context.WithTimeout(t.Context(), time.Millisecond)
		defer cancel()
		if err := s.Pause(ctx); !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("after its context: %v", err)
		}
	})
}
