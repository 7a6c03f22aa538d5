package record

// State is what became of a photo's file.
type State int

// The states, as they are stored.
const (
	Waiting State = iota // to be read
	Read
	Broken // a problem is recorded
	Gone   // the file is not there any more
)
