package ort

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"

	onnx "github.com/yalue/onnxruntime_go"

	"recollect/engine/model/ort/provider"
)

// ErrProvider means that the library has no such provider, or that it finds no device.
var ErrProvider = errors.New("the execution provider cannot be used")

// accelerate has a session run on the provider of o. What the provider cannot compute, the
// processor does.
func accelerate(options *onnx.SessionOptions, o Options) error {
	c := o.Provider
	if c.OnCPU() {
		return nil
	}
	cache, err := cacheOf(c, o.Network)
	if err != nil {
		return err
	}
	if c.Plugin != "" {
		return appendPlugin(options, o, cache)
	}
	switch c.Name {
	case provider.CUDA:
		return appendCUDA(options, o)
	case provider.TensorRT:
		return appendTensorRT(options, o, cache)
	case provider.CoreML:
		return options.AppendExecutionProviderCoreMLV2(coreMLOptions(c, cache))
	case provider.DirectML:
		return appendDirectML(options, c)
	case provider.OpenVINO:
		return options.AppendExecutionProviderOpenVINO(pluginOptions(o, cache))
	case provider.XNNPACK:
		return options.AppendExecutionProvider("XNNPACK",
			map[string]string{"intra_op_num_threads": strconv.Itoa(max(o.Threads, 1))})
	case provider.WebGPU:
		return options.AppendExecutionProvider("WebGPU", nil)
	default:
		return options.AppendExecutionProvider(string(c.Name), nil)
	}
}

// cacheOf makes the folder in which c keeps what it compiles of network. Each network has its own:
// CoreML distinguishes networks that come from memory by the names of their tensors alone.
func cacheOf(c provider.Choice, network []byte) (string, error) {
	if c.Cache == "" {
		return "", nil
	}
	sum := sha256.Sum256(network)
	dir := filepath.Join(c.Cache, strings.ToLower(string(c.Name)), hex.EncodeToString(sum[:8]))
	return dir, os.MkdirAll(dir, 0o700)
}

// coreMLOptions are documented at ONNX Runtime's CoreML provider.
func coreMLOptions(c provider.Choice, cache string) map[string]string {
	m := map[string]string{"ModelFormat": "MLProgram", "MLComputeUnits": "ALL", "RequireStaticInputShapes": "1"}
	if c.Simple { // SigLIP's B/16 fails as an MLProgram
		m["ModelFormat"] = "NeuralNetwork"
	}
	if cache != "" {
		m["ModelCacheDirectory"] = cache
	}
	return m
}

// cudaOptions keep the arena from doubling with each growth, and within a limit: a photo program
// shares the device with the desktop. What a batch needs beyond the limit is an error, after which
// batches are made smaller.
func cudaOptions(o Options) map[string]string {
	const activations = 3 << 30 // of 64 pictures of 336 x 336 in ViT-L/14, and some
	m := map[string]string{
		"device_id": strconv.Itoa(o.Provider.Device), "arena_extend_strategy": "kSameAsRequested",
		"cudnn_conv_algo_search": "HEURISTIC",
	}
	if o.Dir == "" { // else the size of the weights is not known
		m["gpu_mem_limit"] = strconv.Itoa(2*len(o.Network) + activations)
	}
	return m
}

func appendCUDA(options *onnx.SessionOptions, o Options) error {
	cuda, err := onnx.NewCUDAProviderOptions()
	if err != nil {
		return err
	}
	defer cuda.Destroy()
	if err := cuda.Update(cudaOptions(o)); err != nil {
		return err
	}
	return options.AppendExecutionProviderCUDA(cuda)
}

// appendTensorRT adds CUDA behind TensorRT, for what TensorRT does not compute. Its engines take
// minutes to build: with a folder they are cached.
func appendTensorRT(options *onnx.SessionOptions, o Options, cache string) error {
	trt, err := onnx.NewTensorRTProviderOptions()
	if err != nil {
		return err
	}
	defer trt.Destroy()
	m := map[string]string{"device_id": strconv.Itoa(o.Provider.Device)}
	if cache != "" {
		m["trt_engine_cache_enable"], m["trt_engine_cache_path"] = "1", cache
	}
	if err := trt.Update(m); err != nil {
		return err
	}
	if err := options.AppendExecutionProviderTensorRT(trt); err != nil {
		return err
	}
	return appendCUDA(options, o)
}

