package bench

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"recollect/app/plain"
	"recollect/engine"
	"recollect/engine/index/tune"
	"recollect/engine/model"
	"recollect/engine/model/ort"
	"recollect/engine/photo"
	"recollect/engine/query"
)

// Measure is one thing that was measured of a library, without a window. Times are of the clock.
type Measure struct {
	// What is cold-start, cold-search, start, first-search, search, scroll, pictures, sentences, memory or disk.
	What string  `json:"measure"`
	MS   float64 `json:"ms,omitempty"`
	// N is how many photos the library has after start, how many hits a search has, or how many
	// pages were read.
	N int `json:"n,omitempty"`
	// Slowest is the longest time that one page took, or one query in a hundred.
	Slowest float64 `json:"slowest_ms,omitempty"`
	Recall  float64 `json:"recall,omitempty"`         // of the ten nearest, against a scan
	PeakRSS int64   `json:"peak_rss_bytes,omitempty"` // since the process began, or the library was made
	RSS     int64   `json:"rss_bytes,omitempty"`
	// What the library has on disk.
	Catalog  int64 `json:"catalog_bytes,omitempty"`
	Index    int64 `json:"index_bytes,omitempty"`
	Thumbs   int64 `json:"thumbs_bytes,omitempty"` // shared ones each time
	PerPhoto int64 `json:"bytes_a_photo,omitempty"`
}

// Text is m for people.
func (m Measure) Text() plain.Text {
	switch m.What {
	case "disk":
		return plain.Format("disk: catalog %d MB, index %d MB, thumbnails %d MB: %d bytes a photo",
			m.Catalog>>20, m.Index>>20, m.Thumbs>>20, m.PerPhoto)
	case "scroll":
		return plain.Format("scroll: %d pages in %.1f ms, the slowest in %.1f ms, %d MB at most",
			m.N, m.MS, m.Slowest, m.PeakRSS>>20)
	case "pictures", "sentences":
		return plain.Format("%s: recall@10 %.4f over %d queries, %.2f ms in the median, one in a hundred %.2f ms",
			m.What, m.Recall, m.N, m.MS, m.Slowest)
	case "memory":
		return plain.Format("memory: %d MB, %d MB at most", m.RSS>>20, m.PeakRSS>>20)
	}
	return plain.Format("%s: %.1f ms, %d photos, %d MB at most", m.What, m.MS, m.N, m.PeakRSS>>20)
}

// pageOfTiles is how many tiles are read at a time: those of some screens.
const pageOfTiles = 200

// At measures the library of o, which is only read, and writes a line for each measure: how long it
// takes to open it and to read its counts, days and first tiles, and to search, once after the system was asked to
// forget the library's files and once more; to read all pages from end to end; how the index answers; how
// much memory that took; and what it has on disk. Without a model or a runtime nothing is searched for.
func At(ctx context.Context, o engine.Options, write Print) error {
	o.Mode = engine.ReadOnly
	steps := []func(context.Context, *engine.Engine) ([]Measure, error){searches, scroll, nearest, memory}
	var all []Measure
	if forgotten, err := forgetFiles(o.Library); err != nil {
		return err
	} else if forgotten {
		cold, err := opened(ctx, o, steps[:1])
		if err != nil {
			return err
		}
		for _, m := range cold[:min(2, len(cold))] {
			m.What = map[string]string{"start": "cold-start", "first-search": "cold-search"}[m.What]
			all = append(all, m)
		}
	}
	warm, err := opened(ctx, o, steps)
	if err != nil {
		return err
	}
	m, err := disk(o.Library)
	if err != nil {
		return err
	}
	m.PerPhoto = (m.Catalog + m.Index + m.Thumbs) / int64(max(1, warm[0].N))
	for _, m := range append(append(all, warm...), m) {
		if err := write(m, m.Text()); err != nil {
			return err
		}
	}
	return nil
}

