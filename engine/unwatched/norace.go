//go:build !race

package unwatched

// racing is true where the race detector watches.
const racing = false
