//go:build !race

package watch

// raceDetector is true where memory and time are no measure of the program's.
const raceDetector = false
