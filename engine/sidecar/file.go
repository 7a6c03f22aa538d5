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
	"recollect/engine/photo"
)

// Version is the SHA-256 of the bytes of a sidecar; zero for one that is not there.
type Version [sha256.Size]byte

// ErrChanged is returned by Replacement.Do for a sidecar that another program has changed.
var ErrChanged error = &photo.Fault{Code: "sidecars:changed", Text: "the sidecar was changed by another program"}

// Place says where a sidecar is.
type Place struct {
	Path string // of the sidecar that is written
	Base string // of the sidecar that it begins as, where it is not there yet; "" for an empty one
}

// Beside returns where the sidecar of a photo is written: IMG_1.jpg.xmp, or IMG_1.xmp where the photo has that one
// already. Where several pictures share an IMG_1.xmp, it stays with the RAW file, as Lightroom has it; each other gets
// one of its own, which begins as a copy. names are the names of all files in the photo's folder.
func Beside(path string, names []string) Place {
	dir, name := filepath.Split(path)
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

// File is a sidecar as it was read.
type File struct {
	Packet  []byte // what it says, or begins as; nil for one that is not there and begins empty
	Path    string // where it is written, behind symbolic links
	version Version
	perm    fs.FileMode
}

// Open reads the sidecar at a place.
func Open(at Place) (*File, error) {
	f := &File{Path: at.Path, perm: 0o644}
	var err error
	if f.Packet, f.version, err = read(at.Path); err != nil {
		return nil, err
	}
	if f.version == (Version{}) {
		if at.Base != "" {
			f.Packet, _, err = read(at.Base)
		}
		return f, err
	}
	if f.Path, err = filepath.EvalSymlinks(at.Path); err != nil {
		return nil, err
	}
	info, err := os.Stat(f.Path)
	if err != nil {
		return nil, err
	}
	f.perm = info.Mode().Perm()
	return f, nil
}

// read returns the bytes of a sidecar and their version; none and zero if it is not there.
func read(path string) ([]byte, Version, error) {
	data, err := file.Read(path, xmp.MaxPacket)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, Version{}, nil
	case err != nil:
		return nil, Version{}, err
	}
	return data, sha256.Sum256(data), nil
}

// Replacement is what a sidecar becomes. It can be kept as JSON, and done after a restart.
type Replacement struct {
	Path string      `json:"path"`
	Data []byte      `json:"data"` // nil: there is none any more
	Perm fs.FileMode `json:"perm"`
	Seen Version     `json:"seen"` // what it replaces
}

// Merge returns what the sidecar becomes with a change; ok is false if that is what it is. The error wraps ErrPacket.
func (f *File) Merge(c Change) (r Replacement, ok bool, err error) {
	after, err := Merge(f.Packet, c)
	if err != nil {
		return Replacement{}, false, fmt.Errorf("change %s: %w", f.Path, err)
	}
	if f.version != (Version{}) && bytes.Equal(f.Packet, after) {
		return Replacement{}, false, nil
	}
	return Replacement{f.Path, after, f.perm, f.version}, true, nil
}

// Back returns what undoes r, which is a change of the sidecar.
func (f *File) Back(r Replacement) Replacement {
	back := Replacement{Path: r.Path, Perm: r.Perm, Seen: sha256.Sum256(r.Data)}
	if f.version != (Version{}) {
		back.Data = f.Packet
	}
	return back
}

// Do replaces the sidecar as a whole, or not at all. Its permissions stay. One that another program has changed since
// it was read stays as it is, with ErrChanged; what it writes in the moment between that look and the replacement is
// lost. Doing it again does nothing.
func (r Replacement) Do() error {
	_, now, err := read(r.Path)
	switch {
	case err != nil:
		return err
	case r.Data == nil && now == Version{}, r.Data != nil && now == sha256.Sum256(r.Data):
		return nil
	case now != r.Seen:
		return fmt.Errorf("write %s: %w", r.Path, ErrChanged)
	case r.Data == nil:
		return os.Remove(r.Path)
	}
	return durable.WriteFile(r.Path, r.Data, r.Perm)
}
