// Package atlas counts the photos of a library by where they were taken, for a map: in square cells of any size, the
// more of them the nearer it is looked at. It also names the cities on the map.
//
// A cell of level n is one of 2^n times 2^n into which the map of photo.OnMap is divided, so clusters stay as they are
// when the map is moved, and no photo is in two. The places are held in memory in an order in which those of a cell,
// whatever its level, stand together: a cell costs a search in a sorted list.
package atlas

import (
	"cmp"
	"context"
	"iter"
	"math"
	"slices"
	"sync"

	"recollect/engine/photo"
	"recollect/engine/places"
	"recollect/engine/query"
)

// Deepest is the level of the smallest cells, which are ten metres wide at the equator.
const Deepest = 22

// Catalog is what an Atlas reads.
type Catalog interface {
	// Spots returns where photos were taken.
	Spots(context.Context) ([]photo.Spot, error)
	// Select returns the photos for which filters hold.
	Select(context.Context, []query.Filter) (*photo.Set, error)
	// Sequence rises with every change of what is shown.
	Sequence(context.Context) (int64, error)
}

// Service is a map of the places of a library. Its methods may be called from any goroutine.
type Service struct {
	catalog Catalog
	reading sync.Mutex // held while the places are read

	mu   sync.Mutex
	read bool
	seq  int64
	area photo.Area
	all  []spot // by code; replaced, never changed
}

// spot is a photo in its smallest cell. It takes 32 bytes.
type spot struct {
	code                uint64 // see interleave
	latitude, longitude float64
	id                  photo.ID
}

// New returns a Service that reads c when it is first asked.
func New(c Catalog) *Service { return &Service{catalog: c} }

// Read reads the places of the library again if anything has changed, which takes a second for 100,000 photos on a
// crowded machine, and returns what there is. Errors are those of the catalog, or ctx's.
func (s *Service) Read(ctx context.Context) (photo.Atlas, error) {
	s.reading.Lock()
	defer s.reading.Unlock()
	seq, err := s.catalog.Sequence(ctx)
	if err != nil {
		return photo.Atlas{}, err
	}
	if s.mu.Lock(); s.read && s.seq == seq {
		defer s.mu.Unlock()
		return photo.Atlas{Photos: len(s.all), Area: s.area}, nil
	}
	s.mu.Unlock()
	spots, err := s.catalog.Spots(ctx)
	if err != nil {
		return photo.Atlas{}, err
	}
	all, area := sorted(spots), extent(spots)
	s.mu.Lock()
	defer s.mu.Unlock()
	s.read, s.seq, s.area, s.all = true, seq, area, all
	return photo.Atlas{Photos: len(all), Area: area}, nil
}

