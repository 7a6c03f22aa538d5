//go:build race

package uitest

// Racing reports whether the race detector watches, which makes painting ten times as slow.
const Racing = true
