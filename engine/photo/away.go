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
