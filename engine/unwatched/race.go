//go:build race

package unwatched

// Race is 1 while the race detector watches, and 0 without it.
const Race = 1