// opened opens the library to read and measures that, and then each of steps.
func opened(
	ctx context.Context, o engine.Options, steps []func(context.Context, *engine.Engine) ([]Measure, error),
) ([]Measure, error) {
	start := time.Now()
	e, err := engine.Open(ctx, o)
	if err != nil {
		return nil, err
	}
	defer e.Close()
	if _, err := e.Timeline.Days(ctx); err != nil {
		return nil, err
	}
	if _, err := e.Timeline.Page(ctx, photo.Tile{}, pageOfTiles); err != nil {
		return nil, err
	}
	all := []Measure{timed("start", start, e.Status().Photos)}
	for _, step := range steps {
		some, err := step(ctx, e)
		if err != nil {
			return nil, err
		}
		all = append(all, some...)
	}
	return all, nil
}

// nearest measures how the index answers.
func nearest(ctx context.Context, e *engine.Engine) (all []Measure, err error) {
	pictures, sentences, err := e.Nearest(ctx)
	for _, of := range []struct {
		what string
		tune.Figures
	}{{"pictures", pictures}, {"sentences", sentences}} {
		if of.Queries > 0 {
			all = append(all, Measure{
				What: of.what, N: of.Queries, Recall: of.Recall,
				MS: milliseconds(of.P50), Slowest: milliseconds(of.P99),
			})
		}
	}
	return all, err
}

func milliseconds(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }

// memory is what the process has.
func memory(context.Context, *engine.Engine) ([]Measure, error) {
	m := Measure{What: "memory"}
	m.PeakRSS, m.RSS = ProcessMemory()
	return []Measure{m}, nil
}

// searches measures two searches, the first one with nothing loaded.
func searches(ctx context.Context, e *engine.Engine) (all []Measure, err error) {
	for _, s := range []struct{ what, sentence string }{
		{"first-search", "boat at sunset"}, {"search", "a child blows out candles"},
	} {
		start := time.Now()
		found, err := e.Queries.Search(ctx, query.Parse(s.sentence, query.Options{Now: start}))
		if errors.Is(err, model.ErrNoModel) || errors.Is(err, ort.ErrNoRuntime) {
			return nil, nil
		}
		if err != nil {
			return nil, err
		}
		all = append(all, timed(s.what, start, len(found.Hits)))
	}
	return all, nil
}

func timed(what string, since time.Time, n int) Measure {
	m := Measure{What: what, MS: milliseconds(time.Since(since)), N: n}
	m.PeakRSS, _ = ProcessMemory()
	return m
}

// scroll reads all pages, one after the other.
func scroll(ctx context.Context, e *engine.Engine) ([]Measure, error) {
	start, slowest := time.Now(), time.Duration(0)
	pages := 0
	for after := (photo.Tile{}); ; pages++ {
		one := time.Now()
		page, err := e.Timeline.Page(ctx, after, pageOfTiles)
		if err != nil {
			return nil, err
		}
		slowest = max(slowest, time.Since(one))
		if len(page) == 0 {
			break
		}
		after = page[len(page)-1]
	}
	m := timed("scroll", start, pages)
	m.Slowest = milliseconds(slowest)
	return []Measure{m}, nil
}

// disk adds up what a library has on disk.
func disk(library string) (m Measure, err error) {
	m.What = "disk"
	info, err := os.Stat(filepath.Join(library, "recollect.db"))
	if err != nil {
		return m, err
	}
	m.Catalog = info.Size()
	for dir, into := range map[string]*int64{"index": &m.Index, "thumbs": &m.Thumbs} {
		root := filepath.Join(library, dir)
		if _, err := os.Stat(root); err != nil {
			continue // it has none
		}
		err := filepath.WalkDir(root, func(_ string, d fs.DirEntry, err error) error {
			if err != nil || !d.Type().IsRegular() {
				return err
			}
			info, err := d.Info()
			if err == nil {
				*into += info.Size()
			}
			return err
		})
		if err != nil {
			return m, err
		}
	}
	return m, nil
}
