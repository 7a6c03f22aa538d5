// Package cloud recognises files that are listed on this computer while their content
// is in a cloud only. They are never opened: that would download them.
package cloud

import "recollect/engine/photo"

// ErrOnly means that a file was not opened, because its content is in a cloud only.
var ErrOnly error = &photo.Fault{
	Code: "cloud:only",
	Text: "in the cloud only",
}
