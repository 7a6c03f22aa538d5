// Package fetch downloads files that a person has asked for, and is all that Recollect does on a
// network. Nothing is sent but the request: no cookie, no account, nothing that tells one
// installation from another.
//
// A file is put in place whole and as it should be, or not at all: by the SHA-256 that is known of
// it, or, where none is known, by what its hub itself says of it. An incomplete file stays beside its
// place, under the name with .part at the end, and the next call continues there, also after the
// process was killed. What is not as it should be is removed, and named in the error.
//
// # Format
//
// The folder that files are fetched into holds fetch.json while there is something to remember: of
// each file, by its path, its address, its size, its checksum, the commit that the hub said it is
// of, when it was first seen, and the entity tag that half a file belongs to. An unreadable one is
// as good as none.
package fetch

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"time"

	"recollect/engine/file"
	"recollect/engine/photo"
	"recollect/engine/volume"
)

// File is a file to be fetched.
type File struct {
	// URL is its address, with https.
	URL string
	// Path is its place below the folder, slash-separated.
	Path string
	// Bytes and SHA256 (lower-case hexadecimal) are what it must be. 0 and "" are what the hub says
	// in its own answer, before it sends one elsewhere; a file of which it says nothing is refused.
	Bytes  int64
	SHA256 string
	// About estimates Bytes where that is 0, for progress and for the room on the disk.
	About int64
	// Commit is the one of which the hub must say that the file is; "" is any.
	Commit string
}

// size is what is expected of a file before it is there.
func (f File) size() int64 {
	if f.Bytes > 0 {
		return f.Bytes
	}
	return f.About
}

// Fetched is a file that is in place.
type Fetched struct {
	Path   string
	Bytes  int64
	SHA256 string
	Commit string // as the hub said; "" where it said nothing
	// FirstSeen: no SHA-256 was known beforehand. The hub's word was taken.
	FirstSeen bool
}

// Options say how files are fetched. The zero value works.
type Options struct {
	// Mirror, an address with https such as "https://mirror.example.org/hub", takes the place of
	// the hub of models. Empty: the hub itself.
	Mirror string
	// Hosts are those, with their port unless that is 443, to which a server may send a download
	// on besides its own: those of a mirror.
	Hosts []string
	// Loopback allows servers of this computer, also without encryption.
	Loopback bool
	// Transport makes the requests. Nil: directly, or by the proxy of the environment (HTTPS_PROXY).
	Transport http.RoundTripper
	// Free returns how many bytes fit on the disk of a folder. Nil: as the file system says.
	Free func(dir string) (int64, error)

	seams
}

// seams are replaced in tests.
type seams struct {
	wait   func(context.Context, time.Duration) error
	open   func(path string, flag int) (part, error)
	stall  time.Duration
	moment func() time.Time
}

// part is a file that is being written.
type part interface {
	io.WriteSeeker
	io.Closer
	Truncate(size int64) error
}

// The patience with servers and the room that is left on a disk.
const (
	tries      = 5                      // in a row that have brought nothing
	stall      = 20 * time.Second       // twice in a row fewer than leastBytes: the server is given up
	leastBytes = 32 << 10               // 1.6 kB a second
	firstWait  = time.Second            // before the second try; then twice as long each time
	longest    = 10 * time.Minute       // that a server may ask to wait
	hops       = 5                      // redirects of one request
	reserve    = 64 << 20               // bytes that stay free on the disk
	unsized    = 64 << 20               // the most of a file whose size nobody says
	interval   = 200 * time.Millisecond // of progress
)

// withDefaults fills in what is empty.
func (o Options) withDefaults() Options {
	if o.Transport == nil {
		o.Transport = transport()
	}
	if o.Free == nil {
		o.Free = volume.Free
	}
	if o.wait == nil {
		o.wait = sleep
	}
	if o.open == nil {
		o.open = func(path string, flag int) (part, error) { return file.OpenOwn(path, flag) }
	}
	if o.stall == 0 {
		o.stall = stall
	}
	if o.moment == nil {
		o.moment = time.Now
	}
	return o
}

