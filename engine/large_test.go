package engine

import (
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"testing"
	"time"

	"recollect/engine/catalog"
	"recollect/engine/photo"
	"recollect/engine/query"
	"recollect/engine/relevance"
	"recollect/engine/serving"
)

// many is the size of the library that benchmarks of searching use.
const many = 100_000

// large opens a library of many photos in which 100 were taken by a camera of
// their own. Their embeddings are those of the sample photos with some noise, so
// that scores are spread as they are in a real library.
func large(b *testing.B) *Engine {
	b.Helper()
	return open(b, largeLibrary(b))
}

// largeLibrary makes the library that large opens. It is closed as by a person: its index is in a file.
func largeLibrary(b *testing.B) Options {
	b.Helper()
	o := options(b, b.TempDir())
	e := open(b, o)
	seeds := sampleVectors(b, e)
	folder, err := e.catalog.AddFolder(b.Context(), "/pictures")
	if err != nil {
		b.Fatal(err)
	}
	random := rand.New(rand.NewPCG(1, 2))
	for from := 0; from < many; from += 1000 {
		err := e.catalog.Update(b.Context(), func(tx *catalog.Tx) error {
			for i := from; i < from+1000; i++ {
				v := noisy(random, seeds[i%len(seeds)])
				if err := addPhoto(tx, folder.ID, i, v, e.models.Answerer().Bank.Traits(v)); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			b.Fatal(err)
		}
	}
	err = errors.Join(e.follow(b.Context()), e.saveIndex(b.Context(), serving.AtClose), e.Close())
	if err != nil {
		b.Fatal(err)
	}
	return o
}

// sampleVectors are the embeddings of the sample photos.
func sampleVectors(b *testing.B, e *Engine) []photo.Vector {
	b.Helper()
	if err := e.Folders.Add(b.Context(), samples); err != nil {
		b.Fatal(err)
	}
	if _, err := e.Sync(b.Context()); err != nil {
		b.Fatal(err)
	}
	var all []photo.Vector
	err := e.catalog.Vectors(b.Context(), e.Model().Fingerprint, func(_ photo.ID, v photo.Vector, _ []float32) error {
		all = append(all, v)
		return nil
	})
	if err != nil {
		b.Fatal(err)
	}
	return all
}

// noisy is v turned by some 30 degrees, about as far as two photos of the same
// kind of thing are apart.
func noisy(random *rand.Rand, v photo.Vector) photo.Vector {
	out := make(photo.Vector, len(v))
	scale, sum := 0.6/math.Sqrt(float64(len(v))), 0.0
	for i, x := range v {
		out[i] = x + float32(scale*random.NormFloat64())
		sum += float64(out[i]) * float64(out[i])
	}
	for i := range out {
		out[i] /= float32(math.Sqrt(sum))
	}
	return out
}

func addPhoto(tx *catalog.Tx, folder photo.FolderID, i int, v photo.Vector, traits relevance.Traits) error {
	p := photo.Photo{Folder: folder}
	p.Path = filepath.Join("/pictures", fmt.Sprintf("%03d", i/500), fmt.Sprintf("IMG_%06d.jpg", i))
	p.Size, p.ModTime = int64(2e6+i), time.Unix(1.6e9+int64(i), 0)
	p.Format, p.WidthPx, p.HeightPx, p.Orientation = "jpeg", 4000, 3000, 1
	p.Taken = photo.Moment{Time: time.Unix(1e9+int64(i)*3600, 0).UTC(), From: photo.FromExif}
	p.Camera = "Example One"
	if i%(many/100) == 0 {
		p.Camera = "Example Rare"
	}
	id, err := tx.Insert(p)
	if err != nil {
		return err
	}
	c := catalog.Content{Hash: photo.Hash{byte(i), byte(i >> 8), byte(i >> 16), 1}, Vector: v, Traits: traits.Numbers()}
	_, err = tx.SetContent(id, p.File, c)
	return err
}

// BenchmarkSearch100k is what a person waits for after the last key: from a
// sentence that was not asked before to the tiles of what fits.
func BenchmarkSearch100k(b *testing.B) {
	e := large(b)
	if _, err := e.Queries.Search(b.Context(), asked("warm up", query.Query{Limit: 500})); err != nil {
		b.Fatal(err)
	}
	for i := 0; b.Loop(); i++ {
		q := asked(fmt.Sprintf("a red flower on a green background %d", i), query.Query{Limit: 500})
		if _, err := e.Queries.Search(b.Context(), q); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkFiltered100k is the same with a filter that 100 photos pass, for a
// sentence whose embedding is known. The answer is that of ranking all photos and
// leaving out those that do not pass.
func BenchmarkFiltered100k(b *testing.B) {
	e := large(b)
	rank := func(text string) []photo.ID {
		matches, err := e.Queries.Rank(b.Context(), asked(text, query.Query{All: true}))
		if err != nil {
			b.Fatal(err)
		}
		return ids(matches)
	}
	passes := map[photo.ID]bool{}
	for _, id := range rank("camera:rare") {
		passes[id] = true
	}
	want := slices.DeleteFunc(rank("a red flower on a green background"), func(id photo.ID) bool { return !passes[id] })
	q := asked("a red flower on a green background camera:rare", query.Query{Limit: 500, All: true})
	if got := rank(q.Text); len(got) != 100 || !slices.Equal(got, want) {
		b.Fatalf("%d photos, others than by brute force", len(got))
	}
	for b.Loop() {
		a, err := e.Queries.Search(b.Context(), q)
		if err != nil || len(a.Hits) != 100 {
			b.Fatal(len(a.Hits), err)
		}
	}
}

// BenchmarkOpen100k opens the library as `recollect index` does, and as most other
// commands do, which read it only; at last without the file of the index, as after a new model.
// heap-MB is what is in use then.
func BenchmarkOpen100k(b *testing.B) {
	o := largeLibrary(b)
	opens := func(name string, mode Mode) {
		o.Mode = mode
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				e, err := Open(b.Context(), o)
				if err != nil {
					b.Fatal(err)
				}
				b.StopTimer()
				runtime.GC()
				var m runtime.MemStats
				runtime.ReadMemStats(&m)
				b.ReportMetric(float64(m.HeapAlloc)/1e6, "heap-MB")
				e.Close()
				b.StartTimer()
			}
		})
	}
	opens("ReadOnly=false", Exclusive)
	opens("ReadOnly=true", ReadOnly)
	if err := os.RemoveAll(filepath.Join(o.Library, "index")); err != nil {
		b.Fatal(err)
	}
	opens("NoIndex", Exclusive)
}
