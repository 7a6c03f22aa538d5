package engine

import (
	"bytes"
	"encoding/json"
	"errors"
	"image/jpeg"
	"os"
	"path/filepath"
	"strconv"
	"testing"
	"time"

	"recollect/engine/decode"
	"recollect/engine/model/ort"
	"recollect/engine/model/ort/failover"
	"recollect/engine/model/ort/orttest"
	"recollect/engine/model/ort/probe"
	"recollect/engine/model/ort/provider"
	"recollect/engine/photo"
)

// faultPhotos are enough for an accelerator to be at work when it fails, and after that.
const faultPhotos = 24

// The accelerator that photos are embedded with fails: every photo has the vector of an undisturbed run, and
// a person is told.
func TestAcceleratorFaults(t *testing.T) {
	o := options(t, t.TempDir())
	o.Things = ""
	photos := somePhotos(t, faultPhotos)
	want, _, _ := embedded(t, o, photos)
	if len(want) != faultPhotos {
		t.Fatalf("%d photos have a vector, want %d", len(want), faultPhotos)
	}
	verdicts := tried(t, &o)
	for _, tt := range []struct {
		name, fault string
		times       int    // that it happens; 0: from then on always
		code        string // of the notice; empty: there is none
		ends        string // on which provider
	}{
		{"none", "", 0, "", "WebGPU"},
		{"its process ends, once", "abort", 1, "provider:restarted", "WebGPU"},
		{"its process ends each time", "abort", 0, "provider:lost", ort.CPU},
		{"it hangs, once", "hang", 1, "provider:restarted", "WebGPU"},
		{"its device is lost", "error", 0, "provider:lost", ort.CPU},
		{"numbers that are none, once", "nan", 1, "", "WebGPU"},
		{"numbers that are none", "nan", 0, "provider:lost", ort.CPU},
		{"numbers that are wrong", "wrong", 0, "provider:lost", ort.CPU},
	} {
		t.Run(tt.name, func(t *testing.T) {
			const from = 6 // of at least twelve runs
			runs := filepath.Join(t.TempDir(), "runs")
			t.Setenv("FAULTY", tt.fault)
			t.Setenv("FAULTY_FROM", strconv.Itoa(from))
			t.Setenv("FAULTY_TIMES", strconv.Itoa(tt.times))
			t.Setenv("FAULTY_COUNT", runs)
			o := o
			o.Library = t.TempDir()
			if err := os.WriteFile(filepath.Join(o.Library, "providers.json"), verdicts, 0o600); err != nil {
				t.Fatal(err)
			}
			got, s, ends := embedded(t, o, photos)
			if ends != tt.ends {
				t.Errorf("ends on %s, want %s", ends, tt.ends)
			}
			var fault *photo.Fault
			if errors.As(s.Trouble, &fault); fault == nil && tt.code != "" || fault != nil && fault.Code != tt.code {
				t.Errorf("the notice is %v, want %q", s.Trouble, tt.code)
			}
			if counted, err := os.Stat(runs); err != nil || counted.Size() < from {
				t.Errorf("it did not fail: %v", err)
			}
			same(t, got, want)
		})
	}
}

// somePhotos puts n sample photos, each different, into a new folder, made small.
func somePhotos(t *testing.T, n int) string {
	t.Helper()
	all, err := filepath.Glob(filepath.Join(samples, "[!d]*", "*.jpg")) // but for duplicates
	if err != nil || len(all) < n {
		t.Fatalf("%d sample photos, %v", len(all), err)
	}
	dir := t.TempDir()
	for _, path := range all[:n] {
		p, err := decode.File(t.Context(), photo.File{Path: path}, decode.Options{})
		if err != nil {
			t.Fatal(err)
		}
		var small bytes.Buffer // which is soon decoded, again and again
		err = jpeg.Encode(&small, decode.Fit(p.Image, 320), nil)
		write(t, filepath.Join(dir, filepath.Base(path)), small.Bytes())
		if err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// embedded indexes a folder into a new library. It returns what is recorded of each photo, by its path, the
// status after that, and what the model ran on in the end.
func embedded(t *testing.T, o Options, dir string) (map[string]photo.Vector, photo.Status, string) {
	t.Helper()
	e := open(t, o)
	if err := e.Folders.Add(t.Context(), dir); err != nil {
		t.Fatal(err)
	}
	upToDate(t, e)
	paths, err := e.Photos.Paths(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	all := map[string]photo.Vector{}
	err = e.catalog.Vectors(t.Context(), e.Model().Fingerprint, func(id photo.ID, v photo.Vector, _ []float32) error {
		all[paths[id]] = append(photo.Vector(nil), v...)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	s := e.Status()
	if s.Photos != s.Encoded || s.Photos != len(all) || s.Problems > 0 {
		t.Errorf("%d vectors, %+v", len(all), s)
	}
	return all, s, e.Model().Provider
}

// tried has o use an accelerator, tries it without a fault, and returns the verdicts as they are
// remembered, in which it is the fastest by far.
func tried(t *testing.T, o *Options) []byte {
	t.Helper()
	shipped := filepath.Join(o.RuntimeDirs[0], ort.LibraryName())
	t.Setenv(provider.Variable, filepath.Dir(orttest.Faulty(t, shipped, "", 0, 0)))
	o.Worker = orttest.Program(t)
	prober := probe.Prober{
		Program: o.Worker, Memory: filepath.Join(t.TempDir(), "providers.json"), Lasting: 50 * time.Millisecond,
	}
	o.Library = t.TempDir()
	e := open(t, *o)
	net, err := e.models.Embeds().Pictures()
	if err != nil {
		t.Fatal(err)
	}
	candidates, err := e.accelerators.Candidates()
	if err != nil {
		t.Fatal(err)
	}
	if _, err := prober.All(t.Context(), net, candidates, false, nil); err != nil {
		t.Fatal(err)
	}
	return raised(t, prober.Memory)
}

// raised makes WebGPU the fastest provider, with four pictures a run, of what is remembered in a file. A
// run may take six seconds: see accelerator.limit.
func raised(t *testing.T, path string) []byte {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	var m struct {
		Version  int                        `json:"version"`
		Verdicts map[string][]probe.Verdict `json:"verdicts"`
		Aborts   map[string]bool            `json:"aborts"`
	}
	if err := json.Unmarshal(data, &m); err != nil {
		t.Fatal(err)
	}
	n := 0
	for _, all := range m.Verdicts {
		for i := range all {
			v := &all[i]
			if v.Choice.Name != provider.WebGPU || v.State != probe.Fit && v.State != probe.Slow {
				continue
			}
			n++
			v.State, v.Choice.Batch = probe.Fit, 4
			v.Speed = ort.Speed{Batch: 4, PerSecond: 1e6, OneBatch: -24 * time.Second / 20}
		}
	}
	if n != 1 {
		t.Fatalf("%d accelerators that are right: %s", n, data)
	}
	if data, err = json.Marshal(m); err != nil {
		t.Fatal(err)
	}
	return data
}

// same compares vectors with those of an undisturbed run. The network has numbers of few bits, which a run of
// several pictures rounds by all of them.
func same(t *testing.T, got, want map[string]photo.Vector) {
	t.Helper()
	if len(got) != len(want) {
		t.Errorf("%d photos have a vector, want %d", len(got), len(want))
	}
	for path, v := range want {
		if c := failover.Cosine(got[path], v); !(c >= ort.LeastLow) {
			t.Errorf("%s: a cosine of %.4f with the vector of an undisturbed run", filepath.Base(path), c)
		}
	}
}
