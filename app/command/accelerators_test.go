package command

import (
	"path/filepath"
	"strings"
	"testing"

	"recollect/app/command/bench"
	"recollect/app/command/doctor"
	"recollect/engine/model/ort"
	"recollect/engine/model/ort/orttest"
	"recollect/engine/model/ort/provider"
)

func TestMain(m *testing.M) { orttest.Main(m) }

// withFault is a terminal of a computer that has an accelerator with a fault.
func withFault(t *testing.T, fault string) terminal {
	t.Helper()
	m := newTerminal(t)
	m.worker = orttest.Program(t)
	shipped := filepath.Join(m.dirs[0], ort.LibraryName())
	t.Setenv(provider.Variable, filepath.Dir(orttest.Faulty(t, shipped, fault, 0, 0)))
	return m
}

// The table has a line for each provider that was tried, what became of it, and which is in use.
func TestProviders(t *testing.T) {
	m := withFault(t, "abort when loading")
	of := map[string]doctor.Provider{}
	for _, p := range lines[doctor.Provider](m, "doctor", "--providers") {
		of[p.Provider] = p
	}
	if p := of["CPU"]; p.State != "fit" || !p.InUse || p.PerSecond <= 0 || p.Version == "" {
		t.Errorf("CPU: %+v", p)
	}
	p := of["WebGPU"]
	if p.State != "aborted" || p.InUse || !p.Isolated || !strings.Contains(string(p.Why), "assertion failed") ||
		len(p.Why) > 200 {
		t.Errorf("WebGPU: %+v", p)
	}
	if p := of["CUDA"]; p.State != "missing" || p.Next == "" {
		t.Errorf("CUDA: %+v", p)
	}
	r := m.run("doctor", "--providers")
	if r.status != 0 || !strings.Contains(r.stdout, "* CPU       fit") ||
		!strings.Contains(r.stdout, "  WebGPU    aborted") || !strings.Contains(r.stdout, "driver: assertion failed") {
		t.Errorf("status %d, %s%s", r.status, r.stdout, r.stderr)
	}
}

// The measurement is one line, of what ran in the end.
func TestBenchEncode(t *testing.T) {
	m := withFault(t, "error")
	all := lines[bench.Encoded](m, "bench", "encode", "--provider", "CPU", "--for", "200ms")
	if len(all) != 1 {
		t.Fatalf("%d lines: %+v", len(all), all)
	}
	e := all[0]
	if e.Model != "recollect-mini" || e.Provider != "CPU" || e.PerSecond <= 0 || e.BatchMS <= 0 || e.Batch != 4 ||
		e.Parallel < 1 || e.Seconds < 0.2 || len(e.Notices) != 0 {
		t.Errorf("%+v", e)
	}
	if r := m.run("bench", "encode", "--provider", "webgpu", "--for", "200ms"); r.status == 0 ||
		!strings.Contains(r.stderr, "WebGPU") {
		t.Errorf("a provider that fails: status %d, %s", r.status, r.stderr)
	}
}
