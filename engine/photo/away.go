package photo

// AwayReason is why a folder counts as away: its photos are kept, though they
// were not found. Empty: it is there.
type AwayReason string

// The reasons. They are recorded and printed: never another word for the same.
const (
	AwayMissing AwayReason = "missing" // it cannot be reached
	AwayEmpty   AwayReason = "empty"   // nothing is in it, though it held photos
	AwayVolume  AwayReason = "volume"  // another volume is where its own was, and the photos are not on it
	AwayLost    AwayReason = "lost"    // so many photos are not there any more that it may be a mistake
)

// Partly reports whether the folder is there, and only some of its photos are not.
func (r AwayReason) Partly() bool { return r == AwayLost }

// Explain tells the reason to the user, and what to do next.
func (r AwayReason) Explain() (what, next string) {
	const connect = "Connect it again, or say where it is now. If the photos were deleted on purpose, say so."
	switch r {
	case "":
		return "", ""
	case AwayEmpty:
		return "The folder is empty, though it held photos.", connect
	case AwayVolume:
		return "Another drive is where the folder's own drive was.", connect
	case AwayLost:
		return "Many of the folder's photos are not there any more.",
			"What is there is kept up to date. If they were deleted on purpose, say so. Otherwise put them back, or say where the folder is now."
	default:
		return "The folder cannot be reached.", "Connect its drive, or say where it is now."
	}
}
