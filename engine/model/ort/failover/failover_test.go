package failover_test

import (
	"bytes"
	"context"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"recollect/engine/model/clip/cliptest"
	"recollect/engine/model/onnx"
	"recollect/engine/model/ort"
	"recollect/engine/model/ort/failover"
	"recollect/engine/model/ort/orttest"
	"recollect/engine/model/ort/provider"
	"recollect/engine/photo"
)

func TestMain(m *testing.M) { orttest.Main(m) }

const pictures = 100

// shipped is the path of the library that this process uses for the processor.
func shipped(t *testing.T) string {
	t.Helper()
	return filepath.Join(cliptest.RuntimeDir(t, filepath.Join("..", "..", "..", "..")), ort.LibraryName())
}

func network(t *testing.T) ort.Options {
	return ort.Options{
		Library: shipped(t), Network: orttest.Network(), Inputs: []string{"x"}, Output: "y",
		Trial: ort.Trial{
			Picture: orttest.Pictures(pictures).Rows(0, 1), Dim: orttest.Dim, Least: ort.LeastFull,
		},
		Again: func() ([]byte, error) { return orttest.Network(), nil },
	}
}

// undisturbed is what the processor makes of the pictures.
func undisturbed(t *testing.T) []float32 {
	t.Helper()
	r, err := failover.Open(network(t), failover.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	out, err := r.Run([]int64{pictures, orttest.Dim}, orttest.Pictures(pictures))
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// notices are the codes of what was told.
type notices struct {
	mu   sync.Mutex
	told []photo.Fault
}

func (n *notices) add(f *photo.Fault) {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.told = append(n.told, *f)
}

func (n *notices) codes() (codes []string) {
	n.mu.Lock()
	defer n.mu.Unlock()
	for _, f := range n.told {
		codes = append(codes, strings.TrimPrefix(f.Code, "provider:"))
	}
	return codes
}

// Whatever an accelerator does, every picture has the vector of an undisturbed run, and what happened
// is told.
func TestFaults(t *testing.T) {
	want := undisturbed(t)
	for _, tt := range []struct {
		name, fault string
		from, times int
		told        []string
		ends        string // on which provider
	}{
		{"none", "", 0, 0, nil, "WebGPU"},
		{"the device is lost, once", "error", 5, 1, []string{"restarted"}, "WebGPU"},
		{"the device is lost for good", "error", 5, 0, []string{"restarted", "restarted", "lost"}, "CPU"},
		{"the process ends, once", "abort", 5, 1, []string{"restarted"}, "WebGPU"},
		{"the process ends each time", "abort", 5, 0, []string{"restarted", "restarted", "lost"}, "CPU"},
		{"a run hangs, once", "hang", 5, 1, []string{"restarted"}, "WebGPU"},
		{"every run hangs", "hang", 5, 0, []string{"restarted", "restarted", "lost"}, "CPU"},
		{"too little memory for four pictures", "little memory", 3, 0, []string{"smaller", "smaller"}, "WebGPU"},
		{
			"too little memory for one", "little memory", 0, 0,
			[]string{"smaller", "smaller", "smaller", "lost"},
			"CPU",
		},
		{"numbers that are none, once", "nan", 5, 1, nil, "WebGPU"},
		{"numbers that are none", "nan", 5, 0, []string{"lost"}, "CPU"},
		{"numbers that are wrong", "wrong", 1, 0, []string{"lost"}, "CPU"},
		{"numbers that become wrong but look right", "wrong", 5, 0, []string{"lost"}, "CPU"},
		{"it cannot load the network", "error when loading", 0, 0, []string{"restarted", "restarted", "lost"}, "CPU"},
		{
			"it ends when it loads the network", "abort when loading", 0, 0,
			[]string{"restarted", "restarted", "lost"},
			"CPU",
		},
		{"no device", "no device", 0, 0, []string{"lost"}, "CPU"},
		{"another version", "old version", 0, 0, []string{"lost"}, "CPU"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			net := network(t)
			net.Provider = provider.Choice{
				Name: provider.WebGPU, Batch: 8, Runtime: orttest.Faulty(t, shipped(t), tt.fault, tt.from, tt.times),
			}
			var n notices
			r, err := failover.Open(net, failover.Options{
				Program: orttest.Program(t), Isolated: true, Limit: limit(tt.fault), OnNotice: n.add,
				Expected: want[:orttest.Dim],
			})
			if err != nil {
				t.Fatal(err)
			}
			defer r.Close()
			got, err := r.Run([]int64{pictures, orttest.Dim}, orttest.Pictures(pictures))
			if err != nil || !near(got, want) {
				t.Errorf("%v, want the vectors of an undisturbed run", err)
			}
			if codes := n.codes(); !slices.Equal(codes, tt.told) {
				t.Errorf("told %q, want %q: %v", codes, tt.told, n.told)
			}
			if r.Provider() != tt.ends {
				t.Errorf("ends on %s, want %s", r.Provider(), tt.ends)
			}
		})
	}
}

// limit is how long a run may take: what hangs is not waited for, and all else however busy the machine is.
func limit(fault string) time.Duration {
	if fault == "hang" {
		return 2 * time.Second
	}
	return time.Minute
}

// near reports whether vectors are equal, but for the order in which a batch sums up.
func near(a, b []float32) bool {
	return slices.EqualFunc(a, b, func(x, y float32) bool { return x-y < 1e-4 && y-x < 1e-4 })
}

// Weights that stay in their file give the same vectors, bit by bit.
func TestOutside(t *testing.T) {
	want := undisturbed(t)
	net, dir := network(t), t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "whole.onnx"), net.Network, 0o600); err != nil {
		t.Fatal(err)
	}
	whole := net.Network
	net.Network = nil
	net.Again = func() ([]byte, error) { return nil, errors.New("it is read whole") }
	net.Outside = func() ([]byte, string, error) {
		small, err := onnx.Outside(bytes.NewReader(whole), int64(len(whole)), "whole.onnx")
		if len(small) > len(whole)/4 {
			t.Errorf("%d of %d bytes are left", len(small), len(whole))
		}
		return small, dir, err
	}
	r, err := failover.Open(net, failover.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	got, err := r.Run([]int64{pictures, orttest.Dim}, orttest.Pictures(pictures))
	if err != nil || !slices.Equal(got, want) {
		t.Errorf("%v, or other vectors", err)
	}
}

