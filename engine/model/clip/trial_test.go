package clip

import (
	"context"
	"errors"
	"io/fs"
	"math"
	"testing"

	"recollect/engine/model/ort"
	"recollect/engine/photo"
)

// results are those of a verdict by the names of its checks.
func results(v photo.ModelVerdict) map[string]photo.CheckResult {
	all := map[string]photo.CheckResult{}
	for _, c := range v.Checks {
		all[c.Name] = c.Result
	}
	return all
}

func TestTrialOfMini(t *testing.T) {
	v, err := Trial(t.Context(), openModel(t))
	if err != nil || !v.OK() || len(v.Checks) != 4 {
		t.Errorf("%+v, %v", v, err)
	}
	if got := results(v)[CheckActivation]; got != photo.CheckSkipped {
		t.Errorf("activation: %s", got)
	}
}

// odd is a network that changes what another one gives.
type odd struct {
	ort.Runner
	change func(numbers []float32) error
}

func (o odd) Run(output []int64, inputs ...ort.Tensor) ([]float32, error) {
	numbers, err := o.Runner.Run(output, inputs...)
	if err == nil {
		err = o.change(numbers)
	}
	return numbers, err
}

// Batch implements ort.Runner: change gets one vector.
func (odd) Batch() int { return 1 }

// number makes one of a network's numbers n.
func number(n float64) func([]float32) error {
	return func(numbers []float32) error { numbers[3] = float32(n); return nil }
}

// What an accelerator or a variant can do wrong is found, and named.
func TestTrialFails(t *testing.T) {
	broken := errors.New("device removed")
	for _, tt := range []struct {
		name   string
		change func(numbers []float32) error
		check  string
		reason photo.Reason
	}{
		{"error", func([]float32) error { return broken }, CheckLoads, "model:trial-failed"},
		{"not a number", number(math.NaN()), CheckNumbers, "model:trial-numbers"},
		{"infinite", number(math.Inf(-1)), CheckNumbers, "model:trial-numbers"},
		{"zero", func(n []float32) error { clear(n); return nil }, CheckNumbers, "model:trial-numbers"},
		{
			"all alike", func(n []float32) error { clear(n); n[0] = 1; return nil }, CheckPairs,
			photo.NewReason("model:trial-pairs", photo.Args{"right": "2", "all": "12"}),
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			good := openModel(t)
			o := good.opts
			o.Run = func(o ort.Options) (ort.Runner, error) {
				r, err := onCPU(o)
				return odd{r, tt.change}, err
			}
			m := Open(o)
			defer m.Close()
			v, err := Trial(t.Context(), m)
			if err != nil || v.OK() {
				t.Fatalf("%+v, %v", v, err)
			}
			last := v.Checks[len(v.Checks)-1]
			if tt.check == CheckPairs {
				last = v.Checks[len(v.Checks)-2]
			}
			if last.Name != tt.check || last.Result != photo.CheckFailed || last.Reason != tt.reason {
				t.Errorf("%+v", last)
			}
		})
	}
}

// What is not the model's fault is no verdict.
func TestTrialWithoutRuntime(t *testing.T) {
	m := Open(Options{Model: modelFS(), LibraryDirs: []string{t.TempDir()}})
	if v, err := Trial(t.Context(), m); !errors.Is(err, ort.ErrNoRuntime) || len(v.Checks) != 0 {
		t.Errorf("%+v, %v", v, err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if v, err := Trial(ctx, openModel(t)); !errors.Is(err, context.Canceled) || len(v.Checks) != 0 {
		t.Errorf("%+v, %v", v, err)
	}
}

// A model with a file that is not there has failed. The reason is not that of model.ErrNoModel, which
// has a person install the program again.
func TestTrialOfDamaged(t *testing.T) {
	o := openModel(t).opts
	o.Model = without{o.Model, "vision_model.onnx"}
	v, err := Trial(t.Context(), Open(o))
	if err != nil || v.OK() || v.Checks[0].Reason != "model:trial-failed" {
		t.Errorf("%+v, %v", v, err)
	}
}

// without is a folder that lacks a file.
type without struct {
	fs.FS
	name string
}

func (w without) Open(name string) (fs.File, error) {
	if name == w.name {
		return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrNotExist}
	}
	return w.FS.Open(name)
}
