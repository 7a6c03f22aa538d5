package compact

import (
	"context"
	"math"
	"slices"

	"recollect/engine/index"
	"recollect/engine/index/codes"
	"recollect/engine/photo"
)

// compared is how many of the best by their codes may be compared with their vectors, for k answers.
func compared(k int) int { return 4*k + 160 }

const (
	// first is how many are compared besides k before it is said how far estimates are off, and then at a time.
	first = 22
	// likely is how many standard deviations of the estimates' errors a score is taken to be above its estimate at
	// most. On 200,000 vectors of 512 dimensions 5 of 10,000 answers fewer were found than by comparing 52 always.
	likely = 2
)

// refine returns the best of candidates, which are sorted by their estimates, with their scores. It
// compares them with their vectors until none of those left is likely to be among the k best.
func (s *segment) refine(ctx context.Context, v photo.Vector, k int, best []scored) ([]index.Match, error) {
	var found []index.Match
	var squares float64
	places := make([]uint32, 0, k+first)
	for at := 0; at < len(best); {
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
		if len(found) >= k {
			off := likely * float32(math.Sqrt(squares/float64(at)))
			if best[at].score+off < found[k-1].Score {
				break
			}
		}
		size := max(first, k/2)
		if at == 0 {
			size = k + first
		}
		some := best[at:min(at+size, len(best))]
		places = places[:0]
		for _, c := range some {
			places = append(places, c.place)
		}
		found = s.compare(found, v, places, func(i int, score float32) {
			e := float64(score - some[i].score)
			squares += e * e
		})
		slices.SortFunc(found, byScore)
		at += len(some)
	}
	return found, ctx.Err()
}

// compare appends the photos at places, with their scores, to found, and calls each, unless it is nil,
// with them.
func (s *segment) compare(
	found []index.Match, v photo.Vector, places []uint32, each func(i int, score float32),
) []index.Match {
	scores := make([]float32, len(places))
	s.rowDots(scores, v[:s.dim-s.plain], places)
	for i, p := range places {
		for j, x := range v[s.dim-s.plain:] {
			scores[i] += float32(x * s.extra(int(p), j)) // not fused, as in the tail
		}
		if scores[i]-scores[i] != 0 { // not finite: what is damaged is no answer
			continue
		}
		found = append(found, index.Match{ID: s.id(int(p)), Score: scores[i]})
		if each != nil {
			each(i, scores[i])
		}
	}
	return found
}

// rowDots computes the dot products of v with the vectors at places. It reads them and does not map them: few are
// needed of a page, and the system counts a page that is mapped, and its neighbours, as the process's memory.
func (s *segment) rowDots(scores []float32, v []float32, places []uint32) {
	size := s.rowBytes()
	rows := make([]byte, min(len(places), batch)*size)
	at := make([]uint32, 0, batch)
	for from := 0; from < len(places); from += batch {
		some := places[from:min(from+batch, len(places))]
		for i := 0; i < len(some); {
			n := 1
			for i+n < len(some) && some[i+n] == some[i]+uint32(n) {
				n++
			}
			part := rows[i*size : (i+n)*size]
			offset := s.offset[sectionVectors] + int64(some[i])*int64(size)
			if _, err := s.file.ReadAt(part, offset); err != nil {
				for j := range part { // not numbers: no answers
					part[j] = 0xff
				}
			}
			i += n
		}
		at = at[:0]
		for i := range some {
			at = append(at, uint32(i))
		}
		codes.RowDots(scores[from:from+len(some)], v, rows, at)
	}
}
