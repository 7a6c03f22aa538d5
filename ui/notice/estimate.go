package notice

import (
	"math"
	"strconv"
	"time"

	"recollect/ui/phrases"
)

// estimate is a steady remaining time: estimates fluctuate with each tick, so the shown one changes
// only when the difference is clear.
type estimate struct{ shown time.Duration }

// next takes a new estimate and returns the one to show, 0 for none. An
// increase of less than a quarter is ignored.
func (e *estimate) next(d time.Duration) time.Duration {
	step := stepOf(d)
	switch less, more := e.shown-d, d-e.shown; {
	case d <= 0:
		e.shown = 0
	case e.shown == 0, less >= step*3/4, more >= max(step*3/2, e.shown/4):
		e.shown = max(d.Round(step), step)
	}
	return e.shown
}

// stepOf returns the precision with which d is shown.
func stepOf(d time.Duration) time.Duration {
	switch {
	case d < 20*time.Second:
		return 2 * time.Second
	case d < 90*time.Second:
		return 10 * time.Second
	case d < 10*time.Minute:
		return time.Minute
	case d < 30*time.Minute:
		return 5 * time.Minute
	case d < 90*time.Minute:
		return 10 * time.Minute
	default:
		return time.Hour
	}
}

// Remaining is how long n photos take at a rate a second; 0 if the rate is unknown.
func Remaining(n int, rate float64) time.Duration {
	if n <= 0 || rate <= 0 {
		return 0
	}
	return time.Duration(float64(n) / rate * float64(time.Second))
}

// About returns d in the largest unit of which it has more than one.
func About(d time.Duration) string {
	switch {
	case d < 90*time.Second:
		return phrases.Say("status:seconds", "n", int(math.Ceil(d.Seconds())))
	case d < 90*time.Minute:
		return phrases.Say("status:minutes", "n", int(math.Round(d.Minutes())))
	default:
		return phrases.Say("status:hours", "n", strconv.Itoa(int(math.Round(d.Hours()))))
	}
}
