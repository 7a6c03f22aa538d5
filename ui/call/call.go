// Package call calls callbacks that may be nil, such as those of the window's
// parts.
package call

// If calls f unless it is nil.
func If(f func()) {
	if f != nil {
		f()
	}
}

// With calls f with v unless f is nil.
func With[T any](f func(T), v T) {
	if f != nil {
		f(v)
	}
}
