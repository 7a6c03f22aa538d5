package trash

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"time"
	"unicode/utf8"

	"github.com/moby/sys/mountinfo"
	"golang.org/x/sys/unix"

	"recollect/engine/durable"
)

// trashDir is a trash folder, with the folders files and info in it.
type trashDir struct {
	dir string
	// top is the folder that paths in records are relative to; empty in the home
	// trash, where they are absolute.
	top string
}

// renameNew is replaced in tests, to fail as file systems do.
var renameNew = durable.RenameNew

// put moves the file into the home trash, or into that of its own volume.
func put(path string, _ fs.FileInfo) (Item, error) {
	// Only the real path of the folder says on which volume it is. The file is no link.
	dir, err := filepath.EvalSymlinks(filepath.Dir(path))
	if err != nil {
		return Item{}, err
	}
	real := filepath.Join(dir, filepath.Base(path))
	home, err := homeTrash()
	if err == nil && sameDevice(home.dir, dir) {
		// A device may be mounted twice, and have volumes inside: only trying shows it.
		it, err := home.take(path, path)
		if !errors.Is(err, syscall.EXDEV) {
			return it, err
		}
	}
	trashes, err := trashesOf(real)
	if err != nil {
		return Item{}, err
	}
	for _, c := range trashes {
		if it, err := c.take(path, real); !errors.Is(err, syscall.EXDEV) {
			return it, err
		}
	}
	return Item{}, ErrNoTrash
}

// homeTrash returns the home trash, and makes it if it is missing.
func homeTrash() (trashDir, error) {
	c, err := homeDir()
	if err == nil {
		err = os.MkdirAll(c.dir, 0o700)
	}
	return c, err
}

// homeDir returns the home trash, which may be missing.
func homeDir() (trashDir, error) {
	data := os.Getenv("XDG_DATA_HOME")
	if !filepath.IsAbs(data) { // the specification of base directories ignores others
		home, err := os.UserHomeDir()
		if err != nil {
			return trashDir{}, err
		}
		data = filepath.Join(home, ".local", "share")
	}
	return trashDir{dir: filepath.Join(data, "Trash")}, nil
}

func sameDevice(a, b string) bool {
	var x, y unix.Stat_t
	return unix.Stat(a, &x) == nil && unix.Stat(b, &y) == nil && x.Dev == y.Dev
}

// trashesOf returns the trash folders at the top of the volume that the file at real is
// on, best first, and makes one if there is none.
func trashesOf(real string) ([]trashDir, error) {
	top, err := topOf(real)
	if err != nil {
		return nil, err
	}
	uid := strconv.Itoa(os.Getuid())
	var trashes []trashDir
	// The one that an administrator made for all users, if no other user can replace it.
	shared := filepath.Join(top, ".Trash")
	info, err := os.Lstat(shared)
	if err == nil && info.IsDir() && info.Mode()&fs.ModeSticky != 0 {
		if dir := filepath.Join(shared, uid); own(dir) == nil {
			trashes = append(trashes, trashDir{dir: dir, top: top})
		}
	}
	dir := filepath.Join(top, ".Trash-"+uid)
	err = own(dir)
	if err == nil {
		trashes = append(trashes, trashDir{dir: dir, top: top})
	}
	if len(trashes) == 0 {
		return nil, fmt.Errorf("%w: %w", ErrNoTrash, err)
	}
	return trashes, nil
}

// topOf returns the mount point of the volume that real is on.
func topOf(real string) (string, error) {
	mounts, err := mountinfo.GetMounts(mountinfo.ParentsFilter(filepath.Dir(real)))
	if err != nil {
		return "", err
	}
	top := "/"
	for _, m := range mounts {
		if len(m.Mountpoint) > len(top) {
			top = m.Mountpoint
		}
	}
	return top, nil
}

// own makes dir, or checks that it is a folder of this user and no link: the owner of a folder can
// read and replace what lies in it.
func own(dir string) error {
	if err := os.Mkdir(dir, 0o700); err == nil || !errors.Is(err, fs.ErrExist) {
		return err
	}
	info, err := os.Lstat(dir)
	if err != nil {
		return err
	}
	st, ok := info.Sys().(*syscall.Stat_t)
	if !info.IsDir() || !ok || int(st.Uid) != os.Getuid() {
		return fmt.Errorf("%s is not a folder of this user", dir)
	}
	return nil
}

// take moves the file at real into c. path is the argument of Put.
func (c trashDir) take(path, real string) (Item, error) {
	for _, sub := range []string{"info", "files"} {
		if err := own(filepath.Join(c.dir, sub)); err != nil {
			return Item{}, err
		}
	}
	for n := 1; ; n++ {
		name := numbered(filepath.Base(real), n)
		it := Item{
			Path:    path,
			Trashed: filepath.Join(c.dir, "files", name),
			Record:  filepath.Join(c.dir, "info", name+".trashinfo"),
		}
		err := c.record(it.Record, real)
		if errors.Is(err, fs.ErrExist) {
			continue // the record claims a name
		}
		if err != nil {
			return Item{}, err
		}
		err = renameNew(real, it.Trashed)
		if err == nil {
			return it, nil
		}
		if err := errors.Join(err, os.Remove(it.Record)); !errors.Is(err, fs.ErrExist) {
			return Item{}, err
		}
	}
}

// record writes and syncs where the file was, before it is moved. It fails with
// fs.ErrExist where the name is claimed.
func (c trashDir) record(path, real string) error {
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	where, err := c.placeOf(real)
	if err == nil {
		now := time.Now().Format("2006-01-02T15:04:05")
		_, err = fmt.Fprintf(f, "[Trash Info]\nPath=%s\nDeletionDate=%s\n", escape(where), now)
	}
	if err == nil {
		err = f.Sync()
	}
	if err = errors.Join(err, f.Close()); err != nil {
		return errors.Join(err, os.Remove(path))
	}
	return nil
}

// placeOf returns the path by which a record of c names real.
func (c trashDir) placeOf(real string) (string, error) {
	if c.top == "" {
		return real, nil
	}
	return filepath.Rel(c.top, real)
}

// escape writes the bytes of path as RFC 2396 does in the path of a URL.
func escape(path string) string {
	var b strings.Builder
	for i := range len(path) {
		switch c := path[i]; {
		case 'a' <= c && c <= 'z', 'A' <= c && c <= 'Z', '0' <= c && c <= '9', strings.IndexByte("/-_.!~*'()", c) >= 0:
			b.WriteByte(c)
		default:
			fmt.Fprintf(&b, "%%%02X", c)
		}
	}
	return b.String()
}

// maxName is how long the name of a file may be on most file systems, in bytes.
const maxName = 255

// numbered returns the n-th name to try for a file in the trash. It is cut so that the
// name of the record, which is longer, fits as well.
func numbered(name string, n int) string {
	ext := filepath.Ext(name)
	if len(ext) > 20 {
		ext = "" // a dot somewhere in a long name
	}
	stem := strings.TrimSuffix(name, ext)
	if n > 1 {
		ext = "." + strconv.Itoa(n) + ext
	}
	room := maxName - len(".trashinfo") - len(ext)
	if len(stem) > room {
		for range utf8.UTFMax - 1 { // names need not be UTF-8
			if !utf8.RuneStart(stem[room]) {
				room--
			}
		}
		stem = stem[:room]
	}
	return stem + ext
}
