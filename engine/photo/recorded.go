package photo

// Recorded is what a scan must know of a file in the library.
type Recorded struct {
	ID ID
	File
	Was  string // the former path of a photo that is gone, whose Path no file has; else empty
	Hash Hash   // zero until the content was read
	// StaleMetadata asks for a new description though the file may be the same: something is read
	// by now that was not when it was recorded.
	StaleMetadata bool
	// Missing: the file was not there when its folder was last scanned.
	Missing bool
}
