// Package cloud knows files that are listed on this computer while their content
// is in a cloud only. They are never opened: that would fetch them.
package cloud

import "recollect/engine/photo"

// ErrOnly is why a file is not opened.
var ErrOnly error = &photo.Fault{
	Code: "cloud:only",
	Text: "in the cloud only",
}
