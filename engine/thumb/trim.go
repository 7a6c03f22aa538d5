package thumb

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"strings"
	"time"
)

// partial ends the name of a file that is being written.
const partial = ".tmp"

// staleAfter is the age at which such a file counts as left by a crash.
const staleAfter = time.Hour

// Full signals when so much was put that a Trim is due.
func (c *Cache) Full() <-chan struct{} { return c.full }

// entry is a small picture on disk.
type entry struct {
	name  string // its path inside of the folder
	bytes int64
	used  time.Time
}

// Trim removes the remains of crashes and older generations and, if the cache
// exceeds its size, the least recently used pictures, down to nine tenths. It
// reads all names, but no picture. It returns ErrForeign if it may not remove
// what it should, ctx's error, or that of the file system.
func (c *Cache) Trim(ctx context.Context) error {
	c.written.Store(0)
	err := c.removeOld(ctx)
	if err == nil || errors.Is(err, ErrForeign) {
		err = errors.Join(err, c.trim(ctx))
	}
	if err != nil && ctx.Err() == nil {
		return fmt.Errorf("thumbnails: %w", err)
	}
	return ctx.Err()
}

func (c *Cache) trim(ctx context.Context) error {
	f, err := c.folder(generation)
	if f == nil {
		return err
	}
	defer f.close()
	own := f.own()
	if own != nil && !errors.Is(own, ErrForeign) {
		return own
	}
	all, stale, err := f.list(ctx)
	if err != nil {
		return err
	}
	remove := append(stale, c.surplus(all)...)
	if len(remove) > 0 && own != nil {
		return own
	}
	for _, k := range remove {
		if err := cmp.Or(ctx.Err(), f.remove(k.name)); err != nil {
			return err
		}
	}
	return nil
}

// surplus returns the entries of all that exceed the size.
func (c *Cache) surplus(all []entry) []entry {
	var sum int64
	for _, k := range all {
		sum += k.bytes
	}
	if sum <= c.max {
		return nil
	}
	slices.SortFunc(all, func(a, b entry) int {
		return cmp.Or(a.used.Compare(b.used), strings.Compare(a.name, b.name))
	})
	n := 0
	for ; n < len(all) && sum > c.max/10*9; n++ {
		sum -= all[n].bytes
	}
	return all[:n]
}

// removeOld removes the small pictures of older generations, and their folders
// once nothing is in them. Files with other names stay.
func (c *Cache) removeOld(ctx context.Context) error {
	for n := 1; n < generation; n++ {
		f, err := c.folder(n)
		if err != nil {
			return err
		}
		if f == nil {
			continue
		}
		if err := f.empty(ctx); err != nil {
			return err
		}
	}
	return nil
}

// empty removes all of ours that is in f, f itself if that was all, and closes f.
func (f *folder) empty(ctx context.Context) error {
	defer f.close()
	if err := f.own(); err != nil {
		return err
	}
	foreign, err := f.each(func(name string, _ fs.DirEntry) error {
		return cmp.Or(ctx.Err(), f.remove(name))
	})
	if err != nil || foreign {
		return err
	}
	if err := f.removeShards(); err != nil {
		return err
	}
	if err := f.remove(markName); err != nil {
		return err
	}
	f.root.Close() // a folder that is open cannot be removed everywhere
	return unlessMissing(f.parent.Remove(folderName(f.generation)))
}

// removeShards removes the folders in f, which must be empty.
func (f *folder) removeShards() error {
	shards, err := fs.ReadDir(f.root.FS(), ".")
	for _, s := range shards {
		if err == nil && s.IsDir() {
			err = f.remove(s.Name())
		}
	}
	return err
}

// list returns all small pictures, and those files that a crash left
// unfinished.
func (f *folder) list(ctx context.Context) (all, stale []entry, err error) {
	_, err = f.each(func(name string, e fs.DirEntry) error {
		info, err := e.Info()
		if err != nil {
			return cmp.Or(unlessMissing(err), ctx.Err()) // another process trims too
		}
		k := entry{name, info.Size(), info.ModTime()}
		if !strings.HasSuffix(name, partial) {
			all = append(all, k)
		} else if time.Since(k.used) > staleAfter {
			stale = append(stale, k)
		}
		return ctx.Err()
	})
	return all, stale, err
}
