package synthetic

import (
	"math"
	"path/filepath"
	"slices"
	"time"

	"recollect/engine/photo"
)

// Photos are taken on occasions: some minutes apart at one place, with one camera, of two or three subjects. Most
// occasions are short, a few have hundreds of photos.

const (
	longest  = 500  // photos of one occasion
	clusters = 1000 // of vectors, of which a few are large
	years    = 15

	// The parts of a vector, as lengths: of the direction that all pictures share, of what its cluster
	// shares, and of its own. Two pictures have a cosine of about 0.5, two of a cluster of about 0.75,
	// as those of CLIP's networks.
	shared, common, own = 0.7, 0.5, 0.5
	// gap is the cosine of the cone of pictures with that of sentences, meaning the one of a cluster's centre with
	// what a sentence says besides: a sentence has a cosine of about 0.2 with any picture, and of 0.3 with
	// those that show it, as with CLIP's networks.
	gap, meaning = 0.3, 0.8
)

// occasion is when, where and of what some photos are taken.
type occasion struct {
	left     int // photos still to be taken
	at       time.Time
	step     time.Duration
	folder   photo.Folder
	name     string
	gear     gear
	clusters []int
	place    *photo.Place // nil: the camera knows none
}

// next makes the next occasion, if the current one is over.
func (l *library) next() {
	if l.now.left > 0 {
		return
	}
	r := l.random
	// Over fifteen years, the more the later.
	age := time.Duration(r.Float64() * r.Float64() * float64(years*365*24*time.Hour))
	l.now = occasion{
		left: l.skewed(longest) + 1, at: l.Now.Add(-age).UTC().Truncate(time.Second),
		step: time.Duration(5+r.IntN(300)) * time.Second, folder: l.folders[l.skewed(len(l.folders))],
		name: pick(r, places), gear: cameras[l.skewed(len(cameras))],
	}
	for range 1 + r.IntN(3) {
		l.now.clusters = append(l.now.clusters, l.skewed(clusters))
	}
	if r.IntN(withPlace) == 0 {
		l.now.place = &photo.Place{Latitude: 35 + 25*r.Float64(), Longitude: -10 + 40*r.Float64()}
	}
}

// take returns when the next photo of the occasion is taken, and where.
func (o *occasion) take(l *library) (at time.Time, place *photo.Place) {
	o.left--
	o.at = o.at.Add(o.step / 2).Add(time.Duration(l.random.Int64N(int64(o.step)))).Truncate(time.Second)
	if o.at.After(l.Now) {
		o.at = l.Now.UTC().Truncate(time.Second)
	}
	if o.place == nil {
		return o.at, nil
	}
	const near = 0.01 // degrees: a kilometre
	return o.at, &photo.Place{
		Latitude:  o.place.Latitude + near*l.random.NormFloat64(),
		Longitude: o.place.Longitude + near*l.random.NormFloat64(),
	}
}

// dir is the folder that the photos of the occasion lie in.
func (o *occasion) dir(taken time.Time) string {
	return filepath.Join(o.folder.Path, taken.Format("2006"), taken.Format("01 ")+o.name)
}

// skewed returns a number below n, k about 1/k times as often as 1 (Zipf's law).
func (l *library) skewed(n int) int {
	return min(int(math.Pow(float64(n+1), l.random.Float64()))-1, n-1)
}

// vector is that of the next photo of the occasion.
func (l *library) vector() photo.Vector {
	v := l.direction()
	centre := l.centres[pick(l.random, l.now.clusters)]
	for i := range v {
		v[i] = shared*l.cone[i] + common*centre[i] + own*v[i]
	}
	return photo.Mean([]photo.Vector{v})
}

// aim chooses the cone and the centres of the clusters.
func (l *library) aim() {
	l.cone = l.direction()
	if len(l.Sentences) == 0 {
		for range clusters {
			l.centres = append(l.centres, l.direction())
		}
		return
	}
	mean := photo.Mean(l.Sentences)
	l.cone = toward(mean, gap, l.cone)
	for i := range clusters {
		named := slices.Clone(l.Sentences[i*len(l.Sentences)/clusters])
		along := photo.Dot(named, mean)
		for j := range named {
			named[j] -= along * mean[j]
		}
		l.centres = append(l.centres, toward(photo.Mean([]photo.Vector{named}), meaning, l.direction()))
	}
}

// toward is a unit vector with a cosine of about c with v, and for the rest as random as the direction other.
func toward(v photo.Vector, c float64, other photo.Vector) photo.Vector {
	out := make(photo.Vector, len(v))
	for i := range out {
		out[i] = float32(c)*v[i] + float32(math.Sqrt(1-c*c))*other[i]
	}
	return photo.Mean([]photo.Vector{out})
}

// direction is a random point on the unit sphere.
func (l *library) direction() photo.Vector {
	v := make(photo.Vector, l.Dim)
	for i := range v {
		v[i] = float32(l.random.NormFloat64())
	}
	return photo.Mean([]photo.Vector{v})
}

// sizes are those of pictures, the most frequent first; the first ones also upright.
var sizes = [][2]int{{4000, 3000}, {6000, 4000}, {4032, 3024}, {1920, 1080}, {3000, 3000}, {12000, 3000}}

// size returns the size of a picture.
func (l *library) size() (width, height int) {
	s := sizes[l.skewed(len(sizes))]
	if s[0] < 10_000 && l.random.IntN(3) == 0 {
		return s[1], s[0]
	}
	return s[0], s[1]
}
