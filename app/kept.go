package app

import (
	"context"
	"io/fs"
	"path/filepath"
	"strings"

	"recollect/ui/settings"
)

// keptIn returns what counts the bytes that a library keeps.
func keptIn(library string) func(context.Context) (settings.Kept, error) {
	return func(ctx context.Context) (settings.Kept, error) { return kept(ctx, library) }
}

// kept counts the bytes of what lies in a library's folder. What cannot be read, and what links lead to, is not
// counted. The error is ctx's.
func kept(ctx context.Context, library string) (settings.Kept, error) {
	var k settings.Kept
	root, err := filepath.EvalSymlinks(library) // the folder itself may be a link
	if err != nil {
		return k, nil
	}
	err = filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return ctx.Err()
		}
		info, err := d.Info()
		if err != nil || !info.Mode().IsRegular() {
			return ctx.Err()
		}
		rel, err := filepath.Rel(root, path)
		if err != nil {
			return err
		}
		*part(&k, filepath.ToSlash(rel)) += info.Size()
		return ctx.Err()
	})
	return k, err
}

// part returns the part of k to which a file belongs, by its path in the library.
func part(k *settings.Kept, path string) *int64 {
	top, _, inside := strings.Cut(path, "/")
	switch {
	case !inside && (strings.HasPrefix(top, "recollect.db") || top == "typed.log"):
		return &k.Catalog
	case inside && top == "backups":
		return &k.Backups
	case inside && top == "thumbs":
		return &k.Pictures
	case inside && top == "index":
		return &k.Index
	case inside && (top == "models" || top == "accelerators"):
		return &k.Models
	default:
		return &k.Others
	}
}
