//go:build !linux && !darwin && !(windows && (amd64 || arm64))

package trash

import (
	"errors"
	"io/fs"
)

func put(string, fs.FileInfo) (Item, error) { return Item{}, ErrNoTrash }

func moveTo(string, string) error { return errors.ErrUnsupported }
