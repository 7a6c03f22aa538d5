package synthetic

import (
	"math/rand/v2"
	"path/filepath"
	"testing"
	"time"

	"recollect/engine/catalog"
	"recollect/engine/photo"
	"recollect/engine/thumb"
)

// fill fills a catalog; where o has no dimension it is a small one.
func fill(t *testing.T, o Options) *catalog.Catalog {
	t.Helper()
	c, err := catalog.Open(t.Context(), filepath.Join(t.TempDir(), "recollect.db"), catalog.Options{Model: "m"})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := c.Close(); err != nil {
			t.Error(err)
		}
	})
	o.Root, o.Seed = filepath.Join(t.TempDir(), "photos"), 1
	o.Now = time.Date(2026, 11, 28, 12, 0, 0, 0, time.UTC)
	if o.Dim == 0 {
		o.Dim = 16
	}
	if err := Fill(t.Context(), c, o); err != nil {
		t.Fatal(err)
	}
	return c
}

func TestFill(t *testing.T) {
	const photos = 2000
	c := fill(t, Options{Photos: photos})
	if err := c.Check(t.Context()); err != nil {
		t.Fatal(err)
	}
	n, err := c.Counts(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if n.Photos+n.Problems+n.Gone != photos || n.Encoded != n.Photos || n.Waiting != 0 {
		t.Errorf("%+v, want %d photos, all of them encoded", n, photos)
	}
	if n.Folders != folders || n.Gone == 0 || n.Problems == 0 {
		t.Errorf("%+v, want %d folders, and some that is gone or broken", n, folders)
	}
	marked, err := c.Favourites(t.Context())
	if err != nil || len(marked) == 0 {
		t.Errorf("%d favourites, %v", len(marked), err)
	}
	albums, err := c.Albums(t.Context())
	if err != nil || len(albums) != len(subjects) {
		t.Errorf("%d albums, %v", len(albums), err)
	}
	things, err := c.Things(t.Context())
	if err != nil || len(things) != len(subjects) {
		t.Errorf("%d things, %v", len(things), err)
	}
}

// Pictures are in one cone, those of a cluster nearer to each other, and few clusters are large; most days
// have few photos, and some hundreds.
func TestFillIsLikeLife(t *testing.T) {
	c := fill(t, Options{Photos: 3000})
	var all []photo.Vector
	err := c.Vectors(t.Context(), "m", func(_ photo.ID, v photo.Vector, _ []float32) error {
		all = append(all, v)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	sum, near := 0.0, 0
	for i := range all[:1000] {
		a, b := all[i], all[len(all)-1-i]
		dot := 0.0
		for k := range a {
			dot += float64(a[k] * b[k])
		}
		sum += dot
		if dot > 0.85 {
			near++
		}
	}
	if mean := sum / 1000; mean < 0.4 || mean > 0.7 || near == 0 {
		t.Errorf("two pictures have a cosine of %.2f on average, %d of 1000 are alike", mean, near)
	}
	days, err := c.Days(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	few, most := 0, 0
	for _, d := range days {
		most = max(most, d.Photos)
		if d.Photos <= 10 {
			few++
		}
	}
	if few < len(days)/4 || most < 100 {
		t.Errorf("%d of %d days have few photos, the most are %d", few, len(days), most)
	}
}

// Sentences lie in a cone of their own, and are nearer to some pictures, which show what they say, than to others.
func TestFillForSentences(t *testing.T) {
	const dim, said = 512, 40
	r := rand.New(rand.NewPCG(3, 4))
	random := func() photo.Vector {
		v := make(photo.Vector, dim)
		for i := range v {
			v[i] = float32(r.NormFloat64())
		}
		return photo.Mean([]photo.Vector{v})
	}
	cone, sentences := random(), make([]photo.Vector, said)
	for i := range sentences {
		sentences[i] = photo.Mean([]photo.Vector{cone, random()})
	}
	mean, best := cosines(t, sentences, Options{Photos: 1000, Dim: dim, Sentences: sentences})
	if mean < 0.05 || mean > 0.3 {
		t.Errorf("a sentence and a picture have a cosine of %.2f on average", mean)
	}
	otherMean, otherBest := cosines(t, sentences, Options{Photos: 1000, Dim: dim})
	if named, by := best-mean, otherBest-otherMean; named < by+0.02 {
		t.Errorf("the best picture of a sentence is %.2f above the mean, and %.2f by chance", named, by)
	}
}

// cosines returns the mean cosine of sentences with the photos of a library, and that with the best photo of each.
func cosines(t *testing.T, sentences []photo.Vector, o Options) (mean, best float64) {
	t.Helper()
	c := fill(t, o)
	most := make([]float64, len(sentences))
	n := 0
	err := c.Vectors(t.Context(), "m", func(_ photo.ID, v photo.Vector, _ []float32) error {
		for i, s := range sentences {
			dot := float64(photo.Dot(v, s))
			most[i] = max(most[i], dot)
			mean += dot
			n++
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, m := range most {
		best += m / float64(len(most))
	}
	return mean / float64(n), best
}

func TestThumbs(t *testing.T) {
	cache := thumb.Open(t.TempDir(), 0)
	thumbs := Thumbs{Cache: cache}
	const n = 3 * drawn
	for i := range n {
		if err := thumbs.Add(photo.Hash{byte(i), 1}); err != nil {
			t.Fatal(err)
		}
	}
	for i := range n {
		img, err := cache.Get(t.Context(), photo.Hash{byte(i), 1}, thumb.Small)
		if err != nil || img.Rect.Dx() != thumb.Small {
			t.Fatalf("content %d: %v", i, err)
		}
	}
}

func TestFillIsTheSameForASeed(t *testing.T) {
	var tiles [2][]photo.Tile
	for i := range tiles {
		var err error
		if tiles[i], err = fill(t, Options{Photos: 300}).Tiles(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	for i := range tiles[0] {
		if tiles[0][i] != tiles[1][i] {
			t.Fatalf("tile %d: %+v and %+v", i, tiles[0][i], tiles[1][i])
		}
	}
}
