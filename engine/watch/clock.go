package watch

import (
	"math/rand/v2"
	"time"
)

// grace is how late a tick may come on a busy machine. A sleep shorter than that is ignored: no
// disk is plugged in meanwhile.
const grace = 15 * time.Second

// slept reports whether the machine slept, or its clock was set forward, between two ticks at an
// interval of every. During sleep the wall clock runs on. The monotonic clock stops on Linux and
// macOS, and a due tick comes late on Windows: only the wall clock shows sleep on all three.
func slept(before, now time.Time, every time.Duration) bool {
	return now.Round(0).Sub(before.Round(0)) > every+grace
}

// about returns d plus or minus up to a tenth, so that many processes do not do regular work at the
// same moment.
func about(d time.Duration) time.Duration {
	return d - d/10 + rand.N(d/5+1)
}
