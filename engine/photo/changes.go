package photo

// Changes tells what to do to come from one number of a library's sequence to another.
type Changes struct {
	Sequence int64 // to which they lead
	// All: what has changed is not known, because it is too long ago or everything has.
	// Whoever asked must read everything again; Gone is empty.
	All bool
	// Gone are photos that are not shown any more, some of which whoever asks may not know.
	Gone []ID
}
