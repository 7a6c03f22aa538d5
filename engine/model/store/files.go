package store

import (
	"io/fs"

	"recollect/engine/file"
)

// folder is the files of a model's folder. Each is opened below it, so that links lead to nothing
// outside; the folder itself is not held open, so that Windows can delete it.
type folder string

// Folder returns the files of a folder with a model, such as one that is on its way into a store.
func Folder(path string) (fs.FS, error) { return open(path) }

func open(path string) (fs.FS, error) {
	root, err := file.OpenRoot(path)
	if err != nil {
		return nil, err
	}
	return folder(path), root.Close()
}

// Dir is the path of the folder, for a runtime that opens external data itself.
func (f folder) Dir() string { return string(f) }

// Open implements fs.FS for regular files and folders.
func (f folder) Open(name string) (fs.File, error) {
	if !fs.ValidPath(name) {
		return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrInvalid}
	}
	root, err := file.OpenRoot(string(f))
	if err != nil {
		return nil, err
	}
	defer root.Close()
	if info, err := root.Stat(name); err == nil && info.IsDir() {
		return root.Open(name)
	}
	return file.OpenIn(root, name)
}

// Stat implements fs.StatFS.
func (f folder) Stat(name string) (fs.FileInfo, error) {
	root, err := file.OpenRoot(string(f))
	if err != nil {
		return nil, err
	}
	defer root.Close()
	return root.Stat(name)
}

var _ interface {
	fs.StatFS
	Dir() string
} = folder("")
