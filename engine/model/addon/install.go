package addon

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"recollect/engine/durable"
	"recollect/engine/file"
	"recollect/engine/model/fetch"
	"recollect/engine/photo"
	"recollect/engine/volume"
)

// ErrDamaged means that an archive does not hold what it must, or that a file of an add-on is
// another one than was put there.
var ErrDamaged error = &photo.Fault{
	Code: "addon:damaged",
	Text: "a library of the add-on is not what it must be",
}

// Install downloads an add-on into the folder parent, below its ID. Archives for which skip is true
// are left out; skip may be nil. What is there already and as it should be stays. Half of it is
// stored in a folder beside, from which another call continues; then that is removed. progress may be
// nil.
//
// Errors are those of fetch.Fetch, ErrDamaged, those of the file system, and that of ctx.
func Install(
	ctx context.Context, o fetch.Options, a AddOn, parent string,
	skip func(Archive) bool, progress func(photo.Transfer),
) error {
	to := filepath.Join(parent, a.ID)
	if Check(ctx, a, parent, skip) == nil {
		return nil
	}
	if err := file.OwnFolder(parent); err != nil {
		return err
	}
	part := to + ".part"
	if err := room(o, a.wanted(skip), parent, part); err != nil {
		return err
	}
	if _, err := fetch.Fetch(ctx, o, downloads(a.wanted(skip)), part, progress); err != nil {
		return err
	}
	made := filepath.Join(part, "files")
	if err := replaceable(made, to); err != nil {
		return err
	}
	if err := os.Mkdir(made, 0o700); err != nil {
		return err
	}
	for i, x := range a.wanted(skip) {
		if err := extract(ctx, x, filepath.Join(part, nameOf(i)), made); err != nil {
			return fmt.Errorf("%s: %w", x.Package, err)
		}
	}
	if err := durable.MoveFolder(made, to); err != nil {
		return err
	}
	return os.RemoveAll(part)
}

// room returns an error if archives and what is taken from them do not fit on the disk together.
func room(o fetch.Options, archives []Archive, parent, part string) error {
	if err := os.MkdirAll(parent, 0o700); err != nil {
		return err
	}
	var need int64
	for i, x := range archives {
		need += x.Bytes + x.size()
		if info, err := os.Lstat(filepath.Join(part, nameOf(i))); err == nil {
			need -= info.Size()
		}
	}
	free := o.Free
	if free == nil {
		free = volume.Free
	}
	if n, err := free(parent); err == nil && n < need {
		return fetch.NoRoom(need, n)
	}
	return nil
}

func nameOf(archive int) string { return fmt.Sprintf("archive-%d", archive) }

func downloads(archives []Archive) []fetch.File {
	var files []fetch.File
	for i, x := range archives {
		files = append(files, fetch.File{URL: x.URL, Path: nameOf(i), Bytes: x.Bytes, SHA256: x.SHA256})
	}
	return files
}

// replaceable removes what earlier calls have left in folders. A link in their place is not followed.
func replaceable(folders ...string) error {
	for _, path := range folders {
		if err := file.OwnFolder(path); err != nil {
			return err
		}
		if err := os.RemoveAll(path); err != nil {
			return err
		}
	}
	return nil
}

// Check returns nil if the add-on is in the folder parent with all of its files as they must be,
// but for those of archives for which skip is true. Else errors are ErrDamaged, those of package
// file for what is not Recollect's own, and those of the file system, such as fs.ErrNotExist.
func Check(ctx context.Context, a AddOn, parent string, skip func(Archive) bool) error {
	dir := filepath.Join(parent, a.ID)
	if err := file.OwnFolder(dir); err != nil {
		return err
	}
	for _, x := range a.wanted(skip) {
		for _, m := range x.Members {
			if err := m.check(ctx, filepath.Join(dir, m.To)); err != nil {
				return err
			}
		}
	}
	return nil
}

func (m *Member) check(ctx context.Context, path string) error {
	if err := file.Own(path); err != nil {
		return err
	}
	src, err := file.Open(path)
	if err != nil {
		return err
	}
	defer src.Close()
	return m.copy(ctx, io.Discard, src)
}

// Remove deletes an add-on, and half of one, from the folder parent.
func Remove(a AddOn, parent string) error {
	dir := filepath.Join(parent, a.ID)
	return replaceable(dir, dir+".part")
}

// copy copies a member, and returns ErrDamaged if it is another one.
func (m *Member) copy(ctx context.Context, w io.Writer, r io.Reader) error {
	h := sha256.New()
	n, err := io.Copy(io.MultiWriter(w, h), reader{ctx, io.LimitReader(r, m.Bytes+1)})
	if err != nil {
		return err
	}
	if got := hex.EncodeToString(h.Sum(nil)); n != m.Bytes || got != m.SHA256 {
		return fmt.Errorf("%w: %s has %d bytes or more and the checksum %s", ErrDamaged, m.To, n, got)
	}
	return nil
}

// write writes a member into the folder dir, where there must not be a file of its name.
func (m *Member) write(ctx context.Context, dir string, r io.Reader) error {
	w, err := file.OpenOwn(filepath.Join(dir, m.To), os.O_CREATE|os.O_EXCL|os.O_WRONLY)
	if err != nil {
		return err
	}
	err = m.copy(ctx, w, r)
	if err == nil {
		err = w.Sync()
	}
	if err := errors.Join(err, w.Close()); err != nil {
		return err
	}
	return release(filepath.Join(dir, m.To))
}

// reader ends with its context. What cannot be read is damaged.
type reader struct {
	ctx context.Context // of one io.Copy
	r   io.Reader
}

func (r reader) Read(p []byte) (int, error) {
	if err := r.ctx.Err(); err != nil {
		return 0, err
	}
	n, err := r.r.Read(p)
	if err != nil && err != io.EOF {
		err = fmt.Errorf("%w: %w", ErrDamaged, err)
	}
	return n, err
}
