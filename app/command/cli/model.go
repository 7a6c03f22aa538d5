package cli

import (
	"io/fs"
	"os"
	"path/filepath"

	"recollect/engine/model/store"
)

// ExistingLibrary is the library's folder, or empty where there is none: then nothing is written.
func (c *Call) ExistingLibrary() string {
	if st, err := os.Stat(c.Library); err != nil || !st.IsDir() {
		return ""
	}
	return c.Library
}

// ModelFiles returns the files of a model of the library, or of one in a folder; of the shipped
// model for an empty name.
func (c *Call) ModelFiles(name string) (fs.FS, error) {
	if name == "" || name == "mini" {
		return c.Model, nil
	}
	dir := filepath.Join(c.Library, "models")
	if filepath.Base(name) != name {
		dir, name = filepath.Dir(name), filepath.Base(name)
	}
	e := store.Open(dir).Find(name)
	return e.Files, e.Err
}
