package probe_test

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"recollect/engine/model/clip/cliptest"
	"recollect/engine/model/ort"
	"recollect/engine/model/ort/orttest"
	"recollect/engine/model/ort/probe"
	"recollect/engine/model/ort/provider"
)

func TestMain(m *testing.M) { orttest.Main(m) }

func network(t *testing.T) ort.Options {
	t.Helper()
	dir := cliptest.RuntimeDir(t, filepath.Join("..", "..", "..", ".."))
	return ort.Options{
		Library: filepath.Join(dir, ort.LibraryName()), Network: orttest.Network(), Inputs: []string{"x"}, Output: "y",
		Key: "test", Trial: ort.Trial{Picture: orttest.Pictures(1), Dim: orttest.Dim, Least: ort.LeastFull},
	}
}

// What a provider does in a child process becomes a verdict; this process goes on.
func TestVerdicts(t *testing.T) {
	for _, tt := range []struct {
		name, fault string
		from        int
		want        probe.State
		aborts      bool
	}{
		{"slower than the processor", "slow", 0, probe.Slow, false},
		{"no device", "no device", 0, probe.Missing, false},
		{"of another version", "old version", 0, probe.Missing, false},
		{"ends the process when asked for devices", "abort when asked", 0, probe.Aborted, true},
		{"cannot load a network", "error when loading", 0, probe.Failed, false},
		{"ends the process when it loads a network", "abort when loading", 0, probe.Aborted, true},
		{"fails at the tiny network", "error", 1, probe.Failed, false},
		{"fails at the real one", "error", 2, probe.Failed, false},
		{"computes something else with the tiny network", "wrong", 1, probe.Wrong, false},
		{"computes something else with the real one", "wrong", 2, probe.Wrong, false},
		{"no numbers", "nan", 2, probe.Wrong, false},
		{"ends the process in a run", "abort", 2, probe.Aborted, true},
		{"ends the process while it is measured", "abort", 20, probe.Aborted, true},
		{"hangs", "hang", 2, probe.Hung, true},
	} {
		t.Run(tt.name, func(t *testing.T) {
			net := network(t)
			p := probe.Prober{Program: orttest.Program(t), Lasting: 50 * time.Millisecond, Limit: time.Minute}
			if tt.want == probe.Hung {
				p.Limit = 3 * time.Second
			}
			c := provider.Choice{
				Name: provider.WebGPU, Runtime: orttest.Faulty(t, net.Library, tt.fault, tt.from, 0),
			}
			all, err := p.All(t.Context(), net, []provider.Choice{c}, false, nil)
			if err != nil || len(all) != 2 {
				t.Fatal(all, err)
			}
			v := all[1]
			silent := tt.want == probe.Slow || tt.want == probe.Wrong
			if v.State != tt.want || v.Abort != tt.aborts || v.Why == "" && !silent {
				t.Errorf("got %+v, want %s, aborts %v", v, tt.want, tt.aborts)
			}
			if best, _ := probe.Best(all); best.Choice.Name != provider.CPU {
				t.Errorf("best is %s", best.Choice.Name)
			}
		})
	}
}

// A verdict is remembered until a library changes; that a provider ends processes, for longer.
func TestRemembers(t *testing.T) {
	net := network(t)
	p := probe.Prober{
		Program: orttest.Program(t), Memory: filepath.Join(t.TempDir(), "below", "providers.json"),
		Lasting: 20 * time.Millisecond, Limit: time.Minute,
	}
	c := provider.Choice{
		Name: provider.WebGPU, Runtime: orttest.Faulty(t, net.Library, "abort when loading", 0, 0),
	}
	ask := func(fresh bool) probe.Verdict {
		t.Helper()
		all, err := p.All(t.Context(), net, []provider.Choice{c}, fresh, nil)
		if err != nil {
			t.Fatal(err)
		}
		return all[1]
	}
	first := ask(false)
	t.Setenv("FAULTY", "slow")
	if second := ask(false); first.State != probe.Aborted || !second.At.Equal(first.At) {
		t.Errorf("first %+v, then %+v", first, second)
	}
	if fresh := ask(true); fresh.State != probe.Slow || !fresh.Abort {
		t.Errorf("asked again: %+v", fresh)
	}
}

// The processor is measured as it is used: with the batch that the network asks for, where that is faster.
func TestProcessorIsMeasuredWithItsBatch(t *testing.T) {
	net := network(t)
	p := probe.Prober{Program: orttest.Program(t), Lasting: 200 * time.Millisecond}
	for _, batch := range []int{1, 32} { // 32 rows of such a small network take hardly longer than one
		net.Provider.Batch = batch
		v, err := p.Processor(t.Context(), net)
		if err != nil || v.Speed.Batch != batch || len(v.Expected) != orttest.Dim {
			t.Errorf("asked for %d: %+v, %v", batch, v, err)
		}
	}
}

// The providers that a library lacks are asked for in one process; after one that ends it, in another.
func TestPresentStartsFewProcesses(t *testing.T) {
	net := network(t)
	started := filepath.Join(t.TempDir(), "started")
	counting := append([]string{"/bin/sh", "-c", `echo x >> "$0" && exec "$@"`, started}, orttest.Program(t)...)
	for _, tt := range []struct {
		name, library string
		first         probe.State
		processes     int
	}{
		{"all missing", net.Library, probe.Missing, 1},
		{"the first ends its process", orttest.Faulty(t, net.Library, "abort when asked", 0, 0), probe.Aborted, 2},
	} {
		t.Run(tt.name, func(t *testing.T) {
			memory := filepath.Join(t.TempDir(), "providers.json")
			p := probe.Prober{Program: counting, Memory: memory, Limit: time.Minute}
			var candidates []provider.Choice
			for _, name := range []provider.Name{provider.WebGPU, provider.CUDA, provider.OpenVINO, provider.MIGraphX} {
				candidates = append(candidates, provider.Choice{Name: name, Runtime: tt.library})
			}
			present, err := p.Present(t.Context(), net, candidates)
			if err != nil || len(present) > 0 {
				t.Fatal(present, err)
			}
			known, complete := p.Known(net, candidates)
			if len(known) != len(candidates) || !complete {
				t.Fatalf("%d of %d known: %+v", len(known), len(candidates), known)
			}
			want := tt.first
			for i, v := range known {
				if v.State != want {
					t.Errorf("%s: %+v, want %s", candidates[i].Name, v, want)
				}
				want = probe.Missing
			}
			lines, err := os.ReadFile(started)
			if err != nil || len(lines) != 2*tt.processes {
				t.Errorf("%d processes were started, want %d: %v", len(lines)/2, tt.processes, err)
			}
			if err := os.Remove(started); err != nil {
				t.Error(err)
			}
		})
	}
}
