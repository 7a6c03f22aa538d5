package clip

import (
	"context"
	"fmt"
	"io/fs"
	"math"
	"runtime"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"golang.org/x/sync/errgroup"

	"recollect/engine/model"
	"recollect/engine/model/ort"
	"recollect/engine/model/token"
	"recollect/engine/photo"
	"recollect/engine/relevance"
)

// Options says where a model and its runtime come from.
type Options struct {
	// Model holds model.json and the files that it names. Models whose weights lie beside their
	// networks need a model.Placed.
	Model fs.FS
	// LibraryDirs are searched in order for ONNX Runtime's library.
	LibraryDirs []string
	// Threads is the number of pictures encoded at a time; 0 means one a core.
	Threads int
	// Begin is called before a run of Images, and may block; end is called after it. nil: only Threads is a bound.
	Begin func(context.Context) (end func(), err error)
	// Run makes a network ready to run; nil: ort.NewSession does, on the processor. Only the network
	// for pictures runs on anything else.
	Run func(ort.Options) (ort.Runner, error)
}

// Model is a dual encoder. Its methods may be called from any goroutine.
type Model struct {
	opts   Options
	spec   model.Spec
	broken error       // why there is no model, or nil
	info   photo.Model // but for Provider

	provider atomic.Value // a string, from the first network that was loaded on

	text   *network
	vision *network
	opened chan struct{} // capacity 1: a network was created, for Rest
	// spare has memory of Pixels, and of those of a run together, as *[]float32. afar is whether a run on an
	// accelerator may still read such memory, after it was given up.
	spare struct{ pictures, runs sync.Pool }
	afar  atomic.Bool
	turns chan struct{} // held by runs of Images, whose memory is that of opts.Threads runs in all

	mu    sync.Mutex // guards words
	words token.Tokenizer
}

// Open reads a model's description. It always returns a Model, which the caller
// closes: one that is missing, or asks for something this package cannot do,
// has an empty Info and answers every call with model.ErrNoModel.
func Open(o Options) *Model {
	if o.Threads <= 0 {
		o.Threads = runtime.GOMAXPROCS(0)
	}
	if o.Begin == nil {
		o.Begin = func(ctx context.Context) (func(), error) { return func() {}, ctx.Err() }
	}
	m := &Model{opts: o, opened: make(chan struct{}, 1), turns: make(chan struct{}, o.Threads)}
	if m.spec, m.broken = model.Read(o.Model); m.broken == nil {
		m.broken = check(m.spec)
	}
	if m.broken == nil {
		m.info = m.spec.Info(pipelineVersion)
	}
	m.text = m.networkOf(m.spec.Text, m.spec.Text.Inputs, m.inPlace)
	run := o.Run
	if run == nil {
		run = onCPU
	}
	m.vision = m.networkOf(m.spec.Vision, []string{m.spec.Vision.Input}, run)
	return m
}

// Info describes the model: nothing of it when there is none. Provider is empty
// until a network has been loaded.
func (m *Model) Info() photo.Model {
	info := m.info
	info.Provider, _ = m.provider.Load().(string)
	return info
}

// Calibration returns that of the model; the default where there is none.
func (m *Model) Calibration() relevance.Calibration {
	if m.broken != nil {
		return relevance.Default()
	}
	return m.spec.Calibration
}

// Load loads the network for pictures, which costs some tenths of a second once. It returns
// ort.ErrNoRuntime or model.ErrNoModel when that is not possible; a later call tries again.
func (m *Model) Load() error { return m.vision.load() }

// LoadText is Load for the network for sentences.
func (m *Model) LoadText() error { return m.text.load() }

// Text returns the embedding of one sentence: a unit vector of Info().Dim
// numbers. Words beyond the model's limit are ignored. It returns ErrNoRuntime
// or model.ErrNoModel when the network cannot be loaded.
func (m *Model) Text(ctx context.Context, sentence string) (photo.Vector, error) {
	words, err := m.tokenizer()
	if err != nil {
		return nil, err
	}
	return m.sentence(ctx, words.Encode(sentence))
}

// sentence embeds token ids.
func (m *Model) sentence(ctx context.Context, ids []int64) (photo.Vector, error) {
	s, err := m.text.acquire()
	if err != nil {
		return nil, err
	}
	defer m.text.release()
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	vs, err := m.run(s, m.textTensors(ids)...)
	if err != nil {
		return nil, err
	}
	return vs[0], nil
}

// Batch is how many pictures Images is best given at a time: those of a run on an accelerator that is in use at
// present; 0: that does not matter.
func (m *Model) Batch() int {
	if m.spec.Vision.Batch > 0 {
		return 0
	}
	return m.vision.batch()
}

