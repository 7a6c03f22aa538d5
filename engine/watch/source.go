package watch

// source is where the system's events come from. Its functions are called by one
// goroutine. The systems differ in reach: a watch of inotify and kqueue covers one
// folder, one of FSEvents and ReadDirectoryChangesW all below it.
type source struct {
	// add starts watching dir. The error is fs.ErrNotExist, or another: then dir is
	// polled, for the reason that reasonOf returns.
	add func(dir string) error
	// remove stops watching dir. It fails for a folder that is not watched.
	remove func(dir string) error
	// close ends everything; no event comes after it.
	close func()
	// events delivers what happens; nil where there is nothing to come.
	events <-chan event
	// deep is true where the watch of a folder covers all that lies below it.
	deep bool
}

// event says where something has changed, and what kind of change it is.
type event struct {
	op   op
	path string // absolute and cleaned; with lost it may be empty, for everything
}

type op int

const (
	created op = iota // a file or folder was made or moved in
	removed           // a file or folder is gone or moved away
	ended             // the watched folder itself is gone, by its own watch
	written           // a file changed, came or went
	folder            // a folder came, went or was renamed; only from deep sources
	lost              // events below path were lost
)

// open is replaced in tests, to fail as a system at its limits does.
var open = openSystem

// noEvents is the source where the system gives none: every folder is polled.
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
