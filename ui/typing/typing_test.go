package typing

import (
	"fmt"
	"slices"
	"testing"
)

func TestHistory(t *testing.T) {
	var h History
	for _, line := range []string{"red", "green", " red ", "blue", " "} {
		h.Add(line)
	}
	at := "ne"
	for i, want := range []string{"blue", "red", "green", "green"} {
		if line, ok := h.Older(at); ok {
			at = line
		}
		if at != want {
			t.Errorf("%d steps back: %q, want %q", i+1, at, want)
		}
	}
	for _, want := range []string{"red", "blue", "ne"} {
		if line, ok := h.Newer(); !ok || line != want {
			t.Errorf("forward: %q, %v, want %q", line, ok, want)
		}
	}
	if line, ok := h.Newer(); ok {
		t.Errorf("beyond the newest there is %q", line)
	}
}

// What stands in the box is not what Up brings.
func TestHistorySkipsTheLineThatIsThere(t *testing.T) {
	var h History
	h.Add("red")
	h.Add("blue")
	if line, ok := h.Older("blue"); !ok || line != "red" {
		t.Errorf("it brings %q, %v", line, ok)
	}
}

func TestHistoryOfEarlierTimes(t *testing.T) {
	var h History
	h.Add("now")
	h.Begin([]string{"newest", "now", "oldest"})
	if want := []string{"oldest", "newest", "now"}; !slices.Equal(h.lines, want) {
		t.Errorf("it has %q, want %q", h.lines, want)
	}
	for i := range 3 * historyLength {
		h.Add(fmt.Sprint(i))
	}
	if len(h.lines) != historyLength || h.lines[0] != fmt.Sprint(2*historyLength) {
		t.Errorf("it has %d lines from %q", len(h.lines), h.lines[0])
	}
}

func TestCompletion(t *testing.T) {
	var wanted []string
	c := Completion{Want: func(key string) { wanted = append(wanted, key) }}
	offers := func(line, want string) {
		t.Helper()
		if choices, _, _ := c.Offer(line, len(line)); fmt.Sprint(choices) != want {
			t.Errorf("%q: it offers %v, want %s", line, choices, want)
		}
	}
	offers("sea", "[]")
	offers("sort:si", "[size]")
	offers("sort:size", "[]") // it is there
	offers("camera:", "[]")
	offers("camera:p", "[]")
	if fmt.Sprint(wanted) != "[camera]" {
		t.Fatalf("wanted %v", wanted)
	}
	if values := []string{"Google Pixel 8", "Canon"}; !c.SetValues("camera", values) || c.SetValues("camera", values) {
		t.Error("it does not tell whether the values are new")
	}
	offers("sea camera:p", "[Google Pixel 8]")
	line, cursor := c.Take("sea camera:p", "Google Pixel 8")
	if line != `sea camera:"Google Pixel 8" ` || cursor != len(line) {
		t.Errorf("taken, the line is %q with the cursor at %d", line, cursor)
	}
	if !c.At(len("sea camera:p")) || c.At(3) {
		t.Error("it does not know where its offer is for")
	}
	c.Decline("sea camera:p")
	offers("sea camera:p", "[]")
	offers("sea camera:pi", "[Google Pixel 8]")
	if fmt.Sprint(wanted) != "[camera camera]" { // the list was left
		t.Errorf("wanted %v", wanted)
	}
}

func TestReadingParsesOnce(t *testing.T) {
	var r Reading
	first := r.Of("sea without people", false)
	if again := r.Of("sea without people", false); again.Now != first.Now {
		t.Error("it was parsed again")
	}
	if typed := r.Of("sea without people", true); !typed.AsTyped || len(typed.Parts) != 1 || len(first.Parts) != 2 {
		t.Errorf("as typed it has the parts %+v", typed.Parts)
	}
}