// appendDirectML sets what DirectML asks for: neither memory patterns nor parallel execution.
func appendDirectML(options *onnx.SessionOptions, c provider.Choice) error {
	if err := options.SetMemPattern(false); err != nil {
		return err
	}
	if err := options.SetExecutionMode(onnx.ExecutionModeSequential); err != nil {
		return err
	}
	return options.AppendExecutionProviderDirectML(c.Device)
}

// plugins guards which libraries of providers are registered, by their path.
var plugins struct {
	sync.Mutex
	registered map[string]bool
}

// register has the runtime load the provider's library at path, once.
func register(path string) error {
	plugins.Lock()
	defer plugins.Unlock()
	if plugins.registered[path] {
		return nil
	}
	if err := onnx.RegisterExecutionProviderLibrary(path, path); err != nil {
		return err
	}
	if plugins.registered == nil {
		plugins.registered = map[string]bool{}
	}
	plugins.registered[path] = true
	return nil
}

// devices are those that the library of c offers.
func devices(c provider.Choice) ([]onnx.EpDevice, error) {
	kind, ok := provider.Of(string(c.Name))
	if !ok {
		return nil, fmt.Errorf("%q is unknown", c.Name)
	}
	all, err := onnx.GetEpDevices()
	if err != nil {
		return nil, err
	}
	var ours []onnx.EpDevice
	for _, d := range all {
		if name, _, _ := strings.Cut(d.EpName(), "ExecutionProvider"); strings.EqualFold(name, kind.EP) {
			ours = append(ours, d)
		}
	}
	return ours, nil
}

func appendPlugin(options *onnx.SessionOptions, o Options, cache string) error {
	c := o.Provider
	if err := register(c.Plugin); err != nil {
		return err
	}
	found, err := devices(c)
	if err != nil {
		return err
	}
	if c.Device < 0 || c.Device >= len(found) {
		return fmt.Errorf("%s offers %d devices, not one of number %d", c.Plugin, len(found), c.Device)
	}
	return options.AppendExecutionProviderV2(found[c.Device:c.Device+1], pluginOptions(o, cache))
}

// openVINOOptions keep OpenVINO from computing with fewer bits than the network has, bfloat16 or
// float16, which it prefers: with float16 some photos' numbers were infinite.
func openVINOOptions(c provider.Choice, cache string) map[string]string {
	m := map[string]string{}
	if c.Plugin == "" {
		m["precision"] = "FP32"
	} else {
		const full = `{"INFERENCE_PRECISION_HINT": "f32"}`
		m["load_config"] = `{"CPU": ` + full + `, "GPU": ` + full + `}`
	}
	if cache != "" {
		m["cache_dir"] = cache
	}
	return m
}

// pluginOptions are the options of a provider that takes them as a list of names and values.
func pluginOptions(o Options, cache string) map[string]string {
	switch o.Provider.Name {
	case provider.CUDA:
		return cudaOptions(o)
	case provider.OpenVINO:
		return openVINOOptions(o.Provider, cache)
	}
	return nil
}

// Devices loads the libraries of c and returns how many devices its provider offers: 1 for a
// provider that is built in and can be added to a session, which need not mean that it works. A
// child process calls it: a library can end the process.
func Devices(c provider.Choice) (int, error) {
	if err := startRuntime(c.Runtime); err != nil {
		return 0, err
	}
	if c.OnCPU() {
		return 1, nil
	}
	if c.Plugin != "" {
		if err := register(c.Plugin); err != nil {
			return 0, fmt.Errorf("%w: %w", ErrProvider, err)
		}
		found, err := devices(c)
		if err == nil && len(found) == 0 {
			err = fmt.Errorf("%w: %s finds no device", ErrProvider, c.Plugin)
		}
		return len(found), err
	}
	options, err := onnx.NewSessionOptions()
	if err != nil {
		return 0, err
	}
	defer options.Destroy()
	if err := accelerate(options, Options{Provider: c}); err != nil {
		return 0, fmt.Errorf("%w: %w", ErrProvider, err)
	}
	return 1, nil
}
