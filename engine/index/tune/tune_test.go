package tune

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"testing"

	"recollect/engine/index"
	"recollect/engine/photo"
)

// walks finds one photo in ten more with each efSearch of each, up to all; a scan finds all.
type walks struct{ each int }

func (w walks) NearestWith(
	ctx context.Context, _ photo.Vector, k int, _ *photo.Set, ef int,
) ([]index.Match, error) {
	n := k
	if ef > 0 {
		n = min(k, ef/w.each)
	}
	found := make([]index.Match, n)
	for i := range found {
		found[i].ID = photo.ID(i)
	}
	return found, ctx.Err()
}

func TestEffort(t *testing.T) {
	queries := make([]photo.Vector, 7)
	for each, most := range map[int][2]int{1: {least, least}, 20: {200, 250}, 100: {1000, 1250}, 1000: {4096, 4096}} {
		got, err := Effort(t.Context(), walks{each}, queries)
		if err != nil || got < most[0] || got > most[1] {
			t.Errorf("%d a photo: got %d, %v; want %d to %d", each, got, err, most[0], most[1])
		}
	}
	if got, err := Effort(t.Context(), walks{1}, nil); got != 0 || err != nil {
		t.Errorf("without queries: %d, %v", got, err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	_, effort := Effort(ctx, walks{1}, queries)
	_, scan := Scan(ctx, walks{1}, queries)
	if !errors.Is(effort, context.Canceled) || !errors.Is(scan, context.Canceled) {
		t.Errorf("after their context: %v, %v", effort, scan)
	}
}

func TestMeasure(t *testing.T) {
	queries := make([]photo.Vector, 7)
	for ef, recall := range map[int]float64{0: 1, 50: 0.5, 100: 1} {
		got, err := Measure(t.Context(), walks{10}, queries, ef)
		if err != nil || got.Queries != 7 || got.Recall != recall || got.P50 > got.P99 {
			t.Errorf("efSearch %d: %+v, %v; want a recall of %v", ef, got, err, recall)
		}
	}
	if got, err := Measure(t.Context(), walks{10}, nil, 50); got != (Figures{}) || err != nil {
		t.Errorf("without queries: %+v, %v", got, err)
	}
}

func TestChoiceInAFile(t *testing.T) {
	path := filepath.Join(t.TempDir(), "model.tuned")
	if _, err := Read(path); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("none: %v", err)
	}
	want := Choice{Photos: 9, Graph: true, ScanMS: 12.5, Pictures: 128, Sentences: 300}
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
		if err == nil && (got.Pictures < 0 || got.Pictures > most || got.Sentences < 0 || got.Sentences > most) {
			t.Errorf("%+v", got)
		}
	})
}
