package watch

// source is where the system tells of changes. Its functions are called by one
// goroutine. Those of each system differ in reach: inotify and kqueue tell of
// one folder a watch, FSEvents and ReadDirectoryChangesW of all below it.
type source struct {
	// add begins to tell of changes in dir. The error is fs.ErrNotExist, one that
	// reasonOf knows, or any other: then dir is polled.
	add func(dir string) error
	// remove ends what add began. It fails for a folder that is not watched.
	remove func(dir string) error
	// close ends everything; no event comes after it.
	close func()
	// told is where events come from; nil where there are none.
	events <-chan event
	// deep is true where the watch of a folder covers all that lies below it.
	deep bool
}

// event says where something has changed, and what to make of it.
type event struct {
	op   op
	path string // absolute and cleaned; with lost it may be empty, for everything
}

type op int

const (
	created op = iota // a file or folder was made or moved in
	removed           // a file or folder is gone or moved away
	ended             // the watched folder itself is, says its own watch
	written           // a file changed, came or went
	folder            // a folder came, went or was renamed; only from deep sources
	lost              // events below path were lost
)

// open is replaced in tests, to fail as a system at its limits does.
var open = openSystem

// deaf stands in where events cannot be had at all: every folder is polled.
func noEvents(err error) source {
	return source{
		add:    func(string) error { return err },
		remove: func(string) error { return nil },
		close:  func() {},
	}
}

// send hands e over unless stop is closed first, which it reports.
func send(stop <-chan struct{}, events chan<- event, e event) bool {
	select {
	case events <- e:
		return true
	case <-stop:
		return false
	}
}
