package photo

// Change is something that happened to a photo, or to a folder.
type Change struct {
	Kind ChangeKind
	Path string
	From string // the former path, for ChangeMoved
	// Reason says why a folder is away, and Missing how many of its photos are missing, if
	// it is partly away; both are for ChangeAway.
	Reason  AwayReason
	Missing int
}

// ChangeKind says what happened. Its text is what the command line prints.
type ChangeKind string

// The kinds of Change.
const (
	ChangeAdded    ChangeKind = "added"
	ChangeReplaced ChangeKind = "changed" // the file has other content
	ChangeMoved    ChangeKind = "moved"
	ChangeGone     ChangeKind = "gone"
	// ChangeMetadata means that the metadata changed and the content did not. A renamed photo is
	// reported as ChangeMoved first.
	ChangeMetadata ChangeKind = "retold"
	ChangeEncoded  ChangeKind = "encoded" // search can find it
	ChangeProblem  ChangeKind = "problem" // it cannot be shown

	ChangeMissing ChangeKind = "missing" // the file is not there, and the photo waits for an answer
	ChangeFound   ChangeKind = "found"   // the file of a missing photo is there again

	ChangeFileUnreadable   ChangeKind = "unread"     // a file cannot be read
	ChangeFolderUnreadable ChangeKind = "unreadable" // a folder cannot be listed
	ChangeFolderReadable   ChangeKind = "readable"   // such a folder can be listed again, or is gone

	ChangeAway ChangeKind = "away" // a folder of the library cannot be reached, or misses too much
	ChangeBack ChangeKind = "back" // such a folder is whole again
)
