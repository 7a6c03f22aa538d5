package thumb

import (
	"context"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// longestEnd is how many bytes of a file's end tell whether it is whole.
const longestEnd = 8

// Check returns the paths of files that are not whole: a power cut may have left
// them. Get would report them missing. With repair they are removed.
func (c *Cache) Check(ctx context.Context, repair bool) (damaged []string, err error) {
	err = filepath.WalkDir(c.root, func(path string, d fs.DirEntry, err error) error {
		switch {
		case errors.Is(err, fs.ErrNotExist): // nothing was put yet, or it was removed meanwhile
			return nil
		case err != nil:
			return err
		case ctx.Err() != nil:
			return ctx.Err()
		case d.IsDir() || strings.HasSuffix(path, ".tmp"): // others are being written
			return nil
		}
		end, err := ending(path)
		if errors.Is(err, fs.ErrNotExist) || err == nil && whole(end) {
			return nil
		}
		damaged = append(damaged, path)
		if err == nil && repair {
			err = os.Remove(path)
		}
		return err
	})
	return damaged, err
}

// ending is the end of a file.
func ending(path string) ([]byte, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	info, err := file.Stat()
	if err != nil {
		return nil, err
	}
	end := make([]byte, min(info.Size(), longestEnd))
	_, err = file.ReadAt(end, info.Size()-int64(len(end)))
	if errors.Is(err, io.EOF) {
		err = nil
	}
	return end, err
}
