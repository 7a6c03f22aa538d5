package watch

import (
	"bytes"
	"encoding/binary"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"unsafe"

	"golang.org/x/sys/unix"
)

// asked are the events that are requested. IN_MODIFY comes while a file grows, which delays
// delivery until it is complete. IN_CLOSE_WRITE comes also for files written through a memory
// mapping. Changes of permissions do not change content, and backups and indexers make many: they
// are not requested.
const asked = unix.IN_CREATE | unix.IN_DELETE | unix.IN_MOVED_FROM | unix.IN_MOVED_TO |
	unix.IN_MODIFY | unix.IN_CLOSE_WRITE | unix.IN_DELETE_SELF | unix.IN_MOVE_SELF

// eventBytes is enough for one event with the longest name, as read(2) of inotify requires, and for
// hundreds of usual ones.
const eventBytes = 64 << 10

// inotify watches single folders. The system numbers a watch by the folder, not by its name, so a
// folder that was renamed, mounted twice or linked to has the same watch under each name. An event
// is reported under all of them; a later event says which name is out of date.
//
// fsnotify v1.10.1 keeps the first name of a watch only. A folder that is moved
// into one that is being walked is not watched any more then, and one with two
// names has events under the first. It does not ask for IN_CLOSE_WRITE either, by
// which a file is reported that was written through a memory mapping.
// TestWhatFsnotifyMisses has each of these, TestChurnWithFsnotify what comes of them.
type inotify struct {
	fd     int
	file   *os.File // the same, for reading
	events chan event
	stop   chan struct{}
	done   chan struct{}

	mu     sync.Mutex
	watch  map[string]int32   // folder -> its watch
	name   map[int32]string   // watch -> its first name
	others map[int32][]string // watch -> further names
}

func openSystem() (source, error) {
	fd, err := unix.InotifyInit1(unix.IN_CLOEXEC | unix.IN_NONBLOCK)
	if err != nil {
		return source{}, os.NewSyscallError("inotify_init1", err)
	}
	n := &inotify{
		fd: fd, file: os.NewFile(uintptr(fd), "inotify"),
		events: make(chan event), stop: make(chan struct{}), done: make(chan struct{}),
		watch: map[string]int32{}, name: map[int32]string{}, others: map[int32][]string{},
	}
	go func() {
		defer close(n.done)
		n.read()
	}()
	return source{add: n.add, remove: n.remove, close: n.close, events: n.events}, nil
}

func (n *inotify) close() {
	close(n.stop)
	_ = n.file.Close() // ends a read
	<-n.done
}

func (n *inotify) add(dir string) error {
	n.mu.Lock()
	defer n.mu.Unlock()
	wd, err := unix.InotifyAddWatch(n.fd, dir, asked|unix.IN_ONLYDIR)
	if err != nil {
		return &os.PathError{Op: "inotify_add_watch", Path: dir, Err: err}
	}
	id := int32(wd)
	if before, on := n.watch[dir]; on {
		if before == id {
			return nil
		}
		_ = n.forget(dir) // another folder has this name now
	}
	n.watch[dir] = id
	if _, on := n.name[id]; on {
		n.others[id] = append(n.others[id], dir)
	} else {
		n.name[id] = dir
	}
	return nil
}

func (n *inotify) remove(dir string) error {
	n.mu.Lock()
	defer n.mu.Unlock()
	return n.forget(dir)
}

// forget removes the name dir from its watch, and the watch if it has no other name.
func (n *inotify) forget(dir string) error {
	id, on := n.watch[dir]
	if !on {
		return &os.PathError{Op: "inotify_rm_watch", Path: dir, Err: os.ErrNotExist}
	}
	delete(n.watch, dir)
	more := slices.DeleteFunc(n.others[id], func(name string) bool { return name == dir })
	if n.name[id] == dir {
		if len(more) == 0 {
			delete(n.name, id)
			_, err := unix.InotifyRmWatch(n.fd, uint32(id))
			return os.NewSyscallError("inotify_rm_watch", err)
		}
		n.name[id], more = more[0], more[1:]
	}
	if n.others[id] = more; len(more) == 0 {
		delete(n.others, id)
	}
	return nil
}

// ended removes a watch that the system has ended.
func (n *inotify) ended(id int32) {
	n.mu.Lock()
	defer n.mu.Unlock()
	for _, dir := range append(n.others[id], n.name[id]) {
		if n.watch[dir] == id {
			delete(n.watch, dir)
		}
	}
	delete(n.name, id)
	delete(n.others, id)
}

// names returns the names of a watched folder; none if the watch was removed.
func (n *inotify) names(id int32) []string {
	n.mu.Lock()
	defer n.mu.Unlock()
	first, on := n.name[id]
	if !on {
		return nil
	}
	return append([]string{first}, n.others[id]...)
}

// read sends events until close.
func (n *inotify) read() {
	buf := make([]byte, eventBytes)
	for {
		size, err := n.file.Read(buf)
		select {
		case <-n.stop:
			return
		default:
		}
		if err != nil {
			// Reading cannot continue: the loss makes the Watcher open a new source.
			slog.Warn("file system events cannot be read", "error", err)
			send(n.stop, n.events, event{op: lost})
			return
		}
		for rest := buf[:size]; len(rest) > 0; {
			var raw notice
			if raw, rest = parse(rest); !n.deliver(raw) {
				return
			}
		}
	}
}

// notice is one inotify_event.
type notice struct {
	watch int32
	mask  uint32
	name  string // in the folder; empty for the folder itself
}

// parse reads the first event of b and returns the rest of b. An incomplete event becomes an
// overflow.
func parse(b []byte) (notice, []byte) {
	const head = unix.SizeofInotifyEvent
	if len(b) < head {
		return notice{mask: unix.IN_Q_OVERFLOW}, nil
	}
	id, mask := binary.NativeEndian.Uint32(b), binary.NativeEndian.Uint32(b[unsafe.Offsetof(unix.InotifyEvent{}.Mask):])
	size := binary.NativeEndian.Uint32(b[unsafe.Offsetof(unix.InotifyEvent{}.Len):])
	b = b[head:]
	if uint64(size) > uint64(len(b)) {
		return notice{mask: unix.IN_Q_OVERFLOW}, nil
	}
	name, _, _ := bytes.Cut(b[:size], []byte{0}) // it is padded with zeros
	return notice{int32(id), mask, string(name)}, b[size:]
}

// deliver sends the events of raw; false ends the reading.
func (n *inotify) deliver(raw notice) bool {
	if raw.mask&unix.IN_Q_OVERFLOW != 0 {
		slog.Warn("the queue of file system events ran over")
		return send(n.stop, n.events, event{op: lost})
	}
	dirs := n.names(raw.watch)
	if raw.mask&unix.IN_IGNORED != 0 {
		n.ended(raw.watch)
		return true
	}
	for _, dir := range dirs {
		if !send(n.stop, n.events, raw.event(dir)) {
			return false
		}
	}
	return true
}

func (raw notice) event(dir string) event {
	switch path := filepath.Join(dir, raw.name); {
	case raw.name == "":
		return event{ended, dir} // deleted, moved away, unmounted
	case raw.mask&(unix.IN_CREATE|unix.IN_MOVED_TO) != 0:
		return event{created, path}
	case raw.mask&(unix.IN_DELETE|unix.IN_MOVED_FROM) == 0:
		return event{written, path}
	case raw.mask&unix.IN_ISDIR != 0:
		return event{folder, path}
	default:
		return event{removed, path}
	}
}
