package file

// There are no such flags. Opening a pipe does not wait there, and links are looked for
// before and after.
const (
	nonBlocking = 0
	noFollow    = 0
)
