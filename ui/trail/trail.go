// Package trail is the history of visited places, as in a browser: the steps
// behind the one that is shown, and those ahead of it after going back. It does
// not know what a step shows.
package trail

// Max limits the steps behind.
const Max = 100

// Step is a place to return to.
type Step[T any] interface {
	// Same reports whether other shows the same, seen from another position at most.
	Same(other T) bool
}

// Trail is the steps behind and ahead of the one that is shown, which the
// caller holds. Its zero value is an empty trail.
type Trail[T Step[T]] struct {
	behind []T // oldest first
	ahead  []T // nearest last
}

// Leave begins a new step after now: Back returns to it, and nothing is ahead any more.
func (t *Trail[T]) Leave(now T) {
	t.ahead = nil
	t.behind = push(t.behind, now)
}

// Back returns the nearest step behind that shows something else than now, and
// puts now ahead; ok is false if there is none.
func (t *Trail[T]) Back(now T) (to T, ok bool) { return move(now, &t.behind, &t.ahead) }

// Forward undoes Back: it returns the nearest step ahead, and puts now behind.
func (t *Trail[T]) Forward(now T) (to T, ok bool) { return move(now, &t.ahead, &t.behind) }

// move takes a step from one side and puts now on the other.
func move[T Step[T]](now T, from, onto *[]T) (to T, ok bool) {
	rest := *from
	for len(rest) > 0 && rest[len(rest)-1].Same(now) {
		rest = rest[:len(rest)-1]
	}
	if len(rest) == 0 {
		return to, false
	}
	to = rest[len(rest)-1]
	*from = rest[:len(rest)-1]
	*onto = push(*onto, now)
	return to, true
}

// push adds a step, in place of the last one if that shows the same, and drops
// the oldest beyond Max.
func push[T Step[T]](steps []T, s T) []T {
	if n := len(steps); n > 0 && steps[n-1].Same(s) {
		steps = steps[:n-1]
	}
	steps = append(steps, s)
	return steps[max(0, len(steps)-Max):]
}
