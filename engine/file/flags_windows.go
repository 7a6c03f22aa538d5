package file

// There are no such flags. Opening a pipe does not wait there, and a link is found by
// comparing what was opened with what has the name.
const (
	nonBlocking = 0
	noFollow    = 0
)
