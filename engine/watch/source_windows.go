package watch

import (
	"encoding/binary"
	"errors"
	"os"
	"path/filepath"
	"syscall"
	"unsafe"

	"golang.org/x/sys/windows"
)

// readerBytes is how many bytes of events may come between two reads before some are
// lost: the most that ReadDirectoryChangesW takes for servers, too.
const readerBytes = 64 << 10

// readers watch whole folders by ReadDirectoryChangesW. fsnotify v1.10.1 watches
// single folders only: its recursive form is switched off outside its own tests. A
// handle on every folder would keep those above it from being renamed.
type readers struct {
	events chan event
	byDir  map[string][]*reader
}

func openSystem() (source, error) {
	r := &readers{events: make(chan event), byDir: map[string][]*reader{}}
	return source{add: r.add, remove: r.remove, close: r.close, events: r.events, deep: true}, nil
}

// add watches dir twice, because events of folders and of files look the same: one
// reader asks for the first, one for the second.
func (r *readers) add(dir string) error {
	if r.byDir[dir] != nil {
		return nil
	}
	folders, err := r.start(dir, folder, windows.FILE_NOTIFY_CHANGE_DIR_NAME)
	if err != nil {
		return err
	}
	const ofFiles = windows.FILE_NOTIFY_CHANGE_FILE_NAME | windows.FILE_NOTIFY_CHANGE_SIZE |
		windows.FILE_NOTIFY_CHANGE_LAST_WRITE
	files, err := r.start(dir, written, ofFiles)
	if err != nil {
		folders.end()
		return err
	}
	r.byDir[dir] = []*reader{folders, files}
	return nil
}

func (r *readers) remove(dir string) error {
	for _, one := range r.byDir[dir] {
		one.end()
	}
	delete(r.byDir, dir)
	return nil
}

func (r *readers) close() {
	for dir := range r.byDir {
		_ = r.remove(dir)
	}
}

// reader reads the changes of one kind below one folder. The system writes to buf
// and ov while a read is pending, so they stay in place until done is closed.
type reader struct {
	dir    string
	op     op
	filter uint32
	folder windows.Handle
	ov     windows.Overlapped
	buf    [readerBytes / 4]uint32 // aligned, as the system requires
	halt   windows.Handle          // an event that ends the wait
	stop   chan struct{}           // closed to end sending
	done   chan struct{}
}

func (r *readers) start(dir string, o op, filter uint32) (*reader, error) {
	name, err := windows.UTF16PtrFromString(dir)
	if err != nil {
		return nil, err
	}
	one := &reader{dir: dir, op: o, filter: filter, stop: make(chan struct{}), done: make(chan struct{})}
	one.folder, err = windows.CreateFile(name, windows.FILE_LIST_DIRECTORY,
		windows.FILE_SHARE_READ|windows.FILE_SHARE_WRITE|windows.FILE_SHARE_DELETE, nil,
		windows.OPEN_EXISTING, windows.FILE_FLAG_BACKUP_SEMANTICS|windows.FILE_FLAG_OVERLAPPED, 0)
	if err != nil {
		return nil, err
	}
	if err := one.prepare(); err != nil {
		one.free()
		return nil, err
	}
	go func() {
		defer close(one.done)
		defer one.free()
		one.run(r.events)
	}()
	return one, nil
}

// prepare makes the two event objects and starts the first read.
func (r *reader) prepare() (err error) {
	if r.halt, err = windows.CreateEvent(nil, 1, 0, nil); err != nil {
		return err
	}
	if r.ov.HEvent, err = windows.CreateEvent(nil, 1, 0, nil); err != nil {
		return err
	}
	return r.ask()
}

func (r *reader) free() {
	for _, h := range []windows.Handle{r.folder, r.halt, r.ov.HEvent} {
		if h != 0 {
			_ = windows.CloseHandle(h)
		}
	}
}

// end waits until the reader has ended.
func (r *reader) end() {
	close(r.stop)
	select {
	case <-r.done: // it freed halt
	default:
		_ = windows.SetEvent(r.halt)
		<-r.done
	}
}

func (r *reader) ask() error {
	buf := (*byte)(unsafe.Pointer(&r.buf))
	return windows.ReadDirectoryChanges(r.folder, buf, readerBytes, true, r.filter, nil, &r.ov, 0)
}

func (r *reader) run(events chan<- event) {
	for {
		n, err := r.answer()
		if errors.Is(err, errHalted) {
			return
		}
		for _, e := range r.events(n, err) {
			if !send(r.stop, events, e) {
				// The system does not own buf: the last read has ended, and none is pending.
				return
			}
		}
		if err == nil || errors.Is(err, windows.ERROR_NOTIFY_ENUM_DIR) {
			err = r.ask()
		}
		if err != nil {
			// The folder or its disk is gone: the root is opened again, or waited for.
			send(r.stop, events, event{op: ended, path: r.dir})
			return
		}
	}
}

var errHalted = errors.New("halted")

// answer waits for the pending read and returns the number of bytes in buf.
func (r *reader) answer() (n uint32, err error) {
	which, err := windows.WaitForMultipleObjects([]windows.Handle{r.halt, r.ov.HEvent}, false, windows.INFINITE)
	if err == nil && which == windows.WAIT_OBJECT_0+1 {
		return n, windows.GetOverlappedResult(r.folder, &r.ov, &n, false)
	}
	_ = windows.CancelIoEx(r.folder, &r.ov)
	_ = windows.GetOverlappedResult(r.folder, &r.ov, &n, true) // waits waits until the system has released buf
	return 0, errHalted
}

// events returns the events for n bytes of buf, or for err.
func (r *reader) events(n uint32, err error) []event {
	if n == 0 || err != nil {
		return []event{{op: lost, path: r.dir}} // too many for buf
	}
	var all []event
	for _, c := range changes(unsafe.Slice((*byte)(unsafe.Pointer(&r.buf)), n)) {
		path := filepath.Join(r.dir, c.name)
		if r.op == written && c.action == windows.FILE_ACTION_MODIFIED && isFolder(path) {
			continue // only its entries changed, which have events of their own
		}
		all = append(all, event{op: r.op, path: path})
	}
	return all
}

func isFolder(path string) bool {
	info, err := os.Lstat(path)
	return err == nil && info.IsDir()
}

// change is one FILE_NOTIFY_INFORMATION.
type change struct {
	action uint32
	name   string
}

// changes reads a list of FILE_NOTIFY_INFORMATION: the distance to the next, the
// action, the length of the name in bytes, and the name in UTF-16.
func changes(b []byte) []change {
	var all []change
	for len(b) >= 12 {
		next, size := binary.LittleEndian.Uint32(b), binary.LittleEndian.Uint32(b[8:])
		if uint64(size) > uint64(len(b)-12) {
			break
		}
		name := make([]uint16, size/2)
		for i := range name {
			name[i] = binary.LittleEndian.Uint16(b[12+2*i:])
		}
		all = append(all, change{binary.LittleEndian.Uint32(b[4:]), syscall.UTF16ToString(name)})
		if next == 0 || uint64(next) > uint64(len(b)) {
			break
		}
		b = b[next:]
	}
	return all
}
