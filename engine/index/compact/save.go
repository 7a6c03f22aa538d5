package compact

import (
	"bytes"
	"cmp"
	"context"
	"encoding/binary"
	"errors"
	"hash/crc32"
	"io"
	"math"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"sync"
	"time"

	"recollect/engine/durable"
	"recollect/engine/index/codes"
	"recollect/engine/photo"
)

// Save writes the index to path, replacing a file that is there when the new one is complete, and
// uses it from then on. With graph the file has one, which takes minutes for a million photos.
// Searches and changes go on meanwhile; changes that are made meanwhile stay in memory. m.Sequence
// is that up to which the index is complete when Save is called. After an error everything is as it was, and
// what was in memory still is. Errors are the system's, ctx's, or os.ErrClosed. A file that was damaged
// meanwhile is not copied: the error wraps ErrFile.
func (x *Index) Save(ctx context.Context, path string, m Meta, graph bool) error {
	x.saving.Lock()
	defer x.saving.Unlock()
	w, err := x.beginSave()
	if err != nil {
		return err
	}
	w.graph = graph
	var s *segment
	if err = w.write(ctx, path, m); err == nil {
		s, err = openFile(path)
	}
	if err = x.endSave(s, err); err != nil {
		w.main.release() // the index has it still
		return err
	}
	w.main.retire(ctx)
	return nil
}

// beginSave returns a writer of what the index has now.
func (x *Index) beginSave() (*writer, error) {
	x.mu.Lock()
	defer x.mu.Unlock()
	if x.closed { // what the file had is not here any more
		return nil, os.ErrClosed
	}
	x.since = photo.NewSet()
	return &writer{shape: shape{dim: x.dim, plain: x.plain}, moment: x.share()}, nil
}

// fewChanges is how many changes endSave takes over while searches wait, 1 µs each.
const fewChanges = 200

// endSave uses s, which was written, unless there was an error.
func (x *Index) endSave(s *segment, err error) error {
	if err != nil {
		x.mu.Lock()
		defer x.mu.Unlock()
		x.since = nil
		return err
	}
	s.warm()
	next := New(x.dim, x.plain)
	next.main = hold(s)
	for { // until so little has changed meanwhile that searches may wait for it
		x.mu.Lock()
		since := x.since
		if x.closed || since.Len() <= fewChanges {
			break
		}
		x.since = photo.NewSet()
		tail := x.tail.look()
		x.mu.Unlock()
		next.learn(since, &tail)
	}
	old := next.main
	if !x.closed {
		next.learn(x.since, &x.tail.view)
		old = x.main
		x.use(next.main)
		x.dead, x.gone, x.tail = next.dead, next.gone, next.tail
	}
	x.since = nil
	x.mu.Unlock()
	old.release()
	return nil
}

// learn makes the photos of some what they are in another's tail, in which they are not if they were removed.
func (x *Index) learn(some *photo.Set, now *view) {
	for id := range some.All() {
		x.tail.remove(id)
		x.bury(id)
	}
	for place, id := range now.ids {
		if some.Has(id) && !now.dead.Has(photo.ID(place)) {
			x.tail.copy(now, place)
		}
	}
}

// retire is release for a file that was replaced. It waits for the searches in it, a second at most, so
// that none of them must unmap it, which takes longer than a search.
func (o *open) retire(ctx context.Context) {
	if o == nil {
		return
	}
	ctx, cancel := context.WithTimeout(ctx, time.Second)
	defer cancel()
	for o.users.Load() > 1 && ctx.Err() == nil {
		select {
		case <-o.one:
		case <-ctx.Done():
		}
	}
	o.release()
}

// warm reads something of each page that a search may go through, so that the first ones need not wait
// until they are mapped.
func (s *segment) warm() {
	var sum byte
	for _, section := range []int{sectionCodes, sectionLowest, sectionUpper} {
		for part := s.part[section]; len(part) > 0; part = part[min(page, len(part)):] {
			sum += part[0]
		}
	}
	runtime.KeepAlive(sum)
}

// source is where a row of the new file comes from: a place in the old one, or in memory.
type source struct {
	id    photo.ID
	place uint32
	fresh bool   // in memory
	node  uint32 // of the old graph, with the same vector; none if it has none
}

// writer writes a file of what an old one has and what came since.
type writer struct {
	shape
	moment

	graph bool
	from  []source
	q     *codes.Quantizer
}

