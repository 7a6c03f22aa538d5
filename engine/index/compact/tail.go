package compact

import (
	"context"
	"slices"

	"recollect/engine/index"
	"recollect/engine/index/codes"
	"recollect/engine/photo"
)

// tail is the photos that the file lacks, in memory. Their vectors are as the file would have them, so that
// equal vectors have equal scores wherever they are.
type tail struct {
	dim, plain int
	ids        []photo.ID
	at         map[photo.ID]int
	rows       []byte
	extra      []float32
}

func newTail(dim, plain int) *tail { return &tail{dim: dim, plain: plain, at: map[photo.ID]int{}} }

func (t *tail) rowBytes() int { return codes.RowBytes(t.dim - t.plain) }

func (t *tail) add(id photo.ID, v photo.Vector) {
	t.remove(id)
	t.at[id] = len(t.ids)
	t.ids = append(t.ids, id)
	t.rows = codes.AppendRow(t.rows, v[:t.dim-t.plain])
	t.extra = append(t.extra, v[t.dim-t.plain:]...)
}

// remove puts the last photo in the place of one.
func (t *tail) remove(id photo.ID) {
	i, ok := t.at[id]
	if !ok {
		return
	}
	last := len(t.ids) - 1
	size := t.rowBytes()
	t.ids[i] = t.ids[last]
	copy(t.rows[i*size:(i+1)*size], t.rows[last*size:])
	copy(t.extra[i*t.plain:(i+1)*t.plain], t.extra[last*t.plain:])
	t.ids, t.rows, t.extra = t.ids[:last], t.rows[:last*size], t.extra[:last*t.plain]
	delete(t.at, id)
	if i < last {
		t.at[t.ids[i]] = i
	}
}

// clone returns a copy of t for who only reads rows.
func (t *tail) clone() *tail {
	return &tail{
		dim: t.dim, plain: t.plain,
		ids: slices.Clone(t.ids), rows: slices.Clone(t.rows), extra: slices.Clone(t.extra),
	}
}

// only returns the photos of t that are in some. The memory of the others is given up.
func (t *tail) only(some *photo.Set) *tail {
	out, size := newTail(t.dim, t.plain), t.rowBytes()
	for i, id := range t.ids {
		if !some.Has(id) {
			continue
		}
		out.at[id] = len(out.ids)
		out.ids = append(out.ids, id)
		out.rows = append(out.rows, t.rows[i*size:(i+1)*size]...)
		out.extra = append(out.extra, t.extra[i*t.plain:(i+1)*t.plain]...)
	}
	return out
}

// row writes the vector of photo i to to and returns it.
func (t *tail) row(to photo.Vector, i int) photo.Vector {
	size := t.rowBytes()
	to = codes.Row(to[:0], t.rows[i*size:(i+1)*size])
	return append(to, t.extra[i*t.plain:(i+1)*t.plain]...)
}

// scores returns all photos of in with their scores.
func (t *tail) scores(ctx context.Context, v photo.Vector, in *photo.Set) ([]index.Match, error) {
	var found []index.Match
	places, scores := make([]uint32, 0, batch), make([]float32, batch)
	flush := func() error {
		codes.RowDots(scores[:len(places)], v[:t.dim-t.plain], t.rows, places)
		for i, p := range places {
			for j, x := range v[t.dim-t.plain:] {
				scores[i] += x * t.extra[int(p)*t.plain+j]
			}
			found = append(found, index.Match{ID: t.ids[p], Score: scores[i]})
		}
		places = places[:0]
		return ctx.Err()
	}
	for i, id := range t.ids {
		if !in.Has(id) {
			continue
		}
		if places = append(places, uint32(i)); len(places) == batch {
			if err := flush(); err != nil {
				return nil, err
			}
		}
	}
	return found, flush()
}
