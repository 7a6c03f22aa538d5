package compact

import (
	"bufio"
	"context"
	"encoding/binary"
	"hash/crc32"
	"io"
	"math"
	"os"
	"path/filepath"
	"slices"

	"recollect/engine/durable"
	"recollect/engine/index/codes"
	"recollect/engine/photo"
)

// Save writes the index to path, replacing a file that is there when the new one is complete, and
// uses it from then on. Searches and changes go on meanwhile; changes that are made meanwhile
// stay in memory. m.Sequence is that up to which the index is complete when Save is called.
func (x *Index) Save(ctx context.Context, path string, m Meta) error {
	x.saving.Lock()
	defer x.saving.Unlock()
	rows := map[photo.ID]photo.Vector{}
	x.mu.Lock()
	main, dead := x.main, x.dead
	if main != nil {
		main.users.Add(1)
	}
	x.since = photo.NewSet()
	err := x.tail.Scan(ctx, nil, func(id photo.ID, v photo.Vector) { rows[id] = slices.Clone(v) })
	x.mu.Unlock()
	defer main.release()
	if err == nil {
		w := writer{shape: shape{dim: x.dim, plain: x.plain}, main: main, dead: dead, tail: rows}
		err = w.write(ctx, path, m)
	}
	var s *segment
	if err == nil {
		s, err = openFile(path)
	}
	x.mu.Lock()
	defer x.mu.Unlock()
	since := x.since
	x.since = nil
	if err != nil {
		return err
	}
	old := x.main
	x.main, x.dead, x.gone = hold(s), photo.NewSet(), 0
	for id := range since.All() {
		if _, has := s.find(id); has {
			x.dead.Add(id)
			x.gone++
		}
	}
	for id := range rows {
		if !since.Has(id) {
			x.tail.Remove(id)
		}
	}
	old.release()
	return nil
}

// source is where a row of the new file comes from: a place in the old one, or memory.
type source struct {
	id   photo.ID
	old  int
	tail photo.Vector
}

// writer writes a file of what an old one has and what came since.
type writer struct {
	shape
	main *open
	dead *photo.Set
	tail map[photo.ID]photo.Vector

	from []source
	q    *codes.Quantizer
}

func (w *writer) write(ctx context.Context, path string, m Meta) error {
	w.merge()
	w.q = codes.New(w.dim - w.plain)
	f, err := os.CreateTemp(filepath.Dir(path), "."+filepath.Base(path)+".*.tmp")
	if err != nil {
		return err
	}
	defer os.Remove(f.Name()) // after an error; otherwise it has another name by then
	err = w.fill(ctx, f, m)
	if closed := f.Close(); err == nil {
		err = closed
	}
	if err != nil {
		return err
	}
	return durable.Replace(f.Name(), path)
}

// merge lists the rows of the new file, by ID.
func (w *writer) merge() {
	if w.main != nil {
		for i := range w.main.n {
			if id := w.main.id(i); !w.dead.Has(id) {
				w.from = append(w.from, source{id: id, old: i})
			}
		}
	}
	for id, v := range w.tail {
		w.from = append(w.from, source{id: id, tail: v})
	}
	slices.SortFunc(w.from, func(a, b source) int { return int(a.id - b.id) })
	w.n = len(w.from)
}

func (w *writer) fill(ctx context.Context, f *os.File, m Meta) error {
	h := header{shape: w.shape, Meta: m}
	size := w.sizes(w.q.Bytes())
	at := int64(headerSize)
	rows := [sections]func([]byte, source) []byte{w.appendID, w.appendCode, w.appendPlain, w.appendVector}
	for i := range sections {
		h.offset[i] = at
		sum := crc32.New(castagnoli)
		if _, err := f.Seek(at, io.SeekStart); err != nil {
			return err
		}
		out := bufio.NewWriterSize(io.MultiWriter(f, sum), 1<<18)
		if err := w.section(ctx, out, rows[i]); err != nil {
			return err
		}
		h.sum[i] = sum.Sum32()
		at = (at + size[i] + page - 1) / page * page
	}
	b, err := h.encode(size)
	if err != nil {
		return err
	}
	if _, err := f.WriteAt(b, 0); err != nil {
		return err
	}
	return f.Truncate(at)
}

func (w *writer) section(ctx context.Context, out *bufio.Writer, row func([]byte, source) []byte) error {
	var b []byte
	for i, s := range w.from {
		if i%batch == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
		b = row(b[:0], s)
		if _, err := out.Write(b); err != nil {
			return err
		}
	}
	return out.Flush()
}

func (w *writer) appendID(b []byte, s source) []byte {
	return binary.LittleEndian.AppendUint64(b, uint64(s.id))
}

func (w *writer) appendCode(b []byte, s source) []byte {
	if s.tail == nil {
		return w.copied(b, s, sectionCodes, w.q.Bytes())
	}
	code := make([]byte, w.q.Bytes())
	w.q.Encode(code, s.tail[:w.dim-w.plain])
	return append(b, code...)
}

func (w *writer) appendPlain(b []byte, s source) []byte {
	if s.tail == nil {
		return w.copied(b, s, sectionPlain, 4*w.plain)
	}
	for _, x := range s.tail[w.dim-w.plain:] {
		b = binary.LittleEndian.AppendUint32(b, math.Float32bits(x))
	}
	return b
}

func (w *writer) appendVector(b []byte, s source) []byte {
	if s.tail == nil {
		return w.copied(b, s, sectionVectors, w.rowBytes())
	}
	return packHalves(b, s.tail[:w.dim-w.plain])
}

// copied appends what the old file has.
func (w *writer) copied(b []byte, s source, section, size int) []byte {
	return append(b, w.main.part[section][s.old*size:][:size]...)
}
