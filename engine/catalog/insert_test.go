package catalog

import (
	"fmt"
	"path/filepath"
	"testing"
	"time"

	"recollect/engine/photo"
)

// lived describes the photo i of a library that somebody has lived with: in folders
// of 200 by date, some with places, keywords, people, ratings and captions.
func lived(f photo.Folder, i int) photo.Photo {
	p := picture(f, fmt.Sprintf("%d/%02d trip %d/IMG_%06d.jpg", 2010+i/10_000, i/1000%12+1, i/200, i))
	p.Taken.Time = time.Unix(1_262_304_000+int64(i)*4000, 0)
	p.WidthPx, p.HeightPx = 4000+i%7, 3000
	p.Meta = photo.Meta{
		Make: "Example", Model: "One", Lens: "Example 24-70mm f/2.8", ExposureSeconds: 0.01, FNumber: 4,
		ISO: 100 + i%9*100, FocalMM: 35,
	}
	if i%3 == 0 {
		p.Meta.Place = &photo.Place{Latitude: 45 + float64(i%1009)/200, Longitude: 5 + float64(i%2003)/200}
	}
	if i%10 == 0 {
		p.Meta.Keywords = []string{"garden", fmt.Sprintf("event %d", i/500)}
		p.Meta.People = []string{"Anna Example"}
	}
	if i%20 == 0 {
		p.Meta.Rating, p.Meta.Caption = i/20%5+1, fmt.Sprintf("What we saw on day %d, before it rained", i/50)
	}
	return p
}

// BenchmarkInsert records 500 photos in one transaction, as a scan does.
func BenchmarkInsert(b *testing.B) {
	c, err := Open(b.Context(), filepath.Join(b.TempDir(), "recollect.db"), Options{Model: "m"})
	if err != nil {
		b.Fatal(err)
	}
	defer c.Close()
	f, err := c.AddFolder(b.Context(), "/pictures")
	if err != nil {
		b.Fatal(err)
	}
	next := 0
	for b.Loop() {
		err := c.Update(b.Context(), func(tx *Tx) error {
			for range 500 {
				if _, err := tx.Insert(lived(f, next)); err != nil {
					return err
				}
				next++
			}
			return nil
		})
		if err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(next)/b.Elapsed().Seconds(), "photos/s")
}

// BenchmarkSetContent records the contents of 32 photos in one transaction, as the encoder does.
func BenchmarkSetContent(b *testing.B) {
	c, err := Open(b.Context(), filepath.Join(b.TempDir(), "recollect.db"), Options{Model: "m"})
	if err != nil {
		b.Fatal(err)
	}
	defer c.Close()
	f, err := c.AddFolder(b.Context(), "/pictures")
	if err != nil {
		b.Fatal(err)
	}
	const most = 20_000
	err = c.Update(b.Context(), func(tx *Tx) error {
		for i := range most {
			if _, err := tx.Insert(lived(f, i)); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		b.Fatal(err)
	}
	v := make(photo.Vector, 512)
	v[7] = 1
	next := 0
	for b.Loop() {
		err := c.Update(b.Context(), func(tx *Tx) error {
			for range 32 {
				h := photo.Hash{byte(next * 31), byte(next >> 8), byte(next), byte(next >> 16)}
				id := photo.ID(next%most + 1)
				if _, err := tx.SetContent(id, lived(f, next%most).File,
					Content{Hash: h, Vector: v, Colours: 1}); err != nil {
					return err
				}
				next++
			}
			return nil
		})
		if err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(next)/b.Elapsed().Seconds(), "photos/s")
}
