package pack

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"io"
	"io/fs"
	"maps"
	"os"
	"path"
	"path/filepath"
	"strconv"
	"time"

	"recollect/engine/durable"
	"recollect/engine/file"
	"recollect/engine/model"
	"recollect/engine/photo"
	"recollect/engine/volume"
)

// free is replaced in tests, to be a full disk.
var free = volume.Free

// spare is how many bytes are left free on the disk: the catalog and its backups need some.
const spare = 64 << 20

// vacant refuses a place where there is something.
func vacant(to string) error {
	switch _, err := os.Lstat(to); {
	case err == nil:
		return refuse("pack:taken", photo.Args{"path": to})
	case !errors.Is(err, fs.ErrNotExist):
		return err
	}
	return nil
}

// copy gathers the files of c beside to, checks them, and puts them in place.
func (c candidate) copy(ctx context.Context, to string, clear func() error, o Options) (Report, error) {
	if err := room(filepath.Dir(to), c.report.Bytes); err != nil {
		return Report{}, err
	}
	parent, err := file.OpenRoot(filepath.Dir(to))
	if err != nil {
		return Report{}, err
	}
	defer parent.Close()
	part := filepath.Base(to) + ".part"
	if err := parent.RemoveAll(part); err != nil { // of an import that was killed
		return Report{}, err
	}
	r, err := c.gather(ctx, parent, part, o)
	if err == nil {
		err = checkCopy(ctx, to+".part", r.Spec)
	}
	if err == nil && o.Probe != nil {
		err = Probe(ctx, o.Probe, to+".part")
	}
	if err == nil {
		err = ctx.Err()
	}
	if err == nil {
		err = clear()
	}
	if err == nil {
		err = durable.MoveFolder(to+".part", to)
	}
	if err != nil {
		return Report{}, errors.Join(err, parent.RemoveAll(part))
	}
	return r, nil
}

// checkCopy checks what was copied as a pack of Recollect's own: the source may have been changed
// after it was read.
func checkCopy(ctx context.Context, dir string, s model.Spec) error {
	src, err := openFolder(ctx, dir, mostDepth)
	if err != nil {
		return err
	}
	defer src.Close()
	_, err = own(ctx, src, ".", s)
	return err
}

func room(dir string, bytes int64) error {
	left, err := free(dir)
	if err != nil {
		return err
	}
	if left < bytes+spare {
		const mega = 1e6
		return refuse("pack:space", photo.Args{
			"needed": strconv.FormatInt((bytes+spare)/mega, 10), "free": strconv.FormatInt(left/mega, 10),
		})
	}
	return nil
}

// gather copies the files into a new folder of parent, and writes model.json last.
func (c candidate) gather(ctx context.Context, parent *os.Root, part string, o Options) (Report, error) {
	r := c.report
	if err := parent.Mkdir(part, 0o700); err != nil {
		return r, err
	}
	dir, err := parent.OpenRoot(part)
	if err != nil {
		return r, err
	}
	defer dir.Close()
	m := newMeter(o, r.Bytes)
	files := map[string]model.File{}
	for _, i := range c.items {
		got, err := i.copy(ctx, dir, m)
		if err != nil {
			return r, err
		}
		if i.to != "calibration.json" {
			files[i.to] = got
		}
	}
	m.report(true)
	r.Spec.Files = maps.Clone(files)
	data, err := json.MarshalIndent(r.Spec, "", "\t")
	if err != nil {
		return r, err
	}
	return r, write(dir, "model.json", data)
}

func write(dir *os.Root, name string, data []byte) error {
	f, err := create(dir, name)
	if err != nil {
		return err
	}
	_, err = f.Write(data)
	return errors.Join(err, f.Sync(), f.Close())
}

func create(dir *os.Root, name string) (*os.File, error) {
	return dir.OpenFile(name, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
}

// copy copies a file into dir, and returns its size and sum. A file that is not what it was when
// the pack was read, or what model.json says, is refused.
func (i item) copy(ctx context.Context, dir *os.Root, m *meter) (got model.File, err error) {
	if err := dir.MkdirAll(path.Dir(i.to), 0o700); err != nil {
		return got, err
	}
	src, err := i.src.open(i.from)
	if err != nil {
		return got, err
	}
	defer src.Close()
	dst, err := create(dir, i.to)
	if err != nil {
		return got, err
	}
	m.transfer.File = i.to
	h := sha256.New()
	limited := io.LimitReader(file.Until(ctx, src), i.want.Bytes+1)
	got.Bytes, err = io.CopyBuffer(io.MultiWriter(dst, h, m), limited, make([]byte, 1<<20))
	if err = errors.Join(err, dst.Sync(), dst.Close()); err != nil {
		return got, err
	}
	got.SHA256 = hex.EncodeToString(h.Sum(nil))
	if got.Bytes != i.want.Bytes || i.want.SHA256 != "" && got.SHA256 != i.want.SHA256 {
		return got, refuse("pack:file-differs", photo.Args{"file": i.from})
	}
	return got, nil
}

// meter reports the progress of reading or copying.
type meter struct {
	o        Options
	transfer photo.Transfer
	began    time.Time
	reported time.Time
}

func newMeter(o Options, total int64) *meter {
	return &meter{o: o, transfer: photo.Transfer{Total: total}, began: time.Now()}
}

// Write implements io.Writer: it counts.
func (m *meter) Write(p []byte) (int, error) {
	m.add(int64(len(p)))
	return len(p), nil
}

func (m *meter) add(n int64) {
	m.transfer.Done += n
	m.report(false)
}

// meterEvery is how often progress is reported.
const meterEvery = 200 * time.Millisecond

func (m *meter) report(last bool) {
	now := time.Now()
	if m.o.Progress == nil || !last && now.Sub(m.reported) < meterEvery {
		return
	}
	m.reported = now
	if d := now.Sub(m.began).Seconds(); d > 0 {
		m.transfer.PerSecond = float64(m.transfer.Done) / d
	}
	m.o.Progress(m.transfer)
}
