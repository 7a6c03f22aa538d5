package failover_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"recollect/engine/model/ort"
	"recollect/engine/model/ort/failover"
	"recollect/engine/model/ort/orttest"
	"recollect/engine/model/ort/provider"
)

// insideVariable is the path of the library that a child of the test is to load into itself.
const insideVariable = "RECOLLECT_TEST_INSIDE"

// An accelerator in this process fails over as one in a worker does, but for what ends the process.
// A child tries each fault: a process loads one library.
func TestFaultsInside(t *testing.T) {
	if library := os.Getenv(insideVariable); library != "" {
		inside(t, library, os.Getenv("FAULTY"))
		return
	}
	program := orttest.Program(t)[0]
	for fault, from := range map[string]int{
		"error": 3, "hang": 3, "nan": 3, "wrong": 1, "little memory": 3, "error when loading": 0, "no device": 0,
	} {
		t.Run(fault, func(t *testing.T) {
			library := orttest.Faulty(t, shipped(t), fault, from, 0)
			cmd := exec.Command(program, "-test.run", "^TestFaultsInside$", "-test.timeout", "5m")
			cmd.Env = append(os.Environ(), insideVariable+"="+library, "LD_LIBRARY_PATH="+filepath.Dir(library))
			if out, err := cmd.CombinedOutput(); err != nil {
				t.Errorf("%v: %s", err, out)
			}
		})
	}
}

func inside(t *testing.T, library, fault string) {
	t.Helper()
	net := network(t)
	net.Library = library
	plain, err := ort.NewSession(net)
	if err != nil {
		t.Fatal(err)
	}
	defer plain.Close()
	all := orttest.Pictures(pictures)
	want, err := plain.Run([]int64{pictures, orttest.Dim}, all)
	if err != nil {
		t.Fatal(err)
	}
	net.Provider = provider.Choice{Name: provider.WebGPU, Batch: 8}
	var n notices
	r, err := failover.Open(net, failover.Options{
		Limit: limit(fault), OnNotice: n.add, Expected: want[:orttest.Dim],
	})
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	got, err := r.Run([]int64{pictures, orttest.Dim}, all)
	if err != nil || !near(got, want) {
		t.Errorf("%v, want the vectors of an undisturbed run", err)
	}
	ends := ort.CPU
	if fault == "little memory" {
		ends = "WebGPU" // in batches of two
	}
	if r.Provider() != ends || len(n.codes()) == 0 {
		t.Errorf("ends on %s, told %s", r.Provider(), strings.Join(n.codes(), " "))
	}
}
