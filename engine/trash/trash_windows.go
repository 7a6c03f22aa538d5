//go:build windows && (amd64 || arm64)

package trash

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"time"
	"unsafe"

	"golang.org/x/sys/windows"
	"golang.org/x/sys/windows/registry"

	"recollect/engine/file"
)

var (
	shell           = windows.NewLazySystemDLL("shell32.dll")
	fileOperation   = shell.NewProc("SHFileOperationW")
	queryRecycleBin = shell.NewProc("SHQueryRecycleBinW")
)

// From shellapi.h. Without noConnected the system also moves files that it takes for parts of the
// same web page. With wantNukeWarning it asks the user before it deletes a file that mayRecycle
// allowed.
const (
	operationDelete = 3
	filesOnly       = 0x0080
	allowUndo       = 0x0040
	noConfirmation  = 0x0010
	noErrorUI       = 0x0400
	silent          = 0x0004
	noConnected     = 0x2000
	wantNukeWarning = 0x4000
)

// operation is SHFILEOPSTRUCTW of 64-bit Windows.
type operation struct {
	window   uintptr
	kind     uint32
	from, to *uint16
	flags    uint16
	aborted  int32
	mappings uintptr
	title    *uint16
}

// maxRecord is more than any record of the recycle bin takes: a header, and a path of
// at most 32,767 characters of two bytes.
const maxRecord = 28 + 2*32768

// put asks the shell, but only where mayRecycle finds a recycle bin: without one, the
// shell deletes.
func put(path string, info fs.FileInfo) (Item, error) {
	root, err := volumeOf(path)
	if err != nil {
		return Item{}, err
	}
	if err := mayRecycle(root, info.Size()); err != nil {
		return Item{}, fmt.Errorf("%w: %w", ErrNoTrash, err)
	}
	began := time.Now()
	if err := shellDelete(path); err != nil {
		return Item{}, err
	}
	if _, err := os.Lstat(path); err == nil {
		return Item{}, errors.New("the system left it where it was")
	}
	return found(root, path, began), nil
}

// volumeOf returns the folder at which the volume of path is mounted, with a backslash
// at its end.
func volumeOf(path string) (string, error) {
	name, err := windows.UTF16PtrFromString(path)
	if err != nil {
		return "", err
	}
	buf := make([]uint16, windows.MAX_LONG_PATH)
	if err := windows.GetVolumePathName(name, &buf[0], uint32(len(buf))); err != nil {
		return "", err
	}
	return windows.UTF16ToString(buf), nil
}

// mayRecycle returns why a file of size bytes on the volume at root would not come into
// the recycle bin; nil if it would.
func mayRecycle(root string, size int64) error {
	name, err := windows.UTF16PtrFromString(root)
	if err != nil {
		return err
	}
	if windows.GetDriveType(name) != windows.DRIVE_FIXED {
		return errors.New("only fixed drives have a recycle bin")
	}
	bin := struct {
		size         uint32
		bytes, items int64
	}{size: 24}
	result, _, _ := queryRecycleBin.Call(uintptr(unsafe.Pointer(name)), uintptr(unsafe.Pointer(&bin)))
	if int32(result) < 0 {
		return fmt.Errorf("the recycle bin does not answer: %#x", uint32(result))
	}
	return allowed(root, size)
}

// allowed reads the settings of the recycle bin that the user or an administrator may
// have changed.
func allowed(root string, size int64) error {
	const explorer = `Software\Microsoft\Windows\CurrentVersion\`
	for _, hive := range []registry.Key{registry.CURRENT_USER, registry.LOCAL_MACHINE} {
		if setting(hive, explorer+`Policies\Explorer`, "NoRecycleFiles") == 1 {
			return errors.New("an administrator has turned the recycle bin off")
		}
	}
	guid, err := guidOf(root)
	if err != nil {
		return err
	}
	volume := explorer + `Explorer\BitBucket\Volume\` + guid
	if setting(registry.CURRENT_USER, volume, "NukeOnDelete") == 1 {
		return errors.New("the recycle bin is turned off for this drive")
	}
	if most := setting(registry.CURRENT_USER, volume, "MaxCapacity"); most > 0 && uint64(size) > most<<20 {
		return fmt.Errorf("the recycle bin holds %d MB, the file is larger", most)
	}
	return nil
}

// setting returns a number of the registry, 0 where there is none.
func setting(hive registry.Key, path, name string) uint64 {
	key, err := registry.OpenKey(hive, path, registry.QUERY_VALUE)
	if err != nil {
		return 0
	}
	defer key.Close()
	n, _, err := key.GetIntegerValue(name)
	if err != nil {
		return 0
	}
	return n
}

// guidOf returns the {GUID} by which the registry names the volume at root.
func guidOf(root string) (string, error) {
	name, err := windows.UTF16PtrFromString(root)
	if err != nil {
		return "", err
	}
	var buf [64]uint16 // \\?\Volume{GUID}\ takes 50
	if err := windows.GetVolumeNameForVolumeMountPoint(name, &buf[0], uint32(len(buf))); err != nil {
		return "", fmt.Errorf("name of the volume %s: %w", root, err)
	}
	guid := windows.UTF16ToString(buf[:])
	return strings.TrimSuffix(strings.TrimPrefix(guid, `\\?\Volume`), `\`), nil
}

// shellDelete has the shell put path into the recycle bin.
func shellDelete(path string) error {
	from, err := windows.UTF16FromString(path)
	if err != nil {
		return err
	}
	from = append(from, 0) // it is a list, ended by an empty name
	// The shell's extensions need a single-threaded apartment.
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	if err := windows.CoInitializeEx(0, windows.COINIT_APARTMENTTHREADED); err == nil {
		defer windows.CoUninitialize()
	}
	op := operation{
		kind: operationDelete, from: &from[0],
		flags: filesOnly | allowUndo | noConfirmation | noErrorUI | silent | noConnected | wantNukeWarning,
	}
	result, _, _ := fileOperation.Call(uintptr(unsafe.Pointer(&op)))
	runtime.KeepAlive(from)
	switch {
	case result != 0:
		return fmt.Errorf("the system refused: %#x", uint32(result))
	case op.aborted != 0:
		return errors.New("it was cancelled")
	default:
		return nil
	}
}

// heldFrom returns what the recycle bin holds from path: what came last.
func heldFrom(path string) []Item {
	root, err := volumeOf(path)
	if err != nil {
		return nil
	}
	if it := found(root, path, time.Time{}); it.Trashed != "" {
		return []Item{it}
	}
	return nil
}

// found finds the file in the recycle bin, by the newest record of its path that is not older than
// began.
func found(root, path string, began time.Time) Item {
	it := Item{Path: path}
	user, err := windows.GetCurrentProcessToken().GetTokenUser()
	if err != nil {
		return it
	}
	bin := filepath.Join(root, "$Recycle.Bin", user.User.Sid.String())
	records, _ := filepath.Glob(filepath.Join(bin, "$I*")) // with none, Trashed stays empty
	newest := began.Add(-2 * time.Second)
	for _, record := range records {
		info, err := os.Stat(record)
		if err != nil || info.ModTime().Before(newest) || info.Size() > maxRecord {
			continue
		}
		data, err := file.Read(record, maxRecord)
		if err != nil {
			continue
		}
		if was, err := parseRecord(data); err == nil && strings.EqualFold(was, path) {
			newest = info.ModTime()
			it.Record, it.Trashed = record, filepath.Join(bin, "$R"+filepath.Base(record)[len("$I"):])
		}
	}
	return it
}