func (w *writer) write(ctx context.Context, path string, m Meta) error {
	if w.main != nil {
		if err := w.main.check(); err != nil {
			return err
		}
	}
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
	fresh := make([]source, 0, w.tail.n)
	for place, id := range w.tail.ids {
		if !w.tail.dead.Has(photo.ID(place)) {
			fresh = append(fresh, source{id: id, place: uint32(place), fresh: true, node: none})
		}
	}
	slices.SortFunc(fresh, func(a, b source) int { return cmp.Compare(a.id, b.id) })
	if w.main != nil {
		w.from = make([]source, 0, len(fresh)+w.main.space.n)
		for i := range w.main.space.n {
			id := w.main.id(i)
			for ; len(fresh) > 0 && fresh[0].id <= id; fresh = fresh[1:] {
				s := fresh[0]
				if s.id == id && bytes.Equal(w.tail.rowBytesOf(s.place), w.main.rowBytesOf(uint32(i))) {
					s.node = uint32(i) // other numbers of it have changed
				}
				w.from = append(w.from, s)
			}
			if !w.dead.Has(id) {
				w.from = append(w.from, source{id: id, place: uint32(i), node: uint32(i)})
			}
		}
	}
	w.from = append(w.from, fresh...)
	w.n = len(w.from)
}

func (w *writer) fill(ctx context.Context, f *os.File, m Meta) error {
	h := header{shape: w.shape, Meta: m}
	at := int64(headerSize)
	add := func(i int, write func(io.Writer) error) error {
		if _, err := f.Seek(at, io.SeekStart); err != nil {
			return err
		}
		sum := crc32.New(castagnoli)
		if err := write(io.MultiWriter(f, sum)); err != nil {
			return err
		}
		end, err := f.Seek(0, io.SeekCurrent)
		h.offset[i], h.size[i], h.sum[i] = at, end-at, sum.Sum32()
		at = (end + page - 1) / page * page
		return err
	}
	for i, row := range [sized]func([]byte, source) []byte{w.appendID, w.appendCode, w.appendPlain, w.appendVector} {
		if err := add(i, func(to io.Writer) error { return w.section(ctx, to, row) }); err != nil {
			return err
		}
	}
	if err := f.Truncate(at); err != nil {
		return err
	}
	lowest, upper := func(io.Writer) error { return nil }, func(io.Writer) error { return nil }
	if w.graph && w.n > 0 {
		b, err := w.connected(ctx, f, &h, at)
		if err != nil {
			return err
		}
		lowest, upper = b.writeLowest, b.writeUpper
	}
	if err := errors.Join(add(sectionLowest, lowest), add(sectionUpper, upper), f.Truncate(at)); err != nil {
		return err
	}
	b, err := h.encode()
	if err != nil {
		return err
	}
	_, err = f.WriteAt(b, 0)
	return err
}

// connected makes the graph of the photos in f.
func (w *writer) connected(ctx context.Context, f *os.File, h *header, size int64) (*builder, error) {
	data, unmap, err := mapFile(f, size)
	if err != nil {
		return nil, err
	}
	defer unmap()
	s := segment{header: *h, space: space{q: w.q, n: w.n}}
	for i := range sized {
		s.part[i] = data[h.offset[i]:][:h.size[i]]
	}
	s.space.codes = s.part[sectionCodes]
	b := newBuilder(s.space)
	embedding := func(to photo.Vector, i int) photo.Vector { return s.row(to, i)[:w.dim-w.plain] }
	if g := newGraft(w, b); g != nil {
		return b, g.grow(ctx, embedding)
	}
	return b, b.add(ctx, embedding)
}

// section writes the rows of a section, which all processors make.
func (w *writer) section(ctx context.Context, to io.Writer, row func([]byte, source) []byte) error {
	parts := make([][]byte, runtime.GOMAXPROCS(0))
	for chunk := range slices.Chunk(w.from, batch*len(parts)) {
		if ctx.Err() != nil {
			return ctx.Err()
		}
		var g sync.WaitGroup
		for i := range parts {
			g.Go(func() {
				parts[i] = parts[i][:0]
				for _, s := range chunk[min(i*batch, len(chunk)):min((i+1)*batch, len(chunk))] {
					parts[i] = row(parts[i], s)
				}
			})
		}
		g.Wait()
		for _, part := range parts {
			if _, err := to.Write(part); err != nil {
				return err
			}
		}
	}
	return nil
}

func (w *writer) appendID(b []byte, s source) []byte {
	return binary.LittleEndian.AppendUint64(b, uint64(s.id))
}

func (w *writer) appendCode(b []byte, s source) []byte {
	size := w.q.Bytes()
	if s.fresh {
		return append(b, w.tail.blockOf(s.place).codes[int(s.place%blockRows)*size:][:size]...)
	}
	return w.copied(b, s, sectionCodes, size)
}

func (w *writer) appendPlain(b []byte, s source) []byte {
	if !s.fresh {
		return w.copied(b, s, sectionPlain, 4*w.plain)
	}
	for _, x := range w.tail.extraOf(w.tail.blockOf(s.place), int(s.place%blockRows)) {
		b = binary.LittleEndian.AppendUint32(b, math.Float32bits(x))
	}
	return b
}

func (w *writer) appendVector(b []byte, s source) []byte {
	if s.fresh {
		return append(b, w.tail.rowBytesOf(s.place)...)
	}
	return append(b, w.main.rowBytesOf(s.place)...)
}

// copied appends what the old file has.
func (w *writer) copied(b []byte, s source, section, size int) []byte {
	return append(b, w.main.part[section][int(s.place)*size:][:size]...)
}
