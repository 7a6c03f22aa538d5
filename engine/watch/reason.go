package watch

// Reason is why a folder is polled.
type Reason int

const (
	// Refused: the system does not let the user watch the folder.
	Refused Reason = iota
	// WatchLimit: the system watches as many folders for this user as it will.
	WatchLimit
	// FileLimit: as many files or event queues are open as the system allows.
	FileLimit
	// Network: the folder lies on a network volume, or on one made by a program,
	// which tells nothing of what others change there.
	Network
)

// String says the reason in a few words.
func (r Reason) String() string {
	switch r {
	case WatchLimit:
		return "the system's limit of watched folders is reached"
	case FileLimit:
		return "the system's limit of open files is reached"
	case Network:
		return "network volumes do not tell of changes"
	default:
		return "the system does not let it be watched"
	}
}

// Polled is a folder that is looked at by the clock with all that lies below it.
type Polled struct {
	Dir string
	// Folders is how many they are, Dir included; those below are counted once
	// they have been looked at for the first time.
	Folders int
	Why     Reason
}
