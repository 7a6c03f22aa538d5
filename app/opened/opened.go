// Package opened takes the files that a person opens with the program where the system does not name
// them on the command line. macOS tells them to the program that runs, or that it has started for them.
package opened

import "context"

// most is how many requests wait for the window. The first come before there is one.
const most = 64

// Files are the requests to open files, in their order.
type Files struct{ asked chan []string }

// Listen listens for requests. It is called once, before the toolkit starts.
func Listen() *Files {
	f := &Files{asked: make(chan []string, most)}
	f.listen()
	return f
}

// Serve calls open with the absolute paths of each request, also of those made before, until ctx ends.
func (f *Files) Serve(ctx context.Context, open func(paths []string)) {
	for {
		select {
		case <-ctx.Done():
			return
		case paths := <-f.asked:
			open(paths)
		}
	}
}

// ask adds a request. Beyond most, which wait only for a window that does not answer, it is dropped: the
// caller is the system, which must not wait.
func (f *Files) ask(paths []string) {
	select {
	case f.asked <- paths:
	default:
	}
}
