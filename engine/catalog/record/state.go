package record

// State is the state of a photo's file.
type State int

// The states, as they are stored.
const (
	Waiting State = iota // to be read
	Read
	Broken // a problem is recorded
	Gone   // the file does not exist any more
)
