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
	"recollect/ui/roll"
)

// library is a library in memory that counts what is read of it.
type library struct {
	seq     int64
	tiles   map[photo.ID]photo.Tile
	changed map[photo.ID]int64 // when each was changed last, also those that are gone
	since   int64              // what was changed before is not known
	read    int                // how many tiles were read
	order   []photo.Tile       // what sorted returned
	err     error
	onDays  func()
}

func newLibrary(n, hours int) *library {
	l := &library{tiles: map[photo.ID]photo.Tile{}, changed: map[photo.ID]int64{}}
	l.do(func() {
		for id := photo.ID(1); id <= photo.ID(n); id++ {
			l.set(tile(id, int(id)*hours/(n+1))) // some were taken at the same moment
		}
	})
	l.since = 1
	return l
}

// tile is a photo that was taken so many hours after the first.
func tile(id photo.ID, hours int) photo.Tile {
	return photo.Tile{
		ID: id, WidthPx: 4, HeightPx: 3, Taken: time.Date(2020, 1, 15, hours, 0, 0, 0, time.UTC),
	}
}

// do is a transaction.
func (l *library) do(f func()) { l.seq++; f() }

func (l *library) set(t photo.Tile)   { l.tiles[t.ID], l.changed[t.ID], l.order = t, l.seq, nil }
func (l *library) remove(id photo.ID) { delete(l.tiles, id); l.changed[id], l.order = l.seq, nil }
func (l *library) forget()            { l.seq++; l.since = l.seq }

func (l *library) sorted() []photo.Tile {
	if l.order == nil {
		l.order = sorted(l.tiles)
	}
	return l.order
}

func sorted(m map[photo.ID]photo.Tile) []photo.Tile {
	all := []photo.Tile{}
	for _, t := range m {
		all = append(all, t)
	}
	slices.SortFunc(all, order)
	return all
}

func (l *library) Page(_ context.Context, after photo.Tile, limit int) ([]photo.Tile, error) {
	all := l.sorted()
	if after.ID != 0 {
		from, found := slices.BinarySearchFunc(all, after, order)
		if found {
			from++
		}
		all = all[from:]
	}
	all = all[:min(limit, len(all))]
	l.read += len(all)
	return slices.Clone(all), l.err
}

func order(a, b photo.Tile) int { return cmp.Or(b.Taken.Compare(a.Taken), cmp.Compare(a.ID, b.ID)) }

