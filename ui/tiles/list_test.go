package tiles

import (
	"cmp"
	"context"
	"errors"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"recollect/engine/photo"
)

// library is a library in memory that counts what is read of it.
type library struct {
	seq     int64
	tiles   map[photo.ID]photo.Tile
	changed map[photo.ID]int64 // when each was changed last, also those that are gone
	since   int64              // what was changed before is not known
	read    int                // how many tiles were read
	err     error
	onPage  func()
}

func newLibrary(n int) *library {
	l := &library{tiles: map[photo.ID]photo.Tile{}, changed: map[photo.ID]int64{}}
	l.do(func() {
		for id := photo.ID(1); id <= photo.ID(n); id++ {
			l.set(tile(id, int64(n)-int64(id)/3)) // some were taken at the same moment
		}
	})
	l.since = 1
	return l
}

func tile(id photo.ID, taken int64) photo.Tile {
	return photo.Tile{ID: id, WidthPx: 4, HeightPx: 3, Taken: time.Unix(0, taken).UTC()}
}

// do is a transaction.
func (l *library) do(f func()) { l.seq++; f() }

func (l *library) set(t photo.Tile)     { l.tiles[t.ID], l.changed[t.ID] = t, l.seq }
func (l *library) remove(id photo.ID)   { delete(l.tiles, id); l.changed[id] = l.seq }
func (l *library) forget()              { l.seq++; l.since = l.seq }
func (l *library) sorted() []photo.Tile { return sorted(l.tiles) }

func sorted(m map[photo.ID]photo.Tile) []photo.Tile {
	all := []photo.Tile{}
	for _, t := range m {
		all = append(all, t)
	}
	slices.SortFunc(all, func(a, b photo.Tile) int { return cmp.Or(b.Taken.Compare(a.Taken), cmp.Compare(a.ID, b.ID)) })
	return all
}

func (l *library) Page(_ context.Context, after photo.Tile, limit int) ([]photo.Tile, error) {
	if l.onPage != nil {
		l.onPage()
	}
	all := l.sorted()
	if after.ID != 0 {
		all = slices.DeleteFunc(all, func(t photo.Tile) bool { return order(t, after) <= 0 })
	}
	all = all[:min(limit, len(all))]
	l.read += len(all)
	return all, l.err
}

func (l *library) Since(_ context.Context, seq int64, tile func(photo.Tile)) (photo.Changes, error) {
	ch := photo.Changes{Sequence: l.seq}
	if l.err != nil {
		return ch, l.err
	}
	if seq < l.since {
		ch.All = true
		return ch, nil
	}
	for id, at := range l.changed {
		if at <= seq {
			continue
		}
		if t, ok := l.tiles[id]; ok {
			l.read++
			tile(t)
		} else {
			ch.Gone = append(ch.Gone, id)
		}
	}
	return ch, nil
}

