package file

// There are no such flags. Opening a pipe does not wait, and links are checked for before and
// after.
const (
	nonBlocking = 0
	noFollow    = 0
)
