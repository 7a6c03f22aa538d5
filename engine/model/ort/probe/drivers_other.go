//go:build !linux && !windows && !darwin

package probe

// drivers is empty: nothing is known of drivers here.
func drivers() string { return "" }