func read(t *testing.T, l *List) View {
	t.Helper()
	v, err := l.Read(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return v
}

func TestTheListFollowsTheLibrary(t *testing.T) {
	lib := newLibrary(200)
	l := New(lib)
	random := rand.New(rand.NewPCG(1, 2))
	var last View
	for step := range 500 {
		v := read(t, l)
		if want := lib.sorted(); !slices.Equal(v.Tiles, want) {
			t.Fatalf("step %d: the list has %d photos, want %d in their order", step, len(v.Tiles), len(want))
		}
		for at := range v.Tiles {
			if v.Number != last.Number && v.Places != nil &&
				(v.Tiles[at] != last.Tiles[at]) != slices.Contains(v.Places, at) {
				t.Fatalf("step %d: place %d of %v", step, at, v.Places)
			}
		}
		if n := len(v.Tiles); v.Number != last.Number &&
			(!slices.Equal(v.Tiles[:v.Head], last.Tiles[:v.Head]) ||
				!slices.Equal(v.Tiles[n-v.Tail:], last.Tiles[len(last.Tiles)-v.Tail:])) {
			t.Fatalf("step %d: the first %d and the last %d are others", step, v.Head, v.Tail)
		}
		if again := read(t, l); again.Number != v.Number {
			t.Fatalf("step %d: another view of what has not changed", step)
		}
		last = v
		lib.do(func() {
			for range random.IntN(4) {
				id := photo.ID(random.IntN(220) + 1)
				switch random.IntN(4) {
				case 0:
					lib.remove(id)
				case 1:
					lib.set(tile(id, random.Int64N(200)))
				default:
					if x, ok := lib.tiles[id]; ok {
						x.Version++
						lib.set(x)
					}
				}
			}
		})
		if step%100 == 99 {
			lib.forget()
		}
	}
}

// A change of one photo is read alone, however many there are, and the list that
// others read is not touched.
func TestAChangeOfOnePhotoIsReadAlone(t *testing.T) {
	lib := newLibrary(2*pageSize + 7)
	l := New(lib)
	first := read(t, l)
	if len(first.Tiles) != 2*pageSize+7 || first.Places != nil {
		t.Fatalf("the list has %d photos", len(first.Tiles))
	}
	kept := slices.Clone(first.Tiles)
	for name, change := range map[string]func(){
		"colour": func() { x := lib.tiles[100]; x.Colour = photo.RGB{R: 1}; lib.set(x) },
		"date":   func() { lib.set(tile(200, 3)) },
		"new":    func() { lib.set(tile(photo.ID(len(kept)+100), 4)) },
		"gone":   func() { lib.remove(300) },
	} {
		lib.read = 0
		lib.do(change)
		if v := read(t, l); lib.read > 1 || !slices.Equal(v.Tiles, lib.sorted()) {
			t.Errorf("%s: %d photos were read", name, lib.read)
		}
	}
	if !slices.Equal(first.Tiles, kept) {
		t.Error("a list that was given away has changed")
	}
}

// What changes while pages are read is not missed, and comes once.
func TestChangesWhilePagesAreRead(t *testing.T) {
	lib := newLibrary(3 * pageSize)
	l := New(lib)
	pages := 0
	lib.onPage = func() {
		if pages++; pages == 2 {
			lib.do(func() {
				lib.set(tile(1, 0))                     // from the first page to the last
				lib.set(tile(3*pageSize, 4*pageSize))   // from the last page to the first
				lib.set(tile(3*pageSize+1, 4*pageSize)) // new on the first
				lib.remove(2)
			})
		}
	}
	if v := read(t, l); !slices.Equal(v.Tiles, lib.sorted()) {
		t.Errorf("the list has %d photos, want %d", len(v.Tiles), len(lib.tiles))
	}
}

func TestAListThatCannotBeReadStays(t *testing.T) {
	lib := newLibrary(10)
	l := New(lib)
	was := read(t, l)
	lib.err = errors.New("no")
	lib.do(func() { lib.remove(3) })
	if v, err := l.Read(t.Context()); err == nil || v.Number != was.Number || len(v.Tiles) != 10 {
		t.Errorf("got %d photos, %v", len(v.Tiles), err)
	}
	lib.err = nil
	if v := read(t, l); len(v.Tiles) != 9 {
		t.Errorf("after that %d photos", len(v.Tiles))
	}
}

// BenchmarkChange100k is what a change of one photo among 100,000 costs here.
func BenchmarkChange100k(b *testing.B) {
	for name, change := range map[string]func(lib *library, n int){
		"colour": func(lib *library, n int) { x := lib.tiles[500]; x.Version++; lib.set(x) },
		"date":   func(lib *library, n int) { lib.set(tile(500, int64(n))) },
	} {
		b.Run(name, func(b *testing.B) {
			lib := newLibrary(100_000)
			l := New(lib)
			if _, err := l.Read(b.Context()); err != nil {
				b.Fatal(err)
			}
			clear(lib.changed) // the fake looks through them
			for n := 0; b.Loop(); n++ {
				lib.do(func() { change(lib, n) })
				if _, err := l.Read(b.Context()); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
