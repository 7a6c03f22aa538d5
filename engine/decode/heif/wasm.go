package heif

import (
	"compress/gzip"
	"context"
	_ "embed" // for the decoders
	"errors"
	"io"
	"strings"
	"sync"

	"github.com/tetratelabs/wazero"
	"github.com/tetratelabs/wazero/api"
	"github.com/tetratelabs/wazero/experimental"
	"github.com/tetratelabs/wazero/imports/wasi_snapshot_preview1"
)

// The decoders, packed by gzip; wasm/README.md says where they come from. The Go packages that
// publish them are not used: if the system has libheif, they call it outside the sandbox, and never
// free the memory of a picture. In the sandbox they do not limit memory, free the pixels before
// they return them, and fail for pictures less than 97 pixels wide.

//go:embed wasm/libheif.wasm.gz
var libheifPacked string

//go:embed wasm/libavif.wasm.gz
var libavifPacked string

// maxPages is how many pages of 64 KiB a decoder may take: 2 GiB.
const maxPages = 2 << 30 >> 16

var errDecoder = errors.New("heif: the decoder refuses the picture")

// ctx is the context that wazero requires for every call. It only reaches imported functions, and
// none of them uses it.
var ctx = context.Background()

// library is a decoder. It is compiled when first used, which takes half a second.
type library struct {
	packed  string
	once    sync.Once
	err     error
	runtime wazero.Runtime
	module  wazero.CompiledModule
}

// The two libraries are shared by all pictures.
var (
	libheif = &library{packed: libheifPacked}
	libavif = &library{packed: libavifPacked}
)

func (l *library) compile() error {
	unpacker, err := gzip.NewReader(strings.NewReader(l.packed))
	if err != nil {
		return err
	}
	code, err := io.ReadAll(unpacker)
	if err != nil {
		return err
	}
	// WithCloseOnContextDone would let decoding be interrupted, and take four times as
	// long.
	config := wazero.NewRuntimeConfig().WithMemoryLimitPages(maxPages)
	l.runtime = wazero.NewRuntimeWithConfig(ctx, config)
	if _, err := wasi_snapshot_preview1.Instantiate(ctx, l.runtime); err != nil {
		return err
	}
	l.module, err = l.runtime.CompileModule(ctx, code)
	return err
}

// sandbox is a decoder at work on one picture. After an error its methods do nothing.
type sandbox struct {
	module api.Module
	err    error
}

// prepare compiles the library once.
func (l *library) prepare() error {
	l.once.Do(func() { l.err = l.compile() })
	return l.err
}

// start returns a sandbox with its own memory of about the expected bytes. close must be called.
func (l *library) start(expected int64) (*sandbox, error) {
	if err := l.prepare(); err != nil {
		return nil, err
	}
	// Modules without a name can exist many times at once.
	ctx := experimental.WithMemoryAllocator(ctx, allocator(expected))
	module, err := l.runtime.InstantiateModule(ctx, l.module, wazero.NewModuleConfig().WithName(""))
	if err != nil {
		return nil, err
	}
	return &sandbox{module: module}, nil
}

func (s *sandbox) close() { _ = s.module.Close(ctx) }

// call calls an exported function, and gives its result.
func (s *sandbox) call(name string, args ...uint64) uint64 {
	if s.err != nil {
		return 0
	}
	results, err := s.module.ExportedFunction(name).Call(ctx, args...)
	if err != nil {
		s.err = err
		return 0
	}
	return results[0]
}

// alloc allocates n bytes in the sandbox and returns their address.
func (s *sandbox) alloc(size int) uint64 {
	at := s.call("malloc", uint64(size))
	if at == 0 && s.err == nil {
		s.err = errors.New("heif: the picture takes too much memory")
	}
	return at
}

// write copies data to an address in the sandbox.
func (s *sandbox) write(at uint64, data []byte) {
	if s.err == nil && !s.module.Memory().Write(uint32(at), data) {
		s.err = errDecoder
	}
}

// read returns the bytes at an address, which are still the sandbox's; none after an error.
func (s *sandbox) read(at uint64, size int) []byte {
	if s.err != nil {
		return nil
	}
	b, ok := s.module.Memory().Read(uint32(at), uint32(size))
	if !ok {
		s.err = errDecoder
	}
	return b
}

// word returns the 32 bit number at an address.
func (s *sandbox) word(at uint64) int {
	if s.err != nil {
		return 0
	}
	n, ok := s.module.Memory().ReadUint32Le(uint32(at))
	if !ok {
		s.err = errDecoder
	}
	return int(n)
}
