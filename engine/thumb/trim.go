package thumb

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"
)

// partial ends the name of a file that is being written.
const partial = ".tmp"

// staleAfter is the age at which such a file is what a crash left.
const staleAfter = time.Hour

// Full has something to receive when so much was put that a Trim is due.
func (c *Cache) Full() <-chan struct{} { return c.full }

// kept is a small picture on disk.
type kept struct {
	path  string
	bytes int64
	used  time.Time
}

// Trim removes what crashes and older generations left and, where more than the
// cache's bytes lie on the disk, the small pictures not used for the longest
// time, until nine tenths are left. It reads all names, but no file, and returns
// ctx's error, or what the file system says.
func (c *Cache) Trim(ctx context.Context) error {
	c.written.Store(0)
	if err := c.removeOld(); err != nil {
		return fmt.Errorf("thumbnails: %w", err)
	}
	all, err := c.list(ctx)
	if err != nil {
		return fmt.Errorf("thumbnails: %w", err)
	}
	var sum int64
	for _, k := range all {
		sum += k.bytes
	}
	if sum <= c.max {
		return nil
	}
	slices.SortFunc(all, func(a, b kept) int { return cmp.Or(a.used.Compare(b.used), strings.Compare(a.path, b.path)) })
	for _, k := range all {
		if sum <= c.max/10*9 || ctx.Err() != nil {
			break
		}
		if err := os.Remove(k.path); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return fmt.Errorf("thumbnails: %w", err)
		}
		sum -= k.bytes
	}
	return ctx.Err()
}

// removeOld removes the folders of older generations.
func (c *Cache) removeOld() error {
	entries, err := os.ReadDir(c.dir)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	for _, e := range entries {
		digits, isGeneration := strings.CutPrefix(e.Name(), "v")
		n, err := strconv.Atoi(digits)
		if !isGeneration || err != nil || n >= generation {
			continue
		}
		if err := os.RemoveAll(filepath.Join(c.dir, e.Name())); err != nil {
			return err
		}
	}
	return nil
}

// list is all small pictures. What crashes left is removed on the way.
func (c *Cache) list(ctx context.Context) ([]kept, error) {
	var all []kept
	err := filepath.WalkDir(c.root, func(path string, e fs.DirEntry, err error) error {
		if errors.Is(err, fs.ErrNotExist) {
			return nil // nothing was kept yet, or another process trims too
		}
		if err != nil || e.IsDir() {
			return cmp.Or(err, ctx.Err())
		}
		info, err := e.Info()
		if errors.Is(err, fs.ErrNotExist) {
			return nil
		}
		if err != nil {
			return err
		}
		if !strings.HasSuffix(path, partial) {
			all = append(all, kept{path, info.Size(), info.ModTime()})
		} else if time.Since(info.ModTime()) > staleAfter {
			_ = os.Remove(path) // the next Trim tries again
		}
		return nil
	})
	return all, err
}
