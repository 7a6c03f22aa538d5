package command

import (
	"math"
	"os"
	"path/filepath"
	"testing"

	"recollect/app/command/bench"
	"recollect/app/command/cli"
)

func TestBenchIngest(t *testing.T) {
	t.Setenv("TMPDIR", t.TempDir()) // where its libraries go
	photos := filepath.Join("../../testdata/sample-photos/photos", "animals")
	m := newTerminal(t)
	got := lines[bench.Ingested](m, "bench", "ingest", photos, "--passes", "2", "--json")[0]
	entries, err := os.ReadDir(photos)
	if err != nil {
		t.Fatal(err)
	}
	if got.Photos != len(entries) || got.Problems != 0 {
		t.Errorf("%d photos and %d problems, want %d and none", got.Photos, got.Problems, len(entries))
	}
	if want := float64(got.Photos) / got.Seconds; math.Abs(got.PhotosPerSecond-want) > 1e-6 {
		t.Errorf("%v photos a second, want %v", got.PhotosPerSecond, want)
	}
	s := got.Stages
	for name, ms := range map[string]float64{
		"read": s.Read, "decode": s.Decode, "thumb": s.Thumb, "prepare": s.Prepare, "encode": s.Encode,
		"write": s.Write,
	} {
		if ms <= 0 || ms > 60_000 {
			t.Errorf("%s takes %v ms", name, ms)
		}
	}
	one := (s.Read + s.Decode + s.Thumb + s.Prepare + s.Encode) / 1000
	if math.Abs(got.OnePhotoSeconds-one) > 1e-3 {
		t.Errorf("one photo takes %v s, its stages %v s", got.OnePhotoSeconds, one)
	}
	if want := got.PhotosPerSecond / float64(got.Cores) * got.OnePhotoSeconds; math.Abs(got.Efficiency-want) > 1e-6 {
		t.Errorf("efficiency %v, want %v", got.Efficiency, want)
	}
	if peak, _ := bench.ProcessMemory(); peak > 0 {
		if len(got.Passes) != 2 || got.PeakRSS != max(got.Passes[0].Peak, got.Passes[1].Peak) {
			t.Errorf("memory of passes: %+v, the most of all %d", got.Passes, got.PeakRSS)
		}
		for _, p := range got.Passes {
			if p.Settled <= 0 || p.Settled > p.Peak {
				t.Errorf("memory: %+v", p)
			}
		}
	}
	if left, _ := filepath.Glob(filepath.Join(os.TempDir(), "recollect-bench-*")); len(left) > 0 {
		t.Errorf("libraries are left: %v", left)
	}
}

func TestBenchUsage(t *testing.T) {
	m := newTerminal(t)
	for _, args := range [][]string{
		{"bench"},
		{"bench", "search", "x"},
		{"bench", "ingest"},
		{"bench", "ingest", ".", "--passes", "0"},
		{"bench", "library", "--photos", "0"},
	} {
		if r := m.run(args...); r.status != cli.Misspelt {
			t.Errorf("%v: status %d, want %d", args, r.status, cli.Misspelt)
		}
	}
	if r := m.run("bench", "ingest", filepath.Join(t.TempDir(), "none")); r.status != cli.Failed {
		t.Errorf("a folder that is not there: status %d, want %d (%s)", r.status, cli.Failed, r.stderr)
	}
}

func TestBenchLibrary(t *testing.T) {
	t.Setenv("TMPDIR", t.TempDir())
	m := newTerminal(t)
	if got := lines[bench.Library](m, "bench", "library", "--photos", "50", "--json")[0]; got.Photos != 50 ||
		got.At != "" {
		t.Errorf("%+v, want 50 photos that are not left", got)
	}
	if left, _ := filepath.Glob(filepath.Join(os.TempDir(), "recollect-bench-*")); len(left) > 0 {
		t.Errorf("libraries are left: %v", left)
	}
	at := filepath.Join(t.TempDir(), "library")
	if got := lines[bench.Library](m, "bench", "library", "--photos", "50", "--keep", at, "--json")[0]; got.At != at {
		t.Errorf("%+v, want the library at %s", got, at)
	}
	if got := lines[statusLine](m, "status", "--library", at, "--json")[0]; got.Photos != 50 || got.Encoded != 50 {
		t.Errorf("%+v, want 50 photos", got)
	}
	of := map[string]bench.Measure{}
	for _, got := range lines[bench.Measure](m, "bench", "library", at, "--json") {
		of[got.What] = got
	}
	for _, what := range []string{"start", "first-search", "search", "scroll"} {
		if got := of[what]; got.MS <= 0 {
			t.Errorf("%s: %+v", what, got)
		}
	}
	for _, what := range []string{"pictures", "sentences"} {
		if got := of[what]; got.N < 50 || got.Recall < 0.99 || got.Slowest < got.MS {
			t.Errorf("%s: %+v", what, got)
		}
	}
	if got := of["disk"]; got.Catalog == 0 || got.PerPhoto == 0 {
		t.Errorf("disk: %+v", got)
	}
	if r := m.run("bench", "library", "--photos", "50", "--keep", at); r.status != cli.Failed {
		t.Errorf("where a library is: status %d, want %d", r.status, cli.Failed)
	}
}
