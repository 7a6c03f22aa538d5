package watch

// source delivers the system's events. One goroutine calls its functions. A watch of inotify and
// kqueue covers one folder; one of FSEvents and ReadDirectoryChangesW covers everything below it
// too.
type source struct {
	// add starts watching dir. On an error other than fs.ErrNotExist, dir is polled, for the reason
	// that reasonOf returns.
	add func(dir string) error
	// remove stops watching dir. It fails for a folder that is not watched.
	remove func(dir string) error
	// close closes the source; no event comes after it.
	close func()
	// events delivers events; nil if there are none.
	events <-chan event
	// deep: the watch of a folder covers everything below it.
	deep bool
}

// event is a change at a path.
type event struct {
	op   op
	path string // absolute and cleaned; with lost it may be empty, for everything
}

type op int

const (
	created op = iota // a file or folder was made or moved in
	removed           // a file or folder is gone or moved away
	ended             // the watched folder itself is gone, by its own watch
	written           // a file was written, created or removed
	folder            // a folder is gone or moved away; from deep sources also one that was created or renamed
	lost              // events below path were lost
)

// open is replaced in tests, to fail like a system at its limits.
var open = openSystem

// noEvents is the source of systems without events: every folder is polled.
func noEvents(err error) source {
	return source{
		add:    func(string) error { return err },
		remove: func(string) error { return nil },
		close:  func() {},
	}
}

// send delivers e unless stop is closed first, and reports whether it did.
func send(stop <-chan struct{}, events chan<- event, e event) bool {
	select {
	case events <- e:
		return true
	case <-stop:
		return false
	}
}
