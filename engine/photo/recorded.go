package photo

// Recorded is what a scan must know of a file in the library.
type Recorded struct {
	ID ID
	File
	Was  string // the former path of a photo that is gone, whose Path no file has; else empty
	Hash Hash   // zero until the content was read
	// StaleMetadata asks for a metadata refresh even if the file is unchanged: this version
	// reads more than the one that recorded it.
	StaleMetadata bool
	// Missing: the file was not there when its folder was last scanned.
	Missing bool
}
