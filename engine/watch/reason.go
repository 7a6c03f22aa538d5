package watch

import "recollect/engine/photo"

// Why a folder is polled. WatchLimit and FileLimit are limits of the system: no other
// folder can be watched either once one is reached.
const (
	// Refused means that the system does not let the user watch the folder.
	Refused photo.Reason = "watch:refused"
	// Network means that the folder lies on a network volume, or on one made by a
	// program, which does not report what others change there.
	Network photo.Reason = "watch:network"
)

// Polled is a folder that is polled, with all that lies below it.
type Polled struct {
	Dir string
	// Folders is how many they are, Dir included; those below count once they were
	// read for the first time.
	Folders int
	Why     photo.Reason
}
