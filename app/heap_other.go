//go:build !linux || !cgo

package app

// boundHeap does nothing: the C libraries of other systems return freed memory themselves.
func boundHeap() {}
