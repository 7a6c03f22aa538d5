package clip

import (
	"fmt"
	"time"

	ort "github.com/yalue/onnxruntime_go"
)

// networkOf is the network of t, which is created by its first user.
func (m *Model) networkOf(t tower, inputs []string) *network {
	return &network{epoch: time.Now(), create: func() (*ort.DynamicAdvancedSession, error) {
		if m.broken != nil {
			return nil, m.broken
		}
		s, err := m.create(t, inputs)
		if err == nil {
			m.loaded.Store(true)
			nudge(m.opened)
		}
		return s, err
	}}
}

func nudge(c chan<- struct{}) {
	select {
	case c <- struct{}{}:
	default:
	}
}

func (m *Model) create(t tower, inputs []string) (*ort.DynamicAdvancedSession, error) {
	library, err := FindLibrary(m.opts.LibraryDirs...)
	if err != nil {
		return nil, err
	}
	network, err := m.spec.read(m.opts.Model, t.File)
	if err != nil {
		return nil, err
	}
	defer unmap(m.opts.Model, t.File)
	if err := startRuntime(library); err != nil {
		return nil, err
	}
	options, err := sessionOptions()
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrNoRuntime, err)
	}
	defer options.Destroy()
	s, err := ort.NewDynamicAdvancedSessionWithONNXData(network, inputs, []string{t.Output}, options)
	if err != nil {
		return nil, fmt.Errorf("%w: %s: %w", ErrNoModel, t.File, err)
	}
	return s, nil
}

// sessionOptions makes a run use its caller's thread only. Pictures are encoded
// in parallel anyway, a sentence takes 5 ms (BenchmarkText), and threads that
// spin while they wait for each other are slow on a busy machine.
func sessionOptions() (*ort.SessionOptions, error) {
	o, err := ort.NewSessionOptions()
	if err != nil {
		return nil, err
	}
	if err := o.SetIntraOpNumThreads(1); err != nil {
		o.Destroy()
		return nil, err
	}
	return o, nil
}

// tokenizer returns the model's tokenizer, reading its vocabulary on first use.
func (m *Model) tokenizer() (*wordPiece, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.broken != nil {
		return nil, m.broken
	}
	if m.words == nil {
		vocab, err := m.spec.read(m.opts.Model, m.spec.Tokenizer.Vocab)
		if err != nil {
			return nil, err
		}
		if m.words, err = newWordPiece(m.spec.Tokenizer, vocab); err != nil {
			return nil, err
		}
	}
	return m.words, nil
}
