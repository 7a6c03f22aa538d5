package ort

import (
	"context"
	"fmt"

	onnx "github.com/yalue/onnxruntime_go"

	"recollect/engine/model/ort/provider"
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
	// HalfOutput says that the output is of float16 numbers.
	HalfOutput bool
	// Dir is the folder with the files that Network refers to for its weights. Empty: it has all in itself.
	Dir string
	// Provider is where the network runs; one without a name is the processor. Its Runtime is ignored:
	// a process has one library.
	Provider provider.Choice
	// Threads is how many threads of the processor a run uses; 0 means the caller's alone.
	Threads int

	// What follows a Session does not need, but whoever decides where the network runs.

	// Key names the network, such as the checksum of its file.
	Key string
	// Again returns Network, also when that is nil; nil: Network stays as it is while the Runner is open.
	Again func() ([]byte, error)
	// Outside returns Network with its weights left in files of the folder dir, for the processor, which maps
	// them; nil: there is no such form.
	Outside func() (network []byte, dir string, err error)
	// Trial is how to try the network.
	Trial Trial
}

// Whole returns o with its Network, in the form that suits its Provider.
func (o Options) Whole() (Options, error) {
	var err error
	switch {
	case o.Network != nil:
		return o, nil
	case o.Outside != nil && o.Provider.OnCPU():
		o.Network, o.Dir, err = o.Outside()
		return o, err
	case o.Again == nil:
		return o, nil
	}
	o.Network, err = o.Again()
	return o, err
}

// Trial is how to try whether a network runs as it should.
type Trial struct {
	Picture Tensor // one: its first dimension is 1
	// More returns further pictures, on which providers are compared; nil: there are none.
	More func(context.Context) (Tensor, error)
	Dim  int // the length of its vector
	// Least is the cosine similarity between its vectors on two providers that counts as equal.
	Least float64
}

// The cosine similarities that count as equal, for networks of 32-bit numbers, and for those with
// fewer bits.
const (
	LeastFull = 0.999
	LeastLow  = 0.99
)

// Runner is a network that is ready to run: a Session, or one that stands in for it.
type Runner interface {
	// Run feeds inputs to the network, in the order of Options.Inputs, and returns a copy of its
	// output, which must have the given shape. It may be called from several goroutines.
	Run(output []int64, inputs ...Tensor) ([]float32, error)
	// Provider names what runs the network at present, such as CPU or CUDA.
	Provider() string
	// Batch is how many pictures a run is best given: the first dimension of its tensors. On the processor
	// runs are best made at the same time, one a core; else one after the other.
	Batch() int
	// Close frees the network. No Run may be in progress.
	Close()
}

// Session is a network that is ready to run. Run may be called from several goroutines.
type Session struct {
	session *onnx.DynamicAdvancedSession
	choice  provider.Choice
	turn    chan struct{} // held by a run on an accelerator; nil: runs at the same time are allowed
	half    bool          // see Options.HalfOutput
}

// NewSession loads the library, unless this process has done so, and then the network. It
// returns ErrNoRuntime if the library is to blame; all other errors are the network's or its
// provider's. The caller closes the Session.
func NewSession(o Options) (*Session, error) {
	if err := startRuntime(o.Library); err != nil {
		return nil, err
	}
	options, err := sessionOptions(o)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrNoRuntime, err)
	}
	defer options.Destroy()
	network := o.Network
	if err := accelerate(options, o); err != nil {
		return nil, fmt.Errorf("%w: %s: %w", ErrProvider, o.Provider.Name, err)
	}
	if o.Provider.Static() {
		if network, err = fixBatch(network, int64(max(o.Provider.Batch, 1))); err != nil {
			return nil, err
		}
	}
	s, err := onnx.NewDynamicAdvancedSessionWithONNXData(network, o.Inputs, []string{o.Output}, options)
	if err != nil {
		return nil, err
	}
	session := &Session{session: s, choice: o.Provider, half: o.HalfOutput}
	if !o.Provider.OnCPU() {
		session.turn = make(chan struct{}, 1)
	}
	return session, nil
}

// sessionOptions makes a run use its caller's thread only, unless o asks for more. Pictures are
// encoded in parallel anyway, a sentence takes 5 ms (clip's BenchmarkText), and threads that
// spin while they wait for each other are slow on a busy machine.
func sessionOptions(o Options) (*onnx.SessionOptions, error) {
	options, err := onnx.NewSessionOptions()
	if err != nil {
		return nil, err
	}
	err = options.SetIntraOpNumThreads(max(o.Threads, 1))
	if err == nil && o.Dir != "" {
		err = options.AddSessionConfigEntry(weightsFolder, o.Dir)
	}
	if err != nil {
		options.Destroy()
		return nil, err
	}
	return options, nil
}

// weightsFolder is ONNX Runtime's setting for where a network that lies in memory has its other
// files (onnxruntime_session_options_config_keys.h).
const weightsFolder = "session.model_external_initializers_file_folder_path"

// Provider names the hardware that runs the network, such as CPU.
func (s *Session) Provider() string {
	if s.choice.OnCPU() {
		return CPU
	}
	return string(s.choice.Name)
}

// Batch is how many pictures a run is best given.
func (s *Session) Batch() int { return max(s.choice.Batch, 1) }

// Tensor is an input of a network: one of the slices, with as many numbers as Shape's product.
type Tensor struct {
	Shape  []int64
	Floats []float32
	Halves []uint16 // float16, as bits
	Bytes  []uint8
	Ints   []int64
	Int32s []int32
}

// value returns t for the library, which uses the same memory. The caller
// destroys it.
func (t Tensor) value() (onnx.Value, error) {
	shape := onnx.NewShape(t.Shape...)
	switch {
	case t.Ints != nil:
		return onnx.NewTensor(shape, t.Ints)
	case t.Int32s != nil:
		return onnx.NewTensor(shape, t.Int32s)
	case t.Bytes != nil:
		return onnx.NewTensor(shape, t.Bytes)
	case t.Halves != nil:
		return halves(shape, t.Halves)
	}
	return onnx.NewTensor(shape, t.Floats)
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
	if s.turn != nil { // DirectML allows one run at a time, and none is faster with two
		s.turn <- struct{}{}
		defer func() { <-s.turn }()
	}
	if s.half {
		return s.runHalf(output, values)
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
