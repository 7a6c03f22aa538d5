package updates_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"recollect/engine/photo"
	"recollect/ui/uitest"
	"recollect/ui/updates"
	"recollect/ui/work"
)

// checker returns one that finds a version, what it has found, and how often it asked.
func checker(t *testing.T, l uitest.Loop, err error) (c *updates.Checker, found *[]updates.Found, asked *int) {
	t.Helper()
	g := new(work.Group)
	ctx, cancel := context.WithCancel(t.Context())
	g.Begin(ctx)
	t.Cleanup(func() { cancel(); g.Wait() })
	found, asked = new([]updates.Found), new(int)
	return &updates.Checker{
		Group: g, App: l,
		Newer: func(context.Context) (string, string, error) {
			*asked++ // read after the answer was shown
			return "9.0.0", "https://a.example", err
		},
		OnFound: func(f updates.Found) { *found = append(*found, f) },
	}, found, asked
}

// Nothing is asked before it is turned on; then at once, and a week later.
func TestOffUntilTurnedOn(t *testing.T) {
	l := uitest.NewLoop(t)
	c, found, asked := checker(t, l, nil)
	c.Begin()
	l.Drain()
	if c.On() || *asked != 0 {
		t.Fatalf("on %v, asked %d times", c.On(), *asked)
	}
	c.Set(true)
	l.Until(t, "an answer", func() bool { return len(*found) == 1 })
	if f := (*found)[0]; !c.On() || f.Version != "9.0.0" || !f.Asked {
		t.Errorf("found %+v", f)
	}
	again, later, asked := checker(t, l, nil) // the next start, on the same day
	again.Begin()
	l.Drain()
	if *asked != 0 {
		t.Errorf("asked again after %d answers", len(*later))
	}
	l.Preferences().SetInt("updates-checked", int(time.Now().Add(-8*24*time.Hour).Unix()))
	c, found, _ = checker(t, l, nil)
	c.Begin()
	l.Until(t, "an answer a week later", func() bool { return len(*found) == 1 })
	if (*found)[0].Asked {
		t.Error("a check by itself counts as asked for")
	}
	c.Set(false)
	if c.On() {
		t.Error("it cannot be turned off")
	}
}

// A check that failed is none: the next start asks again, and one that succeeds is done for a week.
func TestFailedCheckIsDoneAgain(t *testing.T) {
	l := uitest.NewLoop(t)
	l.Preferences().SetBool("updates", true)
	for _, tt := range []struct {
		err    error
		checks int
	}{{errors.New("offline"), 1}, {nil, 1}, {nil, 0}} {
		c, found, asked := checker(t, l, tt.err)
		c.Begin()
		if tt.checks > 0 {
			l.Until(t, "an answer", func() bool { return len(*found) == tt.checks })
			continue
		}
		l.Drain()
		if *asked != 0 {
			t.Error("asked again although a check has succeeded")
		}
	}
}

// A build that knows no place to ask never does, whatever is stored.
func TestNowhereToAsk(t *testing.T) {
	l := uitest.NewLoop(t)
	l.Preferences().SetBool("updates", true)
	c, _, asked := checker(t, l, nil)
	c.Newer = nil
	c.Begin()
	c.Set(true)
	l.Drain()
	if c.On() || *asked != 0 {
		t.Errorf("on %v, asked %d times", c.On(), *asked)
	}
}

func TestMessage(t *testing.T) {
	unreachable := &photo.Fault{Code: "fetch:unreachable", Args: photo.Args{"host": "a.example"}}
	for _, tt := range []struct {
		in         updates.Found
		what, next string
	}{
		{updates.Found{}, "", ""},
		{updates.Found{Err: errors.New("offline")}, "", ""},
		{
			updates.Found{Asked: true, Err: unreachable},
			"Recollect could not look for a new version.",
			"The server a.example cannot be reached. It tries again in an hour.",
		},
		{updates.Found{Asked: true}, "Recollect 0.1.0 is the newest version.", ""},
		{
			updates.Found{Version: "0.2.0", Page: "https://a.example"},
			"Recollect 0.2.0 is available.",
			"You have 0.1.0. The new one is at https://a.example",
		},
	} {
		if what, next := tt.in.Message("0.1.0"); what != tt.what || next != tt.next {
			t.Errorf("%+v: got %q, %q", tt.in, what, next)
		}
	}
}