func (l *library) Days(context.Context) ([]photo.Day, error) {
	if l.onDays != nil {
		l.onDays()
	}
	var days []photo.Day
	for _, t := range l.sorted() {
		start := t.Taken.Truncate(24 * time.Hour)
		if last := len(days) - 1; last < 0 || !days[last].Start.Equal(start) {
			days = append(days, photo.Day{Start: start})
		}
		days[len(days)-1].Photos++
		days[len(days)-1].Widths += roll.Aspect(t)
	}
	return days, l.err
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

// load returns the tiles of all pages of a view, which it loads where the view has not.
func load(t *testing.T, lib *library, v View) []photo.Tile {
	t.Helper()
	all := []photo.Tile{}
	for _, p := range v.Roll.Pages {
		if !p.Loaded() {
			loaded, err := Load(t.Context(), lib, p)
			if err != nil {
				t.Fatal(err)
			}
			if !loaded.Same(p) {
				t.Fatalf("a page of %d photos has %d", p.Photos, loaded.Photos)
			}
			p = loaded
		}
		all = append(all, p.Tiles...)
	}
	return all
}

func TestTheListFollowsTheLibrary(t *testing.T) {
	const photos, moments = 3000, 40 * 24 // an hour apart: 40 days
	lib := newLibrary(photos, moments)
	l := New(lib)
	random := rand.New(rand.NewPCG(1, 2))
	var last View
	for step := range 150 {
		v := read(t, l)
		if got := load(t, lib, v); !slices.Equal(got, lib.sorted()) {
			t.Fatalf("step %d: the list has %d photos, want %d in their order", step, len(got), len(lib.tiles))
		}
		if last.Roll != nil {
			adopted := v.Roll.Adopt(last.Roll)
			if got := load(t, lib, View{Roll: adopted}); !slices.Equal(got, lib.sorted()) {
				t.Fatalf("step %d: pages of the view before are taken for others", step)
			}
		}
		if again := read(t, l); again.Number != v.Number {
			t.Fatalf("step %d: another view of what has not changed", step)
		}
		// all pages are loaded somewhere
		for k, p := range v.Roll.Pages {
			loaded, err := Load(t.Context(), lib, p)
			if err != nil {
				t.Fatal(err)
			}
			v.Roll = v.Roll.With(k, loaded)
		}
		last = v
		l.Hold(v.Roll.Pages[:random.IntN(len(v.Roll.Pages))])
		lib.do(func() {
			for range random.IntN(4) {
				id := photo.ID(random.IntN(photos+20) + 1)
				switch random.IntN(4) {
				case 0:
					lib.remove(id)
				case 1:
					lib.set(tile(id, random.IntN(moments)))
				default:
					if x, ok := lib.tiles[id]; ok {
						x.Version++
						lib.set(x)
					}
				}
			}
		})
		if step%50 == 49 {
			lib.forget()
		}
	}
}

// Only the newest photos are read at the start, and of a change only its pages, if somebody looks
// at them.
func TestWhatNobodyLooksAtIsNotRead(t *testing.T) {
	lib := newLibrary(30_000, 300*24)
	l := New(lib)
	v := read(t, l)
	if lib.read > 3*Head || v.Roll.Len() != 30_000 {
		t.Fatalf("%d of %d photos are read at the start", lib.read, v.Roll.Len())
	}
	middle := v.Roll.PageOf(15_000)
	in := v.Roll.Pages[middle].Start.Add(time.Hour)
	for name, held := range map[string][]*roll.Page{"looked at": v.Roll.Pages[middle : middle+1], "elsewhere": nil} {
		lib.read = 0
		l.Hold(held)
		lib.do(func() { x := lib.tiles[1]; x.Taken = in; x.Version++; lib.set(x) })
		v = read(t, l)
		p := v.Roll.Pages[v.Roll.PageAt(in)]
		if p.Loaded() != (held != nil) || lib.read > 3*Head {
			t.Errorf("%s: %d photos are read, the page is loaded: %v", name, lib.read, p.Loaded())
		}
	}
}

// What changes between the readings of changes and of days is not missed.
func TestChangesWhileTheListIsRead(t *testing.T) {
	lib := newLibrary(3000, 40*24)
	l := New(lib)
	lib.onDays = func() {
		lib.onDays = nil
		lib.do(func() {
			lib.set(tile(1, 0))
			lib.set(tile(3001, 39*24))
			lib.remove(2)
		})
	}
	read(t, l)
	if v := read(t, l); !slices.Equal(load(t, lib, v), lib.sorted()) {
		t.Errorf("the list has %d photos, want %d", v.Roll.Len(), len(lib.tiles))
	}
}

func TestAListThatCannotBeReadStays(t *testing.T) {
	lib := newLibrary(10, 10)
	l := New(lib)
	was := read(t, l)
	lib.err = errors.New("no")
	lib.do(func() { lib.remove(3) })
	if v, err := l.Read(t.Context()); err == nil || v.Number != was.Number || v.Roll.Len() != 10 {
		t.Errorf("got %d photos, %v", v.Roll.Len(), err)
	}
	lib.err = nil
	if v := read(t, l); v.Roll.Len() != 9 || !slices.Equal(v.Gone, []photo.ID{3}) {
		t.Errorf("after that %d photos, %v gone", v.Roll.Len(), v.Gone)
	}
}

// A page whose photos are others by now is loaded as it is.
func TestLoadAPageThatHasChanged(t *testing.T) {
	lib := newLibrary(100, 24)
	p := read(t, New(lib)).Roll.Pages[0].Without()
	for id := photo.ID(1); id <= 90; id++ {
		lib.remove(id)
	}
	for _, want := range []int{10, 12_010} {
		loaded, err := Load(t.Context(), lib, p)
		if err != nil || loaded.Photos != want || len(loaded.Tiles) != want {
			t.Errorf("%d photos, %v; want %d", loaded.Photos, err, want)
		}
		for id := photo.ID(1000); id < 13_000; id++ {
			lib.set(tile(id, int(id)%24))
		}
	}
}
