package watch

import (
	"math/rand/v2"
	"time"
)

// grace is how late a tick may come on a busy machine. A shorter sleep is none:
// nobody plugs in a disk meanwhile.
const grace = 15 * time.Second

// slept reports whether the machine slept, or its clock was set forward, between
// two ticks that should lie every apart. The wall clock goes on during sleep,
// while the monotonic one stands still on Linux and macOS, and a tick that was
// due in between comes late on Windows: only the wall clock tells on all three.
func slept(before, now time.Time, every time.Duration) bool {
	return now.Round(0).Sub(before.Round(0)) > every+grace
}

// about returns d give or take a tenth, so that what is done regularly is not
// done by all at once.
func about(d time.Duration) time.Duration {
	return d - d/10 + rand.N(d/5+1)
}
