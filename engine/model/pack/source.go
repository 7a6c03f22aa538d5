package pack

import (
	"context"
	"errors"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"recollect/engine/file"
	"recollect/engine/photo"
)

// Limits of what a pack may hold.
const (
	mostFiles = 10000    // entries of all folders
	mostDepth = 8        // folders inside folders
	mostBytes = 64 << 30 // of a file, and of all in an archive
	mostJSON  = 1 << 20  // bytes of a configuration
)

// source is where a pack is read from.
type source interface {
	// list returns the sizes of the regular files, by slash-separated path.
	list() map[string]int64
	// odd reports what else lies at a path: "a link"; "" for nothing of interest.
	odd(name string) string
	open(name string) (io.ReadCloser, error)
	io.Closer
}

// pick is a source with the ONNX files that a person has named in it, if any.
type pick struct {
	source
	files []string
	also  []io.Closer // other folders that files are taken from
	meter *meter      // of what is unpacked before anything is copied; nil: nobody asks
}

// count reports the unpacking of an archive's networks as progress, until done is called.
func (p *pick) count(o Options) (done func()) {
	var total int64
	for name, size := range p.list() {
		if isNetwork(name) {
			total += size
		}
	}
	p.meter = newMeter(o, total)
	return func() { p.meter = nil }
}

func (p *pick) open(name string) (io.ReadCloser, error) {
	f, err := p.source.open(name)
	if _, anywhere := f.(io.ReaderAt); err != nil || anywhere || p.meter == nil || !isNetwork(name) {
		return f, err
	}
	p.meter.transfer.File = name
	return counted{f, p.meter}, nil
}

// counted adds what is read to a meter.
type counted struct {
	io.ReadCloser
	m *meter
}

func (c counted) Read(p []byte) (int, error) {
	n, err := c.ReadCloser.Read(p)
	c.m.add(int64(n))
	return n, err
}

// Close closes all that the pack is read from.
func (p *pick) Close() error {
	err := p.source.Close()
	for _, c := range p.also {
		err = errors.Join(err, c.Close())
	}
	return err
}

// open opens what is at from, and finds the place of other beside it.
func open(ctx context.Context, from, other string) (*pick, error) {
	info, err := os.Stat(from)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, refuse("pack:nothing", photo.Args{"path": from})
	case err != nil:
		return nil, err
	case info.IsDir():
		src, err := openFolder(ctx, from, mostDepth)
		return &pick{source: src}, err
	case !info.Mode().IsRegular():
		return nil, refuse("pack:kind", photo.Args{"path": from})
	}
	head, err := file.Head(from, 4)
	if err != nil {
		return nil, err
	}
	if string(head) == "PK\x03\x04" || string(head) == "PK\x05\x06" {
		src, err := openArchive(from)
		return &pick{source: src}, err
	}
	if !strings.EqualFold(filepath.Ext(from), ".onnx") {
		return nil, refuse("pack:kind", photo.Args{"path": from})
	}
	return openFiles(ctx, from, other)
}

// ofTowers are the names of folders in which one network of a pack lies.
var ofTowers = []string{"visual", "vision", "textual", "text", "image", "onnx", "tokenizer"}

// openFiles opens the folder that one or two ONNX files have in common.
func openFiles(ctx context.Context, files ...string) (*pick, error) {
	var paths []string
	for _, f := range files {
		if f == "" {
			continue
		}
		abs, err := filepath.Abs(f)
		if err != nil {
			return nil, err
		}
		paths = append(paths, abs)
	}
	root := filepath.Dir(paths[0])
	if slices.Contains(ofTowers, strings.ToLower(filepath.Base(root))) || !inside(root, paths[len(paths)-1]) {
		root = filepath.Dir(root)
	}
	p := &pick{}
	for _, f := range paths {
		if !inside(root, f) {
			return nil, refuse("pack:apart", photo.Args{"a": files[0], "b": files[1]})
		}
		rel, err := filepath.Rel(root, f)
		if err != nil {
			return nil, err
		}
		p.files = append(p.files, filepath.ToSlash(rel))
	}
	src, err := openFolder(ctx, root, 2) // it may be where a person keeps everything
	p.source = src
	return p, err
}

