//go:build !linux

package watch

import "runtime"

// Limit tells how many folders this system lets a user watch, and how to raise
// that; next is empty where there is nothing to raise.
func Limit() (what, next string) { return "folders are watched by " + runtime.GOOS, "" }

// Next is what the user can do about r; empty where that is nothing.
func (r Reason) Next() string { return "" }
