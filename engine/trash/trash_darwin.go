package trash

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"unsafe"

	"github.com/ebitengine/purego"
	"github.com/ebitengine/purego/objc"
)

const foundation = "/System/Library/Frameworks/Foundation.framework/Foundation"

// featureUnsupported is the error of NSFileManager for a volume without a trash, from
// Foundation/FoundationErrors.h.
const featureUnsupported = 3328

// put asks NSFileManager, which moves the file or refuses, and never deletes.
func put(path string, _ fs.FileInfo) (Item, error) {
	if _, err := purego.Dlopen(foundation, purego.RTLD_GLOBAL|purego.RTLD_LAZY); err != nil {
		return Item{}, fmt.Errorf("%w: %w", ErrNoTrash, err)
	}
	// An autorelease pool belongs to its thread.
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	pool := objc.ID(objc.GetClass("NSAutoreleasePool")).Send(objc.RegisterName("new"))
	defer pool.Send(objc.RegisterName("drain"))

	name := append([]byte(path), 0)
	manager := objc.ID(objc.GetClass("NSFileManager")).Send(objc.RegisterName("defaultManager"))
	text := manager.Send(objc.RegisterName("stringWithFileSystemRepresentation:length:"),
		unsafe.Pointer(&name[0]), uint64(len(path)))
	url := objc.ID(objc.GetClass("NSURL")).Send(objc.RegisterName("fileURLWithPath:isDirectory:"), text, false)
	if url == 0 {
		return Item{}, errors.New("the system does not take the name")
	}
	var now, trouble objc.ID
	done := objc.Send[bool](manager, objc.RegisterName("trashItemAtURL:resultingItemURL:error:"),
		url, unsafe.Pointer(&now), unsafe.Pointer(&trouble))
	runtime.KeepAlive(name)
	if !done {
		return Item{}, failure(trouble)
	}
	return Item{Path: path, Trashed: pathOf(now)}, nil
}

// heldFrom returns what the trash of this user may hold from path: files of its name, to which the system adds a time
// where one is there already. A program that may not look there finds none.
func heldFrom(path string) (all []Item) {
	base := filepath.Base(path)
	ext := filepath.Ext(base)
	stem := strings.TrimSuffix(base, ext)
	for _, dir := range trashesOf(path) {
		entries, err := os.ReadDir(dir)
		if err != nil {
			continue
		}
		for _, e := range entries {
			if strings.HasPrefix(e.Name(), stem) && strings.HasSuffix(e.Name(), ext) {
				all = append(all, Item{Path: path, Trashed: filepath.Join(dir, e.Name())})
			}
		}
	}
	return all
}

// trashesOf returns where the trash of path's volume may be.
func trashesOf(path string) (dirs []string) {
	if home, err := os.UserHomeDir(); err == nil {
		dirs = append(dirs, filepath.Join(home, ".Trash"))
	}
	for dir := filepath.Dir(path); dir != filepath.Dir(dir); dir = filepath.Dir(dir) {
		dirs = append(dirs, filepath.Join(dir, ".Trashes", strconv.Itoa(os.Getuid())))
	}
	return dirs
}

// failure returns what an NSError says. It may be nil, for one that says nothing.
func failure(e objc.ID) error {
	if e == 0 {
		return errors.New("the system refused")
	}
	text := stringOf(e.Send(objc.RegisterName("localizedDescription")))
	if objc.Send[int](e, objc.RegisterName("code")) == featureUnsupported {
		return fmt.Errorf("%w: %s", ErrNoTrash, text)
	}
	return errors.New(text)
}

// pathOf returns the path of an NSURL, empty for nil.
func pathOf(url objc.ID) string {
	if url == 0 {
		return ""
	}
	return stringOf(url.Send(objc.RegisterName("path")))
}

func stringOf(s objc.ID) string {
	if s == 0 {
		return ""
	}
	return objc.Send[string](s, objc.RegisterName("UTF8String"))
}
