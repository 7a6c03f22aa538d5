// Package power reports whether the computer runs on its battery, so that work that can
// wait does not drain it.
package power

// OnBattery reports whether the computer runs on a battery now. It is false if the system does not
// say, and on computers without a battery. It takes a few milliseconds at most on Linux and
// Windows; on macOS it starts a process.
func OnBattery() bool { return onBattery() }
