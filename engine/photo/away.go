package photo

// AwayReason is why a folder is away (offline): its photos stay in the library though they were not
// found. Empty: it is online.
type AwayReason string

// The reasons. They are recorded and printed, and must not be changed.
const (
	AwayMissing AwayReason = "missing" // it cannot be reached
	AwayEmpty   AwayReason = "empty"   // nothing is in it, though it held photos
	AwayVolume  AwayReason = "volume"  // another volume is where its own was, and the photos are not on it
	AwayLost    AwayReason = "lost"    // so many photos are not there any more that it may be a mistake
)

// Partly reports whether the folder is there, and only some of its photos are missing.
func (r AwayReason) Partly() bool { return r == AwayLost }
