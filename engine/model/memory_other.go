//go:build !linux || !cgo

package model

import (
	"runtime/debug"
)

// GiveBack returns memory to the system that Go has freed but still holds. The
// C libraries of other systems do so by themselves.
func GiveBack() { debug.FreeOSMemory() }

// dropPages does nothing: these systems reclaim the pages of files by themselves.
func dropPages(string) {}
