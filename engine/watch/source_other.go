//go:build !linux && !windows && !(darwin && cgo)

package watch

// openSystem opens what fsnotify has for the system, such as kqueue, which needs a
// descriptor for every file.
func openSystem() (source, error) { return openNotify() }
