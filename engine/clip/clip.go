package clip

import (
	"context"
	"fmt"
	"io/fs"
	"math"
	"runtime"
	"sync"
	"sync/atomic"

	ort "github.com/yalue/onnxruntime_go"
	"golang.org/x/sync/errgroup"

	"recollect/engine/photo"
)

// Options says where a model and its runtime come from.
type Options struct {
	// Model holds model.json and the files that it names.
	Model fs.FS
	// LibraryDirs are searched in order for ONNX Runtime's library.
	LibraryDirs []string
	// Threads is the number of pictures encoded at a time; 0 means one a core.
	Threads int
}

// Model is a dual encoder. Its methods may be called from any goroutine.
type Model struct {
	opts   Options
	spec   spec
	broken error       // why there is no model, or nil
	info   photo.Model // but for Provider
	loaded atomic.Bool // a network is; read without waiting for one that is being loaded

	mu     sync.Mutex // guards the fields below; held while a session is created
	words  *wordPiece
	text   *ort.DynamicAdvancedSession
	vision *ort.DynamicAdvancedSession
	using  sync.WaitGroup // runs in flight, which Close waits for
	closed bool
}

// Open reads a model's description. It always gives a Model, which the caller
// closes: one that is missing, or asks for something this package cannot do,
// has an empty Info and answers every call with ErrNoModel.
func Open(o Options) *Model {
	if o.Threads <= 0 {
		o.Threads = runtime.GOMAXPROCS(0)
	}
	m := &Model{opts: o}
	if m.spec, m.broken = readSpec(o.Model); m.broken == nil {
		m.info = m.spec.info()
	}
	return m
}

// Info describes the model: nothing of it when there is none. Provider is empty
// until a network has been loaded.
func (m *Model) Info() photo.Model {
	info := m.info
	if m.loaded.Load() {
		info.Provider = "CPU"
	}
	return info
}

// Load loads the network for pictures, which costs some tenths of a second once. It returns
// ErrNoRuntime or ErrNoModel when that is not possible; a later call tries again.
func (m *Model) Load() error {
	_, err := m.session(&m.vision, m.spec.Vision, []string{m.spec.Vision.Input})
	if err == nil {
		m.using.Done()
	}
	return err
}

// Text returns the embedding of one sentence: a unit vector of Info().Dim
// numbers. Words beyond the model's limit are ignored. It returns ErrNoRuntime
// or ErrNoModel when the network cannot be loaded.
func (m *Model) Text(ctx context.Context, sentence string) (photo.Vector, error) {
	words, err := m.tokenizer()
	if err != nil {
		return nil, err
	}
	s, err := m.session(&m.text, m.spec.Text, m.spec.Text.Inputs)
	if err != nil {
		return nil, err
	}
	defer m.using.Done()
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	ids := words.encode(sentence)
	mask := make([]int64, len(ids))
	for i := range mask {
		mask[i] = 1
	}
	shape := ort.NewShape(1, int64(len(ids)))
	idTensor, err := ort.NewTensor(shape, ids)
	if err != nil {
		return nil, fmt.Errorf("text input: %w", err)
	}
	defer idTensor.Destroy()
	maskTensor, err := ort.NewTensor(shape, mask)
	if err != nil {
		return nil, fmt.Errorf("text input: %w", err)
	}
	defer maskTensor.Destroy()
	return m.run(s, idTensor, maskTensor)
}

// Images returns the embedding of each picture, in order: unit vectors of
// Info().Dim numbers. px come from this model's Prepare. When ctx ends, it
// returns ctx's error after the pictures in work, some tens of milliseconds.
func (m *Model) Images(ctx context.Context, px []Pixels) ([]photo.Vector, error) {
	s, err := m.session(&m.vision, m.spec.Vision, []string{m.spec.Vision.Input})
	if err != nil {
		return nil, err
	}
	defer m.using.Done()
	out := make([]photo.Vector, len(px))
	g, ctx := errgroup.WithContext(ctx)
	g.SetLimit(m.opts.Threads)
	for i := range px {
		g.Go(func() error {
			if err := ctx.Err(); err != nil {
				return err
			}
			v, err := m.image(s, px[i])
			out[i] = v // each goroutine owns its own element
			return err
		})
	}
	if err := g.Wait(); err != nil {
		return nil, err
	}
	return out, nil
}

func (m *Model) image(s *ort.DynamicAdvancedSession, px Pixels) (photo.Vector, error) {
	size := int64(m.spec.ImageSize)
	t, err := ort.NewTensor(ort.NewShape(1, 3, size, size), []float32(px))
	if err != nil {
		return nil, fmt.Errorf("picture input: %w", err)
	}
	defer t.Destroy()
	return m.run(s, t)
}

// run feeds inputs to s and returns a copy of its only output, normalised.
func (m *Model) run(s *ort.DynamicAdvancedSession, inputs ...ort.Value) (photo.Vector, error) {
	out, err := ort.NewEmptyTensor[float32](ort.NewShape(1, int64(m.spec.Dim)))
	if err != nil {
		return nil, fmt.Errorf("output: %w", err)
	}
	defer out.Destroy()
	if err := s.Run(inputs, []ort.Value{out}); err != nil {
		return nil, fmt.Errorf("encode with %s: %w", m.spec.Name, err)
	}
	return unit(out.GetData())
}

// unit returns a copy of v with length 1. A network that was fed or quantised
// badly can answer with zeros or NaN, which would poison every later search.
func unit(v []float32) (photo.Vector, error) {
	var sum float64
	for _, x := range v {
		sum += float64(x) * float64(x)
	}
	length := math.Sqrt(sum)
	if !(length > 1e-6) || math.IsInf(length, 0) {
		return nil, fmt.Errorf("the model gave a vector of length %v", length)
	}
	u := make(photo.Vector, len(v))
	for i, x := range v {
		u[i] = float32(float64(x) / length)
	}
	return u, nil
}

// Close frees the networks after the calls in flight. The Model cannot be used again.
func (m *Model) Close() error {
	m.mu.Lock()
	m.closed = true // no new users from here on
	m.mu.Unlock()
	m.using.Wait()
	m.mu.Lock()
	defer m.mu.Unlock()
	for _, s := range []**ort.DynamicAdvancedSession{&m.text, &m.vision} {
		if *s != nil {
			(*s).Destroy()
			*s = nil
		}
	}
	return nil
}
