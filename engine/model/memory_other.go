//go:build !linux || !cgo

package model

import (
	"runtime/debug"
)

// GiveBack returns to the system what Go has freed and still holds. The C libraries
// of other systems see to their own memory.
func GiveBack() { debug.FreeOSMemory() }

// dropPages does nothing: these systems take back by themselves what was read from a file.
func dropPages(string) {}
