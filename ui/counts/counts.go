// Package counts writes numbers for people, in the language of the window.
package counts

import "recollect/ui/phrases"

// Number returns n with a separator between thousands: "12,408".
func Number(n int) string { return phrases.Catalogue().Number(n) }
