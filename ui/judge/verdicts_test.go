package judge

import (
	"context"
	"errors"
	"fmt"
	"testing"

	"fyne.io/fyne/v2/test"

	"recollect/engine/photo"
)

// verdicts keeps the verdicts on one thing, "dog".
type verdicts map[photo.ID]photo.Verdict

func (s verdicts) Judge(_ context.Context, thing string, ids []photo.ID, v photo.Verdict) error {
	if thing != "dog" {
		return errors.New("no such thing")
	}
	for _, id := range ids {
		s[id] = v
	}
	return nil
}

func (s verdicts) ShownBy(_ context.Context, id photo.ID) ([]photo.Shown, error) {
	if v, ok := s[id]; ok {
		return []photo.Shown{{Thing: "tree", Verdict: photo.Confirmed}, {Thing: "dog", Verdict: v}}, nil
	}
	return nil, nil
}

// desk is a Worker whose work is done when the test asks for it.
type desk struct{ waiting func() }

func (d *desk) Run(work func(context.Context) error, show func(error)) {
	d.waiting = func() { show(work(context.Background())) }
}

func (d *desk) Stop() { d.waiting = nil }

func (d *desk) finish() {
	if d.waiting != nil {
		d.waiting()
	}
	d.waiting = nil
}

func TestVerdictsAreTakenBack(t *testing.T) {
	s := verdicts{1: photo.Suggested, 2: photo.Confirmed, 3: photo.Rejected}
	before, err := Give(t.Context(), s, "dog", []photo.ID{1, 2, 3, 4}, photo.Rejected)
	if got := fmt.Sprint(s); err != nil || got != "map[1:-1 2:-1 3:-1 4:-1]" {
		t.Fatalf("after the verdict: %s, %v", got, err)
	}
	if err := before.Restore(t.Context(), s, "dog"); err != nil {
		t.Fatal(err)
	}
	if got := fmt.Sprint(s); got != "map[1:0 2:1 3:-1 4:0]" {
		t.Errorf("taken back: %s", got)
	}
}

func TestBar(t *testing.T) {
	test.NewTempApp(t)
	d, shown, gave := &desk{}, 0, ""
	thing, selected := "dog", []photo.ID(nil)
	b := New(verdicts{1: photo.Suggested, 2: photo.Confirmed}, d)
	b.Thing, b.Selection = func() string { return thing }, func() []photo.ID { return selected }
	b.OnShow = func() { shown++ }
	b.OnVerdict = func(thing string, ids []photo.ID, v photo.Verdict) { gave += fmt.Sprint(thing, ids, v, ";") }
	asks := func(what, want string) {
		t.Helper()
		b.Update()
		if d.finish(); b.Text() != want || b.Object().Visible() != (want != "") {
			t.Errorf("%s: it asks %q, want %q", what, b.Text(), want)
		}
	}
	asks("nothing selected", "")
	selected = []photo.ID{1}
	if b.Update(); b.Text() != "" {
		t.Error("it asks before it knows")
	}
	asks("one that is suggested", "Does this photo show “dog”?")
	selected = []photo.ID{2}
	asks("one that is confirmed", "")
	selected = []photo.ID{1, 2}
	asks("two", "Do these 2 photos show “dog”?")
	b.Judge(selected, false)
	b.Judge(nil, true)
	selected = []photo.ID{3}
	asks("one that does not show it", "")
	selected = []photo.ID{1}
	b.Update()
	thing = ""
	asks("other photos than those of a thing", "")
	b.Judge(selected, true)
	if shown != 4 || gave != "dog[1 2] -1;" {
		t.Errorf("it came or went %d times and gave %s", shown, gave)
	}
	thing = "dog"
	b.things = nil
	if asks("verdicts that are not kept", ""); b.Asks() {
		t.Error("it asks for verdicts that are not kept")
	}
}

func TestTold(t *testing.T) {
	for _, tt := range []struct {
		n    int
		v    photo.Verdict
		want string
	}{
		{1, photo.Suggested, "This photo: no verdict on “dog” any more."},
		{1, photo.Confirmed, "This photo shows “dog”."},
		{1200, photo.Confirmed, "1,200 photos show “dog”."},
		{1, photo.Rejected, "This photo does not show “dog”."},
		{2, photo.Rejected, "2 photos do not show “dog”."},
	} {
		if got := Judged("dog", tt.n, tt.v); got != tt.want {
			t.Errorf("got %q, want %q", got, tt.want)
		}
	}
}
