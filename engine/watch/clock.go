package watch

import (
	"math/rand/v2"
	"time"
)

// grace is how late a tick may come on a busy machine. A shorter sleep is ignored:
// nobody plugs in a disk meanwhile.
const grace = 15 * time.Second

// slept reports whether the machine slept, or its clock was set forward, between
// two ticks that should be every apart. During sleep the wall clock runs on, while
// the monotonic one stands still on Linux and macOS, and a tick that was due comes
// late on Windows: only the wall clock shows it on all three.
func slept(before, now time.Time, every time.Duration) bool {
	return now.Round(0).Sub(before.Round(0)) > every+grace
}

// about returns d give or take a tenth, so that many processes do not do regular
// work at the same moment.
func about(d time.Duration) time.Duration {
	return d - d/10 + rand.N(d/5+1)
}
