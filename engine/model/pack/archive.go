package pack

import (
	"archive/zip"
	"errors"
	"io"
	"io/fs"
	"os"
	"path"
	"strings"
	"unicode/utf8"

	"recollect/engine/file"
	"recollect/engine/model/pack/config"
	"recollect/engine/photo"
)

// mostRatio is how many bytes of a pack a byte of an archive may become. Weights hardly shrink, and
// tokenizers become a tenth; the smallest of bombs grow a thousandfold.
const mostRatio = 100

// archive is a source in a zip archive.
type archive struct {
	f       *os.File
	entries map[string]*zip.File
	sizes   map[string]int64
}

// openArchive reads the list of an archive, and refuses one that is made to do harm: names that
// lead outside, that differ in nothing a disk may see, or that are links, and more bytes than such
// an archive can hold.
func openArchive(name string) (*archive, error) {
	f, err := file.Open(name)
	if err != nil {
		return nil, err
	}
	a := &archive{f: f, entries: map[string]*zip.File{}, sizes: map[string]int64{}}
	if err := a.read(); err != nil {
		return nil, errors.Join(err, f.Close())
	}
	return a, nil
}

func (a *archive) read() error {
	info, err := a.f.Stat()
	if err != nil {
		return err
	}
	z, err := zip.NewReader(a.f, info.Size())
	if err != nil && !errors.Is(err, zip.ErrInsecurePath) {
		return refuse("pack:zip-damaged", nil)
	}
	if len(z.File) > mostFiles {
		return refuse("pack:too-many", nil)
	}
	var packed, whole uint64
	seen := map[string]bool{}
	for _, e := range z.File {
		if err := a.add(e, seen); err != nil {
			return err
		}
		packed += e.CompressedSize64
		whole += e.UncompressedSize64
		if e.CompressedSize64 > mostBytes || e.UncompressedSize64 > mostBytes || whole > mostBytes {
			return refuse("pack:zip-bomb", nil)
		}
	}
	// Entries that overlap in the archive are together larger than it is.
	if packed > uint64(info.Size()) || whole > mostRatio*uint64(info.Size())+mostJSON {
		return refuse("pack:zip-bomb", nil)
	}
	return nil
}

func (a *archive) add(e *zip.File, seen map[string]bool) error {
	name := strings.TrimSuffix(e.Name, "/")
	if !utf8.ValidString(name) || e.NonUTF8 {
		name = strings.ToValidUTF8(name, "_") // only folders of packs have such names
	}
	folded := strings.ToLower(name)
	switch {
	case !fs.ValidPath(name) || strings.ContainsAny(name, "\\:\x00") || strings.Count(name, "/") > mostDepth+1:
		return refuse("pack:zip-name", photo.Args{"file": config.Shorten(name)})
	case seen[folded]:
		return refuse("pack:zip-twice", photo.Args{"file": config.Shorten(name)})
	}
	seen[folded] = true
	switch mode := e.Mode(); {
	case mode.IsDir() || hidden(name):
		return nil
	case !mode.IsRegular():
		return refuse("pack:link", photo.Args{"file": config.Shorten(name)})
	case e.Flags&1 != 0 || e.Method != zip.Store && e.Method != zip.Deflate:
		return refuse("pack:zip-method", photo.Args{"file": config.Shorten(name)})
	}
	a.entries[name], a.sizes[name] = e, int64(e.UncompressedSize64)
	return nil
}

// hidden reports whether a part of a path is no part of a pack: what systems and programs add.
func hidden(name string) bool {
	for part := range strings.SplitSeq(name, "/") {
		if strings.HasPrefix(part, ".") || part == "__MACOSX" {
			return true
		}
	}
	return false
}

func (a *archive) list() map[string]int64 { return a.sizes }
func (a *archive) odd(string) string      { return "" }
func (a *archive) Close() error           { return a.f.Close() }

func (a *archive) open(name string) (io.ReadCloser, error) {
	e, ok := a.entries[path.Clean(name)]
	if !ok {
		return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrNotExist}
	}
	r, err := e.Open()
	if err != nil {
		return nil, refuse("pack:zip-damaged", nil)
	}
	if at, err := e.DataOffset(); err == nil && e.Method == zip.Store {
		return stored{entry{r}, io.NewSectionReader(a.f, at, int64(e.UncompressedSize64))}, nil
	}
	return entry{r}, nil
}

// stored is an entry that is not packed: it can be read anywhere.
type stored struct {
	entry
	io.ReaderAt
}

// entry reads a file of an archive. The archive's own errors become a fault.
type entry struct{ io.ReadCloser }

func (e entry) Read(p []byte) (int, error) {
	n, err := e.ReadCloser.Read(p)
	if err != nil && err != io.EOF {
		err = refuse("pack:zip-damaged", nil)
	}
	return n, err
}