// Images returns the embedding of each picture, in order: unit vectors of
// Info().Dim numbers. px come from this model's Prepare. When ctx ends, it
// returns ctx's error after the pictures in work, some tens of milliseconds.
func (m *Model) Images(ctx context.Context, px []Pixels) ([]photo.Vector, error) {
	s, err := m.vision.acquire()
	if err != nil {
		return nil, err
	}
	defer m.vision.release()
	out := make([]photo.Vector, len(px))
	g, ctx := errgroup.WithContext(ctx)
	g.SetLimit(m.opts.Threads)
	at := 0
	batch := s.Batch()
	if m.spec.Vision.Batch > 0 {
		batch = m.spec.Vision.Batch
	} else if s.Provider() == ort.CPU { // no core is left without work
		batch = max(min(batch, (len(px)+m.opts.Threads-1)/m.opts.Threads), 1)
	}
	for part := range slices.Chunk(px, batch) {
		to := out[at : at+len(part)] // each goroutine owns its own elements
		at += len(part)
		g.Go(func() error {
			select {
			case m.turns <- struct{}{}:
			case <-ctx.Done():
				return ctx.Err()
			}
			defer func() { <-m.turns }()
			end, err := m.opts.Begin(ctx)
			if err != nil {
				return err
			}
			defer end()
			vs, err := m.images(s, part)
			copy(to, vs)
			return err
		})
	}
	if err := g.Wait(); err != nil {
		return nil, err
	}
	m.provider.Store(s.Provider()) // an accelerator may have been given up
	return out, nil
}

// Image is Images for one picture that a person waits for: it does not wait for others, whose runs may keep all of
// Options.Threads and Options.Begin for long.
func (m *Model) Image(ctx context.Context, px Pixels) (photo.Vector, error) {
	s, err := m.vision.acquire()
	if err != nil {
		return nil, err
	}
	defer m.vision.release()
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	vs, err := m.images(s, []Pixels{px})
	if err != nil {
		return nil, err
	}
	m.provider.Store(s.Provider())
	return vs[0], nil
}

// images embeds pictures in one run.
func (m *Model) images(s ort.Runner, px []Pixels) ([]photo.Vector, error) {
	if s.Provider() != ort.CPU {
		m.afar.Store(true)
	}
	t := m.tensor(px)
	vs, err := m.run(s, t)
	if err == nil && len(px) > 1 && t.Floats != nil && !m.afar.Load() {
		m.spare.runs.Put(&t.Floats)
	}
	return vs, err
}

// Reuse takes pictures from Prepare that Images has embedded, and nothing else refers to: their memory is used again.
func (m *Model) Reuse(px []Pixels) {
	if m.afar.Load() {
		return
	}
	for _, p := range px {
		m.spare.pictures.Put((*[]float32)(&p))
	}
}

// floats returns n numbers of any value, from a pool where it has so many.
func floats(pool *sync.Pool, n int) []float32 {
	if old, ok := pool.Get().(*[]float32); ok && cap(*old) >= n {
		return (*old)[:n]
	}
	return make([]float32, n)
}

// run feeds inputs to s and returns its only output, a row for each in the batch, normalised.
func (m *Model) run(s ort.Runner, inputs ...ort.Tensor) ([]photo.Vector, error) {
	rows := inputs[0].Shape[0]
	out, err := s.Run([]int64{rows, int64(m.spec.Dim)}, inputs...)
	if err != nil {
		return nil, fmt.Errorf("encode with %s: %w", m.spec.Name, err)
	}
	var vs []photo.Vector
	for row := range slices.Chunk(out, m.spec.Dim) {
		v, err := unit(row)
		if err != nil {
			return nil, err
		}
		vs = append(vs, v)
	}
	return vs, nil
}

// errLength means that a network gave a vector that has no length, or numbers that are none.
var errLength error = &photo.Fault{Code: "model:trial-numbers", Text: "the model gave a vector without a length"}

// unit returns a copy of v with length 1. A network that was fed or quantised
// badly can answer with zeros or NaN, which would poison every later search.
func unit(v []float32) (photo.Vector, error) {
	var sum float64
	for _, x := range v {
		sum += float64(x) * float64(x)
	}
	length := math.Sqrt(sum)
	if !(length > 1e-6) || math.IsInf(length, 0) {
		return nil, fmt.Errorf("%w: %v", errLength, length)
	}
	u := make(photo.Vector, len(v))
	for i, x := range v {
		u[i] = float32(float64(x) / length)
	}
	return u, nil
}

// Rest closes each network that is unused for the given time, and gives its
// memory back to the system, until ctx ends. It calls closed after that. The
// next call that needs the network creates it again, 0.2 s for the shipped
// model (BenchmarkTextAfterRest); no run is interrupted.
func (m *Model) Rest(ctx context.Context, after time.Duration, closed func()) {
	for {
		select {
		case <-ctx.Done():
			return
		case <-m.opened:
		}
		for left := after; left > 0; {
			if !sleep(ctx, left) {
				return
			}
			var did bool
			if did, left = m.rest(after); did {
				model.GiveBack()
				closed()
			}
		}
	}
}

// rest closes the networks that are unused for the given time. It reports
// whether it did, and when to ask again; 0: when a network was created.
func (m *Model) rest(after time.Duration) (did bool, next time.Duration) {
	for _, n := range []*network{m.text, m.vision} {
		closed, left := n.rest(after)
		did = did || closed
		if left > 0 && (next == 0 || left < next) {
			next = left
		}
	}
	return did, next
}

// sleep reports false when ctx ended.
func sleep(ctx context.Context, d time.Duration) bool {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-ctx.Done():
		return false
	case <-t.C:
		return true
	}
}

// Close frees the networks after the calls in flight. The Model cannot be used again.
func (m *Model) Close() error {
	m.text.close()
	m.vision.close()
	return nil
}
