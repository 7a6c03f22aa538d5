// Package unwatched lets tests run without the race detector only, and tells others whether it watches.
package unwatched

import "testing"

// Run skips a test while the race detector watches, which makes whatever computes much, as painting does, ten times
// as slow: `make test` runs it once more without. Such a test compares figures or pictures, and does nothing
// that other tests do not do under the race detector.
func Run(tb testing.TB) {
	tb.Helper()
	if Race == 1 {
		tb.Skip("takes long under the race detector, and runs without it too")
	}
}