// transport speaks HTTP as little as possible.
func transport() http.RoundTripper {
	t := http.DefaultTransport.(*http.Transport).Clone() // it has the proxy of the environment, and time-outs
	t.DisableCompression = true                          // a checksum is of what is sent
	t.MaxResponseHeaderBytes = 64 << 10
	return t
}

func sleep(ctx context.Context, d time.Duration) error {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-t.C:
		return nil
	}
}

// Fetch puts files into the folder dir, which is made if it is not there, and returns what is there
// then, in the order of files. Files that are there already and as they should be are not asked
// for. progress may be nil; it is called from the goroutine of Fetch. One folder is for one Fetch at a time.
//
// Errors are photo.Faults with codes that begin with "fetch:", which name the file or the server,
// those of the file system, and that of ctx. After each of them another Fetch continues.
func Fetch(
	ctx context.Context, o Options, files []File, dir string, progress func(photo.Transfer),
) ([]Fetched, error) {
	if err := check(o, files); err != nil {
		return nil, err
	}
	d := &download{o: o.withDefaults(), dir: dir}
	defer d.hangUp()
	d.progress = newProgress(files, progress, d.o.moment)
	if err := d.prepare(ctx, files); err != nil {
		return nil, err
	}
	var all []Fetched
	for _, f := range files {
		got, err := d.file(ctx, f)
		if err != nil {
			return nil, fmt.Errorf("fetch %s: %w", f.Path, err)
		}
		all = append(all, got)
	}
	return all, nil
}

// download is one call of Fetch.
type download struct {
	o        Options
	dir      string
	state    state
	progress *progress
}

// hangUp closes idle connections.
func (d *download) hangUp() {
	if t, ok := d.o.Transport.(interface{ CloseIdleConnections() }); ok {
		t.CloseIdleConnections()
	}
}

// place returns where a file belongs.
func (d *download) place(f File) string { return filepath.Join(d.dir, filepath.FromSlash(f.Path)) }

func partOf(path string) string { return path + ".part" }

// prepare makes the folders, and looks whether the disk has room for what is missing.
func (d *download) prepare(ctx context.Context, files []File) error {
	if err := d.folders(files); err != nil {
		return err
	}
	d.state = readState(d.dir)
	var missing int64
	for _, f := range files {
		if err := ctx.Err(); err != nil {
			return err
		}
		missing += max(0, f.size()-d.present(f))
	}
	return d.room(missing)
}

// present returns how many bytes of a file are there.
func (d *download) present(f File) int64 {
	for _, path := range []string{d.place(f), partOf(d.place(f))} {
		if info, err := os.Lstat(path); err == nil && info.Mode().IsRegular() {
			return info.Size()
		}
	}
	return 0
}

// folders makes the folder and those below it. None of them may be a link.
func (d *download) folders(files []File) error {
	if err := file.OwnFolder(d.dir); err != nil {
		return err
	}
	if err := os.MkdirAll(d.dir, 0o700); err != nil {
		return err
	}
	for _, f := range files {
		for rest, at := filepath.FromSlash(f.Path), 0; at < len(rest); at++ {
			if !os.IsPathSeparator(rest[at]) {
				continue
			}
			folder := filepath.Join(d.dir, rest[:at])
			if err := file.OwnFolder(folder); err != nil {
				return err
			}
			if err := os.MkdirAll(folder, 0o700); err != nil {
				return err
			}
		}
	}
	return nil
}

// room returns an error if n bytes more do not fit on the disk, with some to spare. A file system
// that says nothing is not asked twice: writing will tell.
func (d *download) room(n int64) error {
	free, err := d.o.Free(d.dir)
	if err != nil || n == 0 || free >= n+reserve {
		return nil
	}
	return NoRoom(n+reserve, free)
}
