package trail

import (
	"strings"
	"testing"
)

// place is a step: what is shown, and how far down.
type place struct {
	name string
	down int
}

func (p place) Same(other place) bool { return p.name == other.name }

// walk leaves for, goes back (<) and forward (>) as script says, from home, and
// returns where it was after each.
func walk(script string) (string, place) {
	var t Trail[place]
	now := place{name: "home"}
	var seen []string
	for _, word := range strings.Fields(script) {
		to, ok := place{name: word}, true
		switch word {
		case "<":
			to, ok = t.Back(now)
		case ">":
			to, ok = t.Forward(now)
		case "scroll":
			to = place{now.name, now.down + 1}
		default:
			t.Leave(now)
		}
		if ok {
			now = to
		}
		seen = append(seen, now.name)
	}
	return strings.Join(seen, " "), now
}

func TestTrail(t *testing.T) {
	tests := []struct{ name, script, want string }{
		{"back", "dog photo <", "dog photo dog"},
		{"back to the beginning and no further", "dog < < <", "dog home home home"},
		{"forward", "dog photo < < > >", "dog photo dog home dog photo"},
		{"forward at the end", "dog >", "dog dog"},
		{"a new step forgets what was ahead", "dog < cat > <", "dog home cat cat home"},
		{"back and forth", "a b c < < > <", "a b c b a b a"},
		{"the same twice is one step", "dog dog <", "dog dog home"},
		{"nothing", "< >", "home home"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got, _ := walk(tt.script); got != tt.want {
				t.Errorf("%s went %s, want %s", tt.script, got, tt.want)
			}
		})
	}
}

func TestTrailKeepsPositions(t *testing.T) {
	if _, now := walk("dog scroll scroll cat scroll <"); now != (place{"dog", 2}) {
		t.Errorf("back at %v", now)
	}
	if _, now := walk("dog scroll cat scroll < >"); now != (place{"cat", 1}) {
		t.Errorf("forward at %v", now)
	}
}

func TestTrailIsBounded(t *testing.T) {
	var tr Trail[place]
	for i := range 3 * Max {
		tr.Leave(place{name: strings.Repeat("x", i)})
	}
	steps, now := 0, place{name: "now"}
	for {
		to, ok := tr.Back(now)
		if !ok {
			break
		}
		now = to
		steps++
	}
	if steps != Max || len(now.name) != 2*Max {
		t.Errorf("%d steps back to %d, want %d and %d", steps, len(now.name), Max, 2*Max)
	}
}
