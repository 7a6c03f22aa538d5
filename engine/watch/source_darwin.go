//go:build darwin && cgo

package watch

import (
	"path/filepath"
	"strings"
	"time"

	"github.com/fsnotify/fsevents"
)

// latency is how long the system collects events before it delivers them.
const latency = 200 * time.Millisecond

// happened are the flags for files and folders that were created, removed or written. The other
// flags are about permissions, labels and the like.
const happened = fsevents.ItemCreated | fsevents.ItemRemoved | fsevents.ItemRenamed | fsevents.ItemModified

// gap are the flags that say that events below the path were dropped.
const gap = fsevents.MustScanSubDirs | fsevents.KernelDropped | fsevents.UserDropped | fsevents.Mount | fsevents.Unmount

// streams watch whole folders by FSEvents.
type streams struct {
	events chan event
	byDir  map[string]*stream
}

// stream watches one folder.
type stream struct {
	dir, real  string // real is dir without symbolic links, as in events
	events     *fsevents.EventStream
	stop, over chan struct{} // stop is closed to end sending, over once no more events come
	done       chan struct{}
}

func openSystem() (source, error) {
	s := &streams{events: make(chan event), byDir: map[string]*stream{}}
	return source{add: s.add, remove: s.remove, close: s.close, events: s.events, deep: true}, nil
}

func (s *streams) add(dir string) error {
	if s.byDir[dir] != nil {
		return nil
	}
	real, err := filepath.EvalSymlinks(dir)
	if err != nil {
		return err
	}
	one := &stream{
		dir: dir, real: real,
		stop: make(chan struct{}), over: make(chan struct{}), done: make(chan struct{}),
	}
	one.events = &fsevents.EventStream{
		// Room for one: a callback may be under way when nobody receives any more.
		Events:  make(chan []fsevents.Event, 1),
		Paths:   []string{real},
		Latency: latency,
		Flags:   fsevents.FileEvents | fsevents.WatchRoot | fsevents.NoDefer,
	}
	if err := one.events.Start(); err != nil {
		return err
	}
	go func() {
		defer close(one.done)
		one.pump(s.events)
	}()
	s.byDir[dir] = one
	return nil
}

func (s *streams) remove(dir string) error {
	if one := s.byDir[dir]; one != nil {
		close(one.stop)
		one.events.Stop()
		close(one.over)
		<-one.done
		delete(s.byDir, dir)
	}
	return nil
}

func (s *streams) close() {
	for dir := range s.byDir {
		_ = s.remove(dir)
	}
}

// pump forwards the stream's events until stop is closed, and discards them until
// over is closed: a callback waits until its batch is received.
func (s *stream) pump(events chan<- event) {
	for {
		select {
		case <-s.over:
			return
		case batch := <-s.events.Events:
			for _, e := range batch {
				if e, ok := s.event(e); ok && !send(s.stop, events, e) {
					break
				}
			}
		}
	}
}

// event converts e; ok is false if it is of no interest.
func (s *stream) event(e fsevents.Event) (event, bool) {
	path, inside := s.under(filepath.Clean(e.Path))
	switch {
	case e.Flags&fsevents.RootChanged != 0:
		return event{op: ended, path: s.dir}, true
	case !inside || e.Flags&gap != 0:
		return event{op: lost, path: path}, true
	case e.Flags&happened == 0:
		return event{}, false
	case e.Flags&fsevents.ItemIsDir != 0:
		return event{op: folder, path: path}, true
	default:
		return event{op: written, path: path}, true
	}
}

// under returns path as a path below dir, ignoring case, or dir itself if path is not inside it.
func (s *stream) under(path string) (below string, inside bool) {
	n := len(s.real)
	if len(path) < n || !strings.EqualFold(path[:n], s.real) {
		return s.dir, false
	}
	return s.dir + path[n:], true
}
