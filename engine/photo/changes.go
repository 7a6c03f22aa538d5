package photo

// Changes are the changes from one number of a library's sequence to another.
type Changes struct {
	Sequence int64 // the number after these changes
	// All: everything must be read again, because the number is too old or everything has changed.
	// Gone is empty then.
	All bool
	// Gone are photos that are not shown any more. The caller may not know all of them.
	Gone []ID
}
