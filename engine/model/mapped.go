package model

import (
	"io/fs"
	"unsafe"
)

// Mapped is a file system whose files are in the address space already, as a
// read-only part of the program's file. A network is created from there without
// a copy. Afterwards its pages are given back to the system, which reads them
// from the file again if they are needed.
type Mapped interface {
	fs.FS
	// Map returns the content of a file; ok is false if it is not mapped.
	Map(name string) (data string, ok bool)
}

// Placed is a file system that is a folder on the disk, for what opens files itself.
type Placed interface {
	fs.FS
	// Dir returns the path of the folder.
	Dir() string
}

// Map returns the bytes of a file that is Mapped, which must not be changed; ok is false for others. They
// are compared with no checksum: they are as sound as the program.
func Map(files fs.FS, name string) (data []byte, ok bool) {
	m, ok := files.(Mapped)
	if !ok {
		return nil, false
	}
	s, ok := m.Map(name)
	return unsafe.Slice(unsafe.StringData(s), len(s)), ok
}

// bytesOf is fs.ReadFile without the copy, where files is Mapped. The bytes must not be changed.
func bytesOf(files fs.FS, name string) ([]byte, error) {
	if data, ok := Map(files, name); ok {
		return data, nil
	}
	return fs.ReadFile(files, name)
}

// Unmap gives the resident pages of a mapped file back to the system.
func Unmap(files fs.FS, name string) {
	if m, ok := files.(Mapped); ok {
		if data, ok := m.Map(name); ok {
			dropPages(data)
		}
	}
}