func inside(root, path string) bool {
	rel, err := filepath.Rel(root, path)
	return err == nil && filepath.IsLocal(rel)
}

// folder is a source on the disk.
type folder struct {
	root   *os.Root
	prefix string // of the pack in root, "." for all of it
	sizes  map[string]int64
	links  map[string]bool
}

// openFolder lists the files of a folder, down to a depth. Links are left out. Where the folder is
// a snapshot in the cache of Hugging Face's libraries, which consists of links to the files beside
// it, those are followed.
func openFolder(ctx context.Context, dir string, depth int) (*folder, error) {
	dir, err := filepath.Abs(dir)
	if err != nil {
		return nil, err
	}
	base, prefix := dir, "."
	if up := filepath.Dir(dir); filepath.Base(up) == "snapshots" {
		if info, err := os.Lstat(filepath.Join(filepath.Dir(up), "blobs")); err == nil && info.IsDir() {
			base, prefix = filepath.Dir(up), "snapshots/"+filepath.Base(dir)
		}
	}
	root, err := file.OpenRoot(base)
	if err != nil {
		return nil, err
	}
	f := &folder{root: root, prefix: prefix, sizes: map[string]int64{}, links: map[string]bool{}}
	if err := f.walk(ctx, depth); err != nil {
		return nil, errors.Join(err, root.Close())
	}
	return f, nil
}

func (f *folder) walk(ctx context.Context, depth int) error {
	count := 0
	return fs.WalkDir(f.root.FS(), f.prefix, func(name string, d fs.DirEntry, err error) error {
		if err == nil {
			err = ctx.Err()
		}
		if err != nil {
			return err
		}
		rel := f.rel(name)
		if rel == "." {
			return nil
		}
		if count++; count > mostFiles {
			return refuse("pack:too-many", nil)
		}
		switch hidden := strings.HasPrefix(d.Name(), "."); {
		case d.IsDir() && (hidden || strings.Count(rel, "/") >= depth):
			return fs.SkipDir
		case !d.IsDir() && !hidden:
			return f.add(rel, name, d)
		}
		return nil
	})
}

func (f *folder) rel(name string) string {
	if f.prefix == "." {
		return name
	}
	if name == f.prefix {
		return "."
	}
	return strings.TrimPrefix(name, f.prefix+"/")
}

func (f *folder) add(rel, name string, d fs.DirEntry) error {
	info, err := d.Info()
	if err == nil && d.Type()&fs.ModeSymlink != 0 {
		f.links[rel] = true
		if f.prefix == "." {
			return nil
		}
		info, err = f.root.Stat(name) // of what is inside root only
	}
	if err != nil {
		return nil // it is gone, or leads elsewhere: for us it is not there
	}
	if info.Mode().IsRegular() {
		delete(f.links, rel)
		f.sizes[rel] = info.Size()
	}
	return nil
}

func (f *folder) list() map[string]int64 { return f.sizes }

func (f *folder) odd(name string) string {
	if f.links[name] {
		return "a link"
	}
	return ""
}

func (f *folder) open(name string) (io.ReadCloser, error) {
	full := path.Join(f.prefix, name)
	if f.prefix == "." { // a link that has taken the file's place is not followed
		if info, err := f.root.Lstat(full); err == nil && !info.Mode().IsRegular() {
			return nil, refuse("pack:link", photo.Args{"file": name})
		}
	}
	return file.OpenIn(f.root, full)
}

func (f *folder) Close() error { return f.root.Close() }

// readSmall returns a file of at most limit bytes; nil if there is none.
func readSmall(src source, name string, limit int64) ([]byte, error) {
	if size, ok := src.list()[name]; !ok {
		return nil, nil
	} else if size > limit {
		return nil, refuse("pack:config", photo.Args{"file": name})
	}
	f, err := src.open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	data, err := io.ReadAll(io.LimitReader(f, limit+1))
	if err == nil && int64(len(data)) > limit {
		err = refuse("pack:config", photo.Args{"file": name})
	}
	return data, err
}
