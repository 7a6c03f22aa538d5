package accelerator_test

import (
	"errors"
	"os"
	"path/filepath"
	"testing"

	"recollect/engine/model/accelerator"
	"recollect/engine/model/clip"
	"recollect/engine/model/clip/cliptest"
	"recollect/engine/model/ort"
	"recollect/engine/model/ort/orttest"
	"recollect/engine/model/ort/probe"
	"recollect/engine/model/ort/provider"
	"recollect/engine/model/store"
)

func TestMain(m *testing.M) { orttest.Main(m) }

// model is a network that counts how often it is opened again.
type model struct {
	net      ort.Options
	reopened int
}

func (m *model) Pictures() (ort.Options, error) { return m.net, nil }
func (m *model) Reopen()                        { m.reopened++ }

// around returns accelerators of a new library with a provider that has a fault.
func around(t *testing.T, fault string) (*accelerator.Accelerators, *model, string) {
	t.Helper()
	dir := cliptest.RuntimeDir(t, filepath.Join("..", "..", ".."))
	shipped := filepath.Join(dir, ort.LibraryName())
	t.Setenv(provider.Variable, filepath.Dir(orttest.Faulty(t, shipped, fault, 0, 0)))
	library := t.TempDir()
	a := accelerator.New(accelerator.Options{
		Library: library, Program: orttest.Program(t), RuntimeDirs: []string{dir},
	})
	return a, &model{net: ort.Options{
		Library: shipped, Inputs: []string{"x"}, Output: "y", Key: "test",
		Again: func() ([]byte, error) { return orttest.Network(), nil },
		Trial: ort.Trial{Picture: orttest.Pictures(1), Dim: orttest.Dim, Least: ort.LeastFull},
	}}, library
}

// Nothing is measured, and nothing runs elsewhere, where no provider has a device.
func TestNothingToFind(t *testing.T) {
	a, m, library := around(t, "no device")
	if err := a.Prepare(t.Context(), m); err != nil || m.reopened != 0 {
		t.Error(err, m.reopened)
	}
	if _, err := os.Stat(filepath.Join(library, "providers.json")); err != nil {
		t.Error("what is missing is not remembered: ", err)
	}
	runs(t, a, m, ort.CPU)
	if _, err := a.RunOn(t.Context(), m.net, "webgpu"); !errors.Is(err, ort.ErrProvider) {
		t.Error(err)
	}
	if _, err := a.RunOn(t.Context(), m.net, "abacus"); !errors.Is(err, ort.ErrProvider) {
		t.Error(err)
	}
}

// A provider that is right but slow is not used, unless somebody asks for it.
func TestSlow(t *testing.T) {
	a, m, _ := around(t, "slow")
	if err := a.Prepare(t.Context(), m); err != nil || m.reopened != 0 {
		t.Error(err, m.reopened)
	}
	runs(t, a, m, ort.CPU)
	r, err := a.RunOn(t.Context(), m.net, "webgpu")
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	if r.Provider() != "WebGPU" {
		t.Errorf("runs on %s", r.Provider())
	}
}

// One that is right and faster is used, and the model opened again for it.
func TestFast(t *testing.T) {
	a, m, _ := around(t, "")
	var all []probe.Verdict
	if err := a.Prepare(t.Context(), m); err != nil {
		t.Fatal(err)
	}
	all, err := a.Try(t.Context(), m.net, false, nil)
	if err != nil {
		t.Fatal(err)
	}
	best, _ := probe.Best(all)
	want := string(best.Choice.Name) // the stand-in is as fast as the processor; either may win
	if (m.reopened == 1) != (want == "WebGPU") {
		t.Errorf("%s is best, opened again %d times", want, m.reopened)
	}
	runs(t, a, m, want)
}

func runs(t *testing.T, a *accelerator.Accelerators, m *model, want string) {
	t.Helper()
	r, err := a.Run(m.net)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	if _, err := r.Run([]int64{3, orttest.Dim}, orttest.Pictures(3)); err != nil || r.Provider() != want {
		t.Errorf("runs on %s, want %s: %v", r.Provider(), want, err)
	}
}

// A network that cannot be loaded is found out in another process.
func TestLoads(t *testing.T) {
	a, m, _ := around(t, "no device")
	if err := a.Loads(t.Context(), m); err != nil {
		t.Error(err)
	}
	m.net.Key, m.net.Again = "broken", func() ([]byte, error) { return []byte("this is no network"), nil }
	if err := a.Loads(t.Context(), m); err == nil {
		t.Error("what is no network was loaded")
	}
}

// Networks of all families and layouts are loaded there as they are here.
func TestLoadsFamilies(t *testing.T) {
	a, _, _ := around(t, "no device")
	library := cliptest.RuntimeDir(t, filepath.Join("..", "..", ".."))
	for _, name := range []string{
		"hf-clip", "hf-siglip", "hf-siglip2", "immich-v1", "immich-v2", "immich-xlm", "rclip",
	} {
		files, err := store.Folder(filepath.Join("..", "testdata", name))
		if err != nil {
			t.Fatal(err)
		}
		m := clip.Open(clip.Options{Model: files, LibraryDirs: []string{library}})
		if err := a.Loads(t.Context(), m); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		m.Close()
	}
}
