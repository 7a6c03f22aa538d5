package clip

import (
	"fmt"
	"slices"

	"recollect/engine/model"
	"recollect/engine/model/direct"
	"recollect/engine/model/ort"
)

// inPlace makes the network for sentences ready to run where it lies, if it is part of the program and of the
// kind that package direct computes, and else as onCPU does.
func (m *Model) inPlace(o ort.Options) (ort.Runner, error) {
	t := m.spec.Text
	data, mapped := model.Map(m.opts.Model, t.File)
	if !mapped || t.Element == model.Int32 || o.HalfOutput {
		return onCPU(o)
	}
	n, err := direct.New(data, o.Inputs, o.Output)
	if err != nil {
		return onCPU(o)
	}
	return &placed{Network: n, unmap: func() { model.Unmap(m.opts.Model, t.File) }}, nil
}

// placed is a network of package direct as an ort.Runner.
type placed struct {
	*direct.Network
	unmap func()
}

// Run implements ort.Runner, for inputs of Ints.
func (p *placed) Run(output []int64, inputs ...ort.Tensor) ([]float32, error) {
	in := make([]direct.Ints, len(inputs))
	for i, t := range inputs {
		in[i] = direct.Ints{Shape: t.Shape, Data: t.Ints}
	}
	out, shape, err := p.Network.Run(in...)
	if err == nil && !slices.Equal(shape, output) {
		err = fmt.Errorf("an output of %v, want %v", shape, output)
	}
	return out, err
}

// Provider implements ort.Runner.
func (p *placed) Provider() string { return ort.CPU }

// Batch implements ort.Runner.
func (p *placed) Batch() int { return 1 }

// Close implements ort.Runner. The pages of the network go back to the system.
func (p *placed) Close() { p.unmap() }
