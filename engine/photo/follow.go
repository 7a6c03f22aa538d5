package photo

// FolderState says how changes in a folder are noticed, or why they are not.
type FolderState string

// The states.
const (
	FolderWatched    FolderState = "watched"    // the system tells of them
	FolderPolled     FolderState = "polled"     // it is looked at now and then, or a folder in it is
	FolderAway       FolderState = "away"       // it cannot be reached, with all of its photos
	FolderUnreadable FolderState = "unreadable" // a folder in it cannot be read
)