// spots returns the places as they were last read, and reads them first if they never were.
func (s *Service) spots(ctx context.Context) ([]spot, error) {
	s.mu.Lock()
	all, read := s.all, s.read
	s.mu.Unlock()
	if read {
		return all, nil
	}
	if _, err := s.Read(ctx); err != nil {
		return nil, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.all, nil
}

// sorted returns spots by code, and those of a smallest cell by ID.
func sorted(spots []photo.Spot) []spot {
	all := make([]spot, len(spots))
	for i, p := range spots {
		x, y := cellAt(p.Latitude, p.Longitude, Deepest)
		all[i] = spot{interleave(x, y), p.Latitude, p.Longitude, p.ID}
	}
	slices.SortFunc(all, func(a, b spot) int { return cmp.Or(cmp.Compare(a.code, b.code), cmp.Compare(a.id, b.id)) })
	return all
}

// extent returns the area that has all spots: the narrower of those that cross the date line and that do not.
func extent(spots []photo.Spot) photo.Area {
	if len(spots) == 0 {
		return photo.Area{}
	}
	first := spots[0]
	a := photo.Area{South: first.Latitude, North: first.Latitude, West: first.Longitude, East: first.Longitude}
	west, east := 180.0, -180.0 // the eastern and the western hemisphere's own bounds
	for _, p := range spots {
		a.South, a.North = min(a.South, p.Latitude), max(a.North, p.Latitude)
		a.West, a.East = min(a.West, p.Longitude), max(a.East, p.Longitude)
		if p.Longitude >= 0 {
			west = min(west, p.Longitude)
		} else {
			east = max(east, p.Longitude)
		}
	}
	if a.West < 0 && a.East >= 0 && east+360-west < a.East-a.West {
		a.West, a.East = west, east
	}
	return a
}

// Clusters returns the clusters in the cells of a level, from 1 to Deepest, that an area touches: in no order. It reads
// the catalog only if Read was never called. It looks once at each photo in the area: 10 ms for a million
// (BenchmarkClusters). Of an area with more than 100,000 cells, which no screen shows, it returns the first.
func (s *Service) Clusters(ctx context.Context, area photo.Area, level int) ([]photo.Cluster, error) {
	all, err := s.spots(ctx)
	if err != nil {
		return nil, err
	}
	flagged, err := s.catalog.Select(ctx, []query.Filter{{Condition: query.Flagged}})
	if err != nil {
		return nil, err
	}
	g, err := places.Open()
	if err != nil {
		return nil, err
	}
	level = bounded(level)
	var found []photo.Cluster
	for x, y := range cellsOf(area, level) {
		if in := within(all, x, y, level); len(in) > 0 {
			c := cluster(in)
			c.Flagged = flagged.Has(c.ID)
			if city, ok := g.At(c.Latitude, c.Longitude); ok {
				c.City = city.Name
			}
			found = append(found, c)
		}
	}
	return found, ctx.Err()
}

// within returns the spots of a cell.
func within(all []spot, x, y uint32, level int) []spot {
	shift := 2 * (Deepest - level)
	code := interleave(x, y)
	bound := func(code uint64) int {
		i, _ := slices.BinarySearchFunc(all, code<<shift, func(s spot, c uint64) int { return cmp.Compare(s.code, c) })
		return i
	}
	return all[bound(code):bound(code+1)]
}

// cluster describes the spots of one cell, of which the middle one in the order of the codes stands for all: most are
// around it, and unlike their mean it is a place where a photo was taken.
func cluster(in []spot) photo.Cluster {
	middle := in[len(in)/2]
	a := photo.Area{South: middle.latitude, West: middle.longitude, North: middle.latitude, East: middle.longitude}
	for _, s := range in {
		a.South, a.North = min(a.South, s.latitude), max(a.North, s.latitude)
		a.West, a.East = min(a.West, s.longitude), max(a.East, s.longitude)
	}
	return photo.Cluster{
		Photos: len(in), Area: a,
		Spot: photo.Spot{ID: middle.id, Latitude: middle.latitude, Longitude: middle.longitude},
	}
}

// cellAt returns the cell of a level in which a point lies.
func cellAt(latitude, longitude float64, level int) (x, y uint32) {
	n := uint32(1) << level
	mx, my := photo.OnMap(latitude, longitude)
	to := func(v float64) uint32 { return uint32(min(float64(n-1), max(0, v*float64(n)))) }
	return to(mx), to(my)
}

// cells is the most cells that are visited.
const cells = 100_000

func bounded(level int) int { return min(Deepest, max(1, level)) }

// cellsOf visits the cells of a level that an area touches, row by row, each once.
func cellsOf(area photo.Area, level int) iter.Seq2[uint32, uint32] {
	n := uint32(1) << level
	west, top := cellAt(area.North, area.West, level)
	east, bottom := cellAt(area.South, area.East, level)
	if area.West > area.East { // beyond the date line; where it ends in the column in which it begins, all round
		east = min(east+n, west+n-1)
	}
	return func(yield func(uint32, uint32) bool) {
		visits := cells
		for y := top; y <= bottom; y++ {
			for x := west; x <= east; x++ {
				if visits--; visits < 0 || !yield(x%n, y) {
					return
				}
			}
		}
	}
}

// interleave returns a number that has the bits of x and y in turns (Morton 1966): the cells within a larger one follow
// each other.
func interleave(x, y uint32) uint64 { return spread(x) | spread(y)<<1 }

// spread moves bit i of a number to bit 2i.
func spread(v uint32) uint64 {
	w := uint64(v)
	w = (w | w<<16) & 0x0000ffff0000ffff
	w = (w | w<<8) & 0x00ff00ff00ff00ff
	w = (w | w<<4) & 0x0f0f0f0f0f0f0f0f
	w = (w | w<<2) & 0x3333333333333333
	return (w | w<<1) & 0x5555555555555555
}

// Cities returns the largest city in each cell of a level that an area touches, the largest of all first.
// Of small cells it names villages, of large ones only cities that a map of that scale has.
func (s *Service) Cities(ctx context.Context, area photo.Area, level int) ([]photo.City, error) {
	g, err := places.Open()
	if err != nil {
		return nil, err
	}
	level = bounded(level)
	least := int(1e6 / math.Pow(3, float64(level-3)))
	var all []photo.City
	for _, c := range g.Largest(area, least, func(latitude, longitude float64) uint64 {
		return interleave(cellAt(latitude, longitude, level))
	}) {
		all = append(all, photo.City{
			Name: c.Name, Latitude: c.Latitude, Longitude: c.Longitude, Population: c.Population,
		})
	}
	return all, ctx.Err()
}
