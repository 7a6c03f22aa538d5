package sidecar

import (
	"bytes"
	"crypto/sha256"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"recollect/engine/durable"
	"recollect/engine/file"
	"recollect/engine/format"
	"recollect/engine/meta"
	"recollect/engine/meta/takeout"
	"recollect/engine/meta/xmp"
)

// Version is the SHA-256 of the bytes of a sidecar; zero for one that is not there.
type Version [sha256.Size]byte

// ErrChanged is returned by Write for a sidecar that another program has changed.
var ErrChanged = errors.New("the sidecar was changed by another program")

// Place says where a sidecar is.
type Place struct {
	Path string // of the sidecar that is written
	Base string // of the sidecar that it begins as, where it is not there yet; "" for an empty one
}

// Beside returns where the sidecar of a photo is written: IMG_1.jpg.xmp, or IMG_1.xmp where the photo has that one
// already. Where several pictures share an IMG_1.xmp, it stays with the RAW file, as Lightroom has it; each other gets
// one of its own, which begins as a copy. names are the names of all files in the photo's folder.
func Beside(photo string, names []string) Place {
	dir, name := filepath.Split(photo)
	xmp, _ := format.Of(format.XMP)
	own := name + xmp.Extensions[0]
	all := meta.Sidecars(dir, names)
	var now string
	for _, side := range all[name] {
		if f, _ := format.Named(side); f.Name == xmp.Name {
			now = side
		}
	}
	switch {
	case now == "":
		return Place{Path: dir + own}
	case takeout.Folded(now) == takeout.Folded(own) || keeps(name, now, all):
		return Place{Path: dir + now}
	}
	return Place{Path: dir + own, Base: dir + now}
}

// keeps reports whether a photo is the one that keeps a sidecar: no other has it, or it is the only RAW file that does.
func keeps(name, sidecar string, all map[string][]string) bool {
	raw := func(name string) bool { f, _ := format.Named(name); return f.Role == format.RAW }
	for other, sides := range all {
		if other == name || (raw(name) && !raw(other)) {
			continue
		}
		for _, side := range sides {
			if side == sidecar {
				return false
			}
		}
	}
	return true
}

// Read returns the bytes of a sidecar and their version; none and zero if it is not there.
func Read(path string) ([]byte, Version, error) {
	data, err := file.Read(path, xmp.MaxPacket+1)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, Version{}, nil
	case err != nil:
		return nil, Version{}, err
	}
	return data, sha256.Sum256(data), nil
}

// Write merges a change into a sidecar and returns its new version. seen is the version that the caller knows: a
// sidecar that has another one is left as it is, with ErrChanged. The file is replaced as a whole, or not at all; its
// permissions stay, and a symbolic link leads to the new one. A change that changes nothing writes nothing. What
// another program writes in the moment between the last look and the replacement is lost.
func Write(at Place, c Change, seen Version) (Version, error) {
	before, version, err := Read(at.Path)
	if err != nil {
		return Version{}, err
	}
	if version != seen {
		return version, fmt.Errorf("write %s: %w", at.Path, ErrChanged)
	}
	base := before
	if version == (Version{}) && at.Base != "" {
		if base, _, err = Read(at.Base); err != nil {
			return Version{}, err
		}
	}
	after, err := Merge(base, c)
	if err != nil {
		return version, fmt.Errorf("write %s: %w", at.Path, err)
	}
	if version != (Version{}) && bytes.Equal(before, after) {
		return version, nil
	}
	path, perm := at.Path, fs.FileMode(0o644)
	if version != (Version{}) {
		if path, err = filepath.EvalSymlinks(at.Path); err != nil {
			return version, err
		}
		info, err := os.Stat(path)
		if err != nil {
			return version, err
		}
		perm = info.Mode().Perm()
	}
	if _, now, err := Read(path); err != nil || now != seen {
		return now, errors.Join(fmt.Errorf("write %s: %w", at.Path, ErrChanged), err)
	}
	if err := durable.WriteFile(path, after, perm); err != nil {
		return version, err
	}
	return sha256.Sum256(after), nil
}
