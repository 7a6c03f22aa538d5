package ort

import (
	"fmt"

	onnx "github.com/yalue/onnxruntime_go"
)

// Options describe a network.
type Options struct {
	// Library is the path of ONNX Runtime's library, from FindLibrary.
	Library string
	// Network is the network in ONNX's format. It is read only until NewSession returns.
	Network []byte
	// Inputs and Output are the names of the network's tensors.
	Inputs []string
	Output string
}

// Session is a network that is ready to run. Run may be called from several goroutines.
type Session struct {
	session *onnx.DynamicAdvancedSession
}

// NewSession loads the library, unless this process has done so, and then the network. It
// returns ErrNoRuntime if the library is to blame; all other errors are the network's. The
// caller closes the Session.
func NewSession(o Options) (*Session, error) {
	if err := startRuntime(o.Library); err != nil {
		return nil, err
	}
	options, err := sessionOptions()
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrNoRuntime, err)
	}
	defer options.Destroy()
	s, err := onnx.NewDynamicAdvancedSessionWithONNXData(o.Network, o.Inputs, []string{o.Output}, options)
	if err != nil {
		return nil, err
	}
	return &Session{s}, nil
}

// sessionOptions makes a run use its caller's thread only. Pictures are encoded
// in parallel anyway, a sentence takes 5 ms (clip's BenchmarkText), and threads that
// spin while they wait for each other are slow on a busy machine.
func sessionOptions() (*onnx.SessionOptions, error) {
	o, err := onnx.NewSessionOptions()
	if err != nil {
		return nil, err
	}
	if err := o.SetIntraOpNumThreads(1); err != nil {
		o.Destroy()
		return nil, err
	}
	return o, nil
}

// Provider names the hardware that runs the network, such as CPU.
func (s *Session) Provider() string { return CPU }

// Tensor is an input of a network: either Floats or Ints, with as many numbers as
// Shape's product.
type Tensor struct {
	Shape  []int64
	Floats []float32
	Ints   []int64
}

// value returns t for the library, which uses the same memory. The caller
// destroys it.
func (t Tensor) value() (onnx.Value, error) {
	if t.Ints != nil {
		return onnx.NewTensor(onnx.NewShape(t.Shape...), t.Ints)
	}
	return onnx.NewTensor(onnx.NewShape(t.Shape...), t.Floats)
}

// Run feeds inputs to the network, in the order of Options.Inputs, and returns a copy
// of its output, which must have the given shape.
func (s *Session) Run(output []int64, inputs ...Tensor) ([]float32, error) {
	values := make([]onnx.Value, 0, len(inputs))
	defer func() {
		for _, v := range values {
			v.Destroy()
		}
	}()
	for i, t := range inputs {
		v, err := t.value()
		if err != nil {
			return nil, fmt.Errorf("input %d: %w", i, err)
		}
		values = append(values, v)
	}
	out, err := onnx.NewEmptyTensor[float32](onnx.NewShape(output...))
	if err != nil {
		return nil, fmt.Errorf("output: %w", err)
	}
	defer out.Destroy()
	if err := s.session.Run(values, []onnx.Value{out}); err != nil {
		return nil, err
	}
	return append([]float32(nil), out.GetData()...), nil
}

// Close frees the network. No Run may be in progress.
func (s *Session) Close() {
	_ = s.session.Destroy() // it frees, and has nothing to fail at
}
