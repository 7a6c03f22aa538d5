package watch

import "recollect/engine/photo"

// Why a folder is polled. WatchLimit and FileLimit are limits of the system: once one is reached,
// no other folder can be watched.
const (
	// Refused means that the system does not let the user watch the folder.
	Refused photo.Reason = "watch:refused"
	// Network means that the folder lies on a network volume or a FUSE volume, where changes by
	// others have no events.
	Network photo.Reason = "watch:network"
)

// Polled is a folder that is polled with everything below it.
type Polled struct {
	Dir string
	// Folders is the number of these folders, Dir included. Those below Dir count once they have
	// been read for the first time.
	Folders int
	Why     photo.Reason
}
