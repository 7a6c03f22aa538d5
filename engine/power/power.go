// Package power tells whether the computer runs on its battery, so that work
// that can wait does not empty it.
package power

// OnBattery reports whether the computer draws on a battery now. Where the
// system does not tell, and on computers that have none, it is false. It takes
// some milliseconds at most on Linux and Windows; on macOS it starts a process.
func OnBattery() bool { return onBattery() }
