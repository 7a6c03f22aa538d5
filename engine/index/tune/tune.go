// Package tune chooses how an index is searched, by measuring it.
//
// How many nodes of a graph a walk must go through (efSearch) depends on the library and on the kind of
// query: sentences lie outside the cloud of the pictures, and their walks end in wrong places more often. So it is
// the least that found enough of what a scan finds, over samples of both kinds. Whether a
// graph is needed at all depends on the computer: below the time that a scan may take there is none.
//
// The package knows no files but its own, which lies beside that of the index and may be lost.
package tune

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"slices"
	"time"

	"recollect/engine/durable"
	"recollect/engine/file"
	"recollect/engine/index"
	"recollect/engine/photo"
)

const (
	// Recall is the share of the k nearest that walks find over a sample.
	Recall = 0.99
	// Slow is how long a scan may take in the median, of an index that needs no graph. The aim is that 19 of 20 take
	// at most 10 ms; what is left for those is an allowance. The slowest say what else the cores do: where 40
	// processes shared two of them, the median of 100,000 photos was 3 ms and one in a hundred took 154.
	Slow = 7 * time.Millisecond

	k        = 10
	scans    = 20
	least    = 32   // efSearch
	most     = 4096 // efSearch
	fileSize = 1 << 12
)

// Scans is the efSearch of queries that a scan answers, though there is a graph: walks that find Recall take longer.
const Scans = -1

// Searcher is an index with a graph.
type Searcher interface {
	// NearestWith is index.Index's Nearest with an efSearch; 0 scans.
	NearestWith(ctx context.Context, v photo.Vector, k int, in *photo.Set, ef int) ([]index.Match, error)
}

// Choice is how an index is searched, and what was measured.
type Choice struct {
	Photos int     `json:"photos"`
	Graph  bool    `json:"graph"`
	ScanMS float64 `json:"scan_ms"` // of one, in the median; 0: so few photos are never measured
	// Pictures and Sentences are efSearch for these kinds of queries, or Scans; 0: it was not measured.
	Pictures  int `json:"ef_pictures"`
	Sentences int `json:"ef_sentences"`
}

// Scan measures how long a scan takes, in the median over some queries. Errors are ctx's.
func Scan(ctx context.Context, x Searcher, queries []photo.Vector) (time.Duration, error) {
	if len(queries) == 0 {
		return 0, nil
	}
	some := make([]photo.Vector, scans)
	for i := range some {
		some[i] = queries[i%len(queries)]
	}
	_, took, err := ask(ctx, x, some, 0)
	return took, err
}

// Effort returns the least efSearch with which walks find Recall of what scans find for queries, Scans if such walks
// take longer than scans, or 0 if there are no queries. Errors are ctx's.
func Effort(ctx context.Context, x Searcher, queries []photo.Vector) (int, error) {
	if len(queries) == 0 {
		return 0, nil
	}
	want, scan, err := ask(ctx, x, queries, 0)
	if err != nil {
		return 0, err
	}
	for ef := least; ef <= most; ef += max(ef/4, 1) {
		got, walk, err := ask(ctx, x, queries, ef)
		if err != nil {
			return 0, err
		}
		if walk > scan {
			return Scans, nil
		}
		found, all := 0, 0
		for i := range want {
			found += common(got[i], want[i])
			all += len(want[i])
		}
		if float64(found) >= Recall*float64(all) {
			return ef, nil
		}
	}
	return Scans, nil
}

// ask returns what is nearest to each of queries with an efSearch, and how long one took in the median. Errors are
// ctx's.
func ask(ctx context.Context, x Searcher, queries []photo.Vector, ef int) ([][]index.Match, time.Duration, error) {
	found := make([][]index.Match, len(queries))
	took := make([]time.Duration, len(queries))
	for i, q := range queries {
		began := time.Now()
		var err error
		if found[i], err = x.NearestWith(ctx, q, k, nil, ef); err != nil {
			return nil, 0, err
		}
		took[i] = time.Since(began)
	}
	slices.Sort(took)
	return found, took[len(took)/2], nil
}

// Figures are how queries of one kind are answered.
type Figures struct {
	Queries  int
	Recall   float64 // the share of the 10 nearest that a scan finds
	P50, P99 time.Duration
}

// Measure asks queries with an efSearch and compares the answers with those of scans. Errors are ctx's.
func Measure(ctx context.Context, x Searcher, queries []photo.Vector, ef int) (Figures, error) {
	f := Figures{Queries: len(queries)}
	if f.Queries == 0 {
		return f, nil
	}
	found, all := 0, 0
	var took []time.Duration
	for _, q := range queries {
		began := time.Now()
		got, err := x.NearestWith(ctx, q, k, nil, ef)
		took = append(took, time.Since(began))
		if err != nil {
			return f, err
		}
		want, err := x.NearestWith(ctx, q, k, nil, 0)
		if err != nil {
			return f, err
		}
		found += common(got, want)
		all += len(want)
	}
	slices.Sort(took)
	f.Recall = float64(found) / float64(max(all, 1))
	f.P50, f.P99 = took[len(took)/2], took[len(took)*99/100]
	return f, nil
}

// common is how many photos are in both.
func common(a, b []index.Match) (n int) {
	for _, m := range a {
		if slices.ContainsFunc(b, func(o index.Match) bool { return o.ID == m.ID }) {
			n++
		}
	}
	return n
}

// Write writes c to path. Errors are the system's.
func Write(path string, c Choice) error {
	data, err := json.Marshal(c)
	if err != nil {
		return err
	}
	return durable.WriteFile(path, data, 0o600)
}

// Read reads what Write wrote to path. Errors are the system's, or say what is damaged.
func Read(path string) (c Choice, err error) {
	f, err := file.OpenOwn(path, os.O_RDONLY)
	if err != nil {
		return c, err
	}
	defer f.Close()
	data, err := io.ReadAll(io.LimitReader(f, fileSize))
	if err != nil {
		return c, err
	}
	if err := json.Unmarshal(data, &c); err != nil {
		return Choice{}, fmt.Errorf("%s: %w", path, err)
	}
	c.Pictures, c.Sentences = bounded(c.Pictures), bounded(c.Sentences)
	return c, nil
}

// bounded is an efSearch that a file gives, or 0 if none can be meant.
func bounded(ef int) int {
	if ef < Scans || ef > most {
		return 0
	}
	return ef
}
