package clip

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"
	"path/filepath"
	"slices"
	"time"

	"recollect/engine/model"
	"recollect/engine/model/onnx"
	"recollect/engine/model/ort"
	"recollect/engine/model/token"
)

// onCPU makes a network ready to run on the processor.
func onCPU(o ort.Options) (ort.Runner, error) {
	o, err := o.Whole()
	if err != nil {
		return nil, err
	}
	s, err := ort.NewSession(o)
	if err != nil {
		return nil, err
	}
	return s, nil
}

// networkOf returns the network of t, which is created, with run, by its first user.
func (m *Model) networkOf(t model.Tower, inputs []string, run func(ort.Options) (ort.Runner, error)) *network {
	return &network{epoch: time.Now(), create: func() (ort.Runner, error) {
		if m.broken != nil {
			return nil, m.broken
		}
		s, err := m.create(t, inputs, run)
		if err == nil {
			m.provider.Store(s.Provider())
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

func (m *Model) create(
	t model.Tower, inputs []string, run func(ort.Options) (ort.Runner, error),
) (ort.Runner, error) {
	o, err := m.describe(t, inputs)
	if err != nil {
		return nil, err
	}
	defer model.Unmap(m.opts.Model, t.File)
	s, err := run(o)
	if m.size(t.File) > large {
		model.GiveBack() // the library has a copy of its own
	}
	if err != nil && !errors.Is(err, ort.ErrNoRuntime) && !errors.Is(err, model.ErrNoModel) {
		return nil, fmt.Errorf("%w: %s: %w", model.ErrNoModel, t.File, err)
	}
	return s, err
}

// describe returns the network of t without its bytes, which Again reads.
func (m *Model) describe(t model.Tower, inputs []string) (ort.Options, error) {
	library, err := ort.FindLibrary(m.opts.LibraryDirs...)
	if err != nil {
		return ort.Options{}, err
	}
	dir, err := m.weights(t)
	if err != nil {
		return ort.Options{}, err
	}
	o := ort.Options{
		Library: library, Dir: dir, Inputs: inputs, Output: t.Output,
		HalfOutput: t.OutputElement == model.Float16,
		Key:        m.spec.Files[t.File].SHA256, Again: func() ([]byte, error) { return m.network(t) },
	}
	if t.File == m.spec.Vision.File {
		o.Trial = m.sample()
		if m.together(o.Trial.Least) {
			o.Provider.Batch = together
		}
	}
	if placed, ok := m.opts.Model.(model.Placed); ok && len(t.External) == 0 && m.size(t.File) > large {
		o.Outside = func() ([]byte, string, error) {
			network, err := m.outside(t)
			return network, filepath.Join(placed.Dir(), filepath.FromSlash(path.Dir(t.File))), err
		}
	}
	return o, nil
}

// large is the size from which a network is not read into memory, in bytes.
const large = 64 << 20

// together is how many pictures a run of a large network gets on the processor if it cuts them into few patches:
// with ViT-B/32 a picture takes a fifth less time than alone, as the weights are read from memory once for four.
// With ViT-L/14 it takes 7 % more. Networks of lower precision get one picture where they choose their scale by
// all pictures of a run, so that a vector would depend on the others. Networks that end in large matrices for one
// vector, as convolutional ones do, read these once for four as well: recollect-mini takes a sixth less time.
const together = 4

// size returns how many bytes a file of the model has; 0 where that is not known.
func (m *Model) size(name string) int64 {
	st, err := fs.Stat(m.opts.Model, name)
	if err != nil {
		return 0
	}
	return st.Size()
}

// outside returns the network of t with its weights left in its file, which is compared with its checksum.
func (m *Model) outside(t model.Tower) ([]byte, error) {
	if err := m.spec.CheckFile(m.opts.Model, t.File); err != nil {
		return nil, err
	}
	f, err := m.opts.Model.Open(t.File)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", model.ErrNoModel, err)
	}
	defer f.Close()
	at, ok := f.(io.ReaderAt)
	if !ok {
		return m.network(t)
	}
	info, err := onnx.Read(at, m.size(t.File))
	if err != nil {
		return nil, fmt.Errorf("%w: %s: %w", model.ErrNoModel, t.File, err)
	}
	if err := ownWeights(t, info); err != nil {
		return nil, err
	}
	network, err := onnx.Outside(at, m.size(t.File), path.Base(t.File))
	if err != nil {
		return nil, fmt.Errorf("%w: %s: %w", model.ErrNoModel, t.File, err)
	}
	return onnx.GatherFirst(network), nil
}

// network reads the network of t.
func (m *Model) network(t model.Tower) ([]byte, error) {
	network, err := m.spec.ReadFile(m.opts.Model, t.File)
	if err != nil {
		return nil, err
	}
	if err := checkWeights(t, network); err != nil {
		return nil, err
	}
	network = onnx.GatherFirst(network)
	model.Unmap(m.opts.Model, t.File) // most often that was a copy
	return network, nil
}

// checkWeights refuses a network that refers to other files for its weights than those that model.json
// lists, wherever they are: only these were compared with their checksums.
func checkWeights(t model.Tower, network []byte) error {
	info, err := onnx.Read(bytes.NewReader(network), int64(len(network)))
	if err != nil {
		return fmt.Errorf("%w: %s: %w", model.ErrNoModel, t.File, err)
	}
	return ownWeights(t, info)
}

// ownWeights is checkWeights for a network that was read.
func ownWeights(t model.Tower, info *onnx.Info) error {
	for _, e := range info.External {
		if !slices.Contains(t.External, path.Join(path.Dir(t.File), e.Location)) {
			return fmt.Errorf("%w: %s: its weights are in %q, which model.json does not list", model.ErrNoModel, t.File,
				e.Location)
		}
	}
	return nil
}

// weights returns the folder of the files that a network refers to, after comparing them with
// their checksums; empty if there are none.
func (m *Model) weights(t model.Tower) (string, error) {
	if len(t.External) == 0 {
		return "", nil
	}
	placed, ok := m.opts.Model.(model.Placed)
	if !ok {
		return "", fmt.Errorf("%w: %s: its weights are in other files, but it lies in no folder",
			model.ErrNoModel, t.File)
	}
	for _, name := range t.External {
		if err := m.spec.CheckFile(m.opts.Model, name); err != nil {
			return "", err
		}
	}
	return filepath.Join(placed.Dir(), filepath.FromSlash(path.Dir(t.File))), nil
}

// Words returns the whole words of the model's vocabulary, the most frequent first. They are nil
// if the vocabulary cannot be read.
func (m *Model) Words() []string {
	words, err := m.tokenizer()
	if err != nil {
		return nil
	}
	return words.Words()
}

// tokenizer returns the model's tokenizer, reading its vocabulary on first use.
func (m *Model) tokenizer() (token.Tokenizer, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.broken != nil {
		return nil, m.broken
	}
	if m.words == nil {
		words, err := token.New(m.spec.Tokenizer, func(name string) ([]byte, error) {
			return m.spec.ReadFile(m.opts.Model, name)
		})
		if err != nil {
			return nil, err
		}
		m.words = words
	}
	return m.words, nil
}