// Many use the network while its accelerator dies.
func TestFaultsAmongMany(t *testing.T) {
	want := undisturbed(t)
	net := network(t)
	net.Provider = provider.Choice{
		Name: provider.WebGPU, Batch: 4, Runtime: orttest.Faulty(t, shipped(t), "abort", 40, 0),
	}
	var n notices
	r, err := failover.Open(net, failover.Options{Program: orttest.Program(t), Isolated: true, OnNotice: n.add})
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	all := orttest.Pictures(pictures)
	var group sync.WaitGroup
	for range 4 {
		group.Go(func() {
			for i := range pictures - 3 {
				got, err := r.Run([]int64{3, orttest.Dim}, all.Rows(i, i+3))
				if err != nil || !near(got, want[i*orttest.Dim:(i+3)*orttest.Dim]) {
					t.Errorf("%d: %v, or another vector", i, err)
				}
			}
		})
	}
	group.Wait()
	if codes := n.codes(); len(codes) == 0 || codes[len(codes)-1] != "lost" {
		t.Errorf("told %q", codes)
	}
}

// A worker ends when its parent closes the pipe, also out of a run that hangs.
func TestRunIsLimited(t *testing.T) {
	net := network(t)
	net.Provider = provider.Choice{
		Name: provider.WebGPU, Batch: 4, Runtime: orttest.Faulty(t, shipped(t), "hang", 1, 0),
	}
	r, err := failover.Open(net, failover.Options{
		Program: orttest.Program(t), Isolated: true, Limit: 200 * time.Millisecond,
	})
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	ctx, cancel := context.WithTimeout(t.Context(), 3*time.Minute)
	defer cancel()
	if _, err := r.Run([]int64{1, orttest.Dim}, orttest.Pictures(1)); err != nil || ctx.Err() != nil {
		t.Error(err, ctx.Err())
	}
}
