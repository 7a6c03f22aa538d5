package pages

import (
	"testing"

	"recollect/engine/photo"
)

func TestTheThingThatMostPhotosShow(t *testing.T) {
	things := []photo.Thing{
		{Name: "cat", Suggested: 3},
		{Name: "dog", Suggested: 2, Confirmed: 2},
		{Name: "nudity", Suggested: 9, Flagged: true},
	}
	if got := most(things); got != "dog" {
		t.Errorf("got %q", got)
	}
	if got := most(things[2:]); got != "" {
		t.Errorf("of what is covered: %q", got)
	}
}
