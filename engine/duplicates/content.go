package duplicates

import (
	"math"
	"math/bits"
	"time"

	"recollect/engine/catalog"
	"recollect/engine/look"
	"recollect/engine/photo"
)

// content is a content of one or more equal files.
type content struct {
	hash   photo.Hash
	look   look.Hash
	sketch sketch
	photos []photo.ID // by number
	// taken is when the camera says that it was taken; zero: no camera says so.
	taken  time.Time
	camera string
	// fresh: it was not compared with all others yet.
	fresh bool
}

// newContent returns the content of a photo.
func newContent(s catalog.Seen) *content {
	c := &content{hash: s.Hash, look: s.Look, photos: []photo.ID{s.ID}}
	if byCamera(s.Taken) {
		_, seconds := s.Taken.Zone()
		// The wall clock: of two files of one shot only one may know the offset.
		c.taken, c.camera = s.Taken.Add(time.Duration(seconds)*time.Second).UTC(), s.Camera
	}
	return c
}

func byCamera(m photo.Moment) bool {
	return !m.Doubtful && (m.From == photo.FromExif || m.From == photo.FromCreated)
}

// relation is what two photos that look the same are to each other.
type relation int

const (
	strangers relation = iota
	shots              // two pictures of one scene, taken one after the other
	same               // one picture, twice
)

const (
	// oneShot is how far the dates of one picture may be apart: programs round them to seconds.
	oneShot = time.Second
	// burst is how far the dates of two shots of one scene may be apart.
	burst = 10 * time.Second
)

// related returns what two contents are to each other if they look the same. A camera that took two
// pictures says so by their dates, and someone who saves a picture again leaves its date alone, or
// drops it.
func related(a, b *content) relation {
	if a.taken.IsZero() || b.taken.IsZero() {
		return same
	}
	apart := a.taken.Sub(b.taken).Abs()
	switch {
	case apart < oneShot && (apart == 0 || rounded(a.taken) || rounded(b.taken)):
		return same
	case apart <= burst && a.camera == b.camera:
		return shots
	}
	return strangers
}

// rounded reports whether a date has no fraction of a second. Two of a burst have different fractions.
func rounded(taken time.Time) bool { return taken.Nanosecond() == 0 }

// sketch has the signs of the first coordinates of a vector: vectors of small angles differ in few.
type sketch struct {
	signs [sketchWords]uint64
	size  int // of the signs; 0: there is no vector
}

const sketchWords = 8

// farthest is the greatest share of the signs that may differ: where the angle is that of a cosine of leastCosine,
// about a quarter do.
const farthest = 0.33

func sketchOf(v photo.Vector) (s sketch) {
	s.size = min(len(v), 64*sketchWords)
	for i, x := range v[:s.size] {
		if math.Signbit(float64(x)) {
			s.signs[i/64] |= 1 << (i % 64)
		}
	}
	return s
}

// far reports whether the vectors of two sketches are certainly not near to each other.
func (s *sketch) far(other *sketch) bool {
	if s.size == 0 || other.size != s.size {
		return false
	}
	differ := 0
	for i, w := range s.signs {
		differ += bits.OnesCount64(w ^ other.signs[i])
	}
	return float64(differ) > farthest*float64(s.size)
}
