package thumb

import (
	"context"
	"errors"
	"io"
	"io/fs"
	"path/filepath"

	"recollect/engine/file"
)

// longestEnd is how many bytes of a file's end show whether it is complete.
const longestEnd = 8

// Check returns the paths of incomplete small pictures, which a power cut may have
// left. Get would report them missing. With repair they are removed, or the error is
// ErrForeign. Files with other names are left alone.
func (c *Cache) Check(ctx context.Context, repair bool) (damaged []string, err error) {
	f, err := c.folder(generation)
	if f == nil { // nothing was put yet
		return nil, err
	}
	defer f.close()
	var torn []string
	_, err = f.each(func(name string, _ fs.DirEntry) error {
		if ctx.Err() != nil || partialName.MatchString(filepath.Base(name)) { // others are being written
			return ctx.Err()
		}
		end, err := f.ending(name)
		if err == nil && !complete(end) {
			torn = append(torn, name)
			damaged = append(damaged, filepath.Join(f.path, filepath.FromSlash(name)))
		}
		return unlessMissing(err)
	})
	if err != nil || !repair || len(torn) == 0 {
		return damaged, err
	}
	if err := f.own(); err != nil {
		return damaged, err
	}
	for _, name := range torn {
		if err := f.remove(name); err != nil {
			return damaged, err
		}
	}
	return damaged, nil
}

// ending returns the end of a file.
func (f *folder) ending(name string) ([]byte, error) {
	opened, err := file.OpenIn(f.root, name)
	if err != nil {
		return nil, err
	}
	defer opened.Close()
	info, err := opened.Stat()
	if err != nil {
		return nil, err
	}
	end := make([]byte, min(info.Size(), longestEnd))
	_, err = opened.ReadAt(end, info.Size()-int64(len(end)))
	if errors.Is(err, io.EOF) {
		err = nil
	}
	return end, err
}
