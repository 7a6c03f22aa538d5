package tune

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"testing"
	"testing/synctest"
	"time"

	"recollect/engine/index"
	"recollect/engine/photo"
)

// walks finds one photo in ten more with each efSearch of each, up to all, and takes a microsecond for each of
// efSearch. A scan finds all.
type walks struct {
	each int
	scan time.Duration
}

func (w walks) NearestWith(
	ctx context.Context, _ photo.Vector, k int, _ *photo.Set, ef int,
) ([]index.Match, error) {
	n, took := k, w.scan
	if ef > 0 {
		n, took = min(k, ef/w.each), time.Duration(ef)*time.Microsecond
	}
	time.Sleep(took)
	found := make([]index.Match, n)
	for i := range found {
		found[i].ID = photo.ID(i)
	}
	return found, ctx.Err()
}

func TestEffort(t *testing.T) { synctest.Test(t, testEffort) }

func testEffort(t *testing.T) {
	queries := make([]photo.Vector, 7)
	const slow = time.Second
	for _, c := range []struct {
		each        int
		scan        time.Duration
		least, most int
	}{
		{1, slow, least, least},
		{20, slow, 200, 250},
		{100, slow, 1000, 1250},
		{1000, slow, Scans, Scans},                  // no walk finds enough
		{100, time.Millisecond / 2, Scans, Scans},   // walks that do take longer
		{20, time.Millisecond, 200, 250},            // these do not
		{1, least * time.Microsecond, least, least}, // as long
	} {
		got, err := Effort(t.Context(), walks{c.each, c.scan}, queries)
		if err != nil || got < c.least || got > c.most {
			t.Errorf("%+v: got %d, %v", c, got, err)
		}
	}
	if got, err := Effort(t.Context(), walks{1, slow}, nil); got != 0 || err != nil {
		t.Errorf("without queries: %d, %v", got, err)
	}
	if got, err := Scan(t.Context(), walks{1, slow}, queries); got != slow || err != nil {
		t.Errorf("a scan: %v, %v", got, err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	_, effort := Effort(ctx, walks{1, slow}, queries)
	_, scan := Scan(ctx, walks{1, slow}, queries)
	if !errors.Is(effort, context.Canceled) || !errors.Is(scan, context.Canceled) {
		t.Errorf("after their context: %v, %v", effort, scan)
	}
}

func TestMeasure(t *testing.T) {
	queries := make([]photo.Vector, 7)
	for ef, recall := range map[int]float64{0: 1, 50: 0.5, 100: 1} {
		got, err := Measure(t.Context(), walks{each: 10}, queries, ef)
		if err != nil || got.Queries != 7 || got.Recall != recall || got.P50 > got.P99 {
			t.Errorf("efSearch %d: %+v, %v; want a recall of %v", ef, got, err, recall)
		}
	}
	if got, err := Measure(t.Context(), walks{each: 10}, nil, 50); got != (Figures{}) || err != nil {
		t.Errorf("without queries: %+v, %v", got, err)
	}
}

func TestChoiceInAFile(t *testing.T) {
	path := filepath.Join(t.TempDir(), "model.tuned")
	if _, err := Read(path); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("none: %v", err)
	}
	want := Choice{Photos: 9, Graph: true, ScanMS: 12.5, Pictures: 128, Sentences: Scans}
	if err := Write(path, want); err != nil {
		t.Fatal(err)
	}
	if got, err := Read(path); got != want || err != nil {
		t.Errorf("got %+v, %v", got, err)
	}
	for _, damaged := range []string{"", "{", `{"ef_pictures":"x"}`} {
		if err := os.WriteFile(path, []byte(damaged), 0o600); err != nil {
			t.Fatal(err)
		}
		if got, err := Read(path); got != (Choice{}) || err == nil {
			t.Errorf("%q: got %+v, %v", damaged, got, err)
		}
	}
}

func FuzzRead(f *testing.F) {
	f.Add([]byte(`{"photos":3,"ef_pictures":-1,"ef_sentences":99999}`))
	path := filepath.Join(f.TempDir(), "model.tuned")
	f.Fuzz(func(t *testing.T, data []byte) {
		if err := os.WriteFile(path, data, 0o600); err != nil {
			t.Fatal(err)
		}
		got, err := Read(path)
		if err == nil && (min(got.Pictures, got.Sentences) < Scans || max(got.Pictures, got.Sentences) > most) {
			t.Errorf("%+v", got)
		}
	})
}
