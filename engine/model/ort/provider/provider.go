// Package provider describes the execution providers of ONNX Runtime: their ranking, the systems
// they are for, the libraries that hold them, and where on this computer such libraries are.
//
// It loads nothing: whether a provider works, package probe finds out.
package provider

import (
	"path/filepath"
	"runtime"
	"slices"
	"strings"
)

// Name is what a provider is called, as people know it.
type Name string

// The providers that are known.
const (
	TensorRT Name = "TensorRT"
	CUDA     Name = "CUDA"
	CoreML   Name = "CoreML"
	DirectML Name = "DirectML"
	OpenVINO Name = "OpenVINO"
	MIGraphX Name = "MIGraphX"
	WebGPU   Name = "WebGPU"
	XNNPACK  Name = "XNNPACK"
	CPU      Name = "CPU"
)

// Choice is a provider with all that a session on it needs. The zero Choice is the processor,
// with the library that the program ships.
type Choice struct {
	Name Name `json:"name"`
	// Runtime is the path of ONNX Runtime's library.
	Runtime string `json:"runtime,omitempty"`
	// Plugin is the path of the provider's own library; it is empty where Runtime holds the provider.
	Plugin string `json:"plugin,omitempty"`
	// Device counts the provider's devices from 0.
	Device int `json:"device,omitempty"`
	// Simple asks CoreML for a NeuralNetwork in place of an MLProgram.
	Simple bool `json:"simple,omitempty"`
	// Batch is how many pictures a run is best given; 0 means 1.
	Batch int `json:"batch,omitempty"`
	// Cache is a folder for what a provider compiles; empty: nothing is cached.
	Cache string `json:"-"`
}

// OnCPU reports whether c is the processor.
func (c Choice) OnCPU() bool { return c.Name == "" || c.Name == CPU }

// Dirs are the folders of the choice's own libraries, which may need others that lie beside them.
func (c Choice) Dirs() (dirs []string) {
	for _, path := range []string{c.Plugin, c.Runtime} {
		if path != "" && !slices.Contains(dirs, filepath.Dir(path)) {
			dirs = append(dirs, filepath.Dir(path))
		}
	}
	return dirs
}

// Static reports whether the provider needs graphs whose shapes are all fixed. CoreML ends the
// process on an MLProgram with a dynamic batch, and is eight times as fast with a static one.
func (c Choice) Static() bool { return c.Name == CoreML }

// Kind is what is known of a provider.
type Kind struct {
	Name Name
	// EP is what ONNX Runtime calls it, without the ending ExecutionProvider.
	EP string
	// Systems are the values of GOOS that it exists for; none: all.
	Systems []string
	// Plugins are patterns for the names of libraries that hold it, as path.Match has them, lower
	// case, without the prefix lib and without the ending.
	Plugins []string
}

// For reports whether the provider exists for a system, a value of GOOS.
func (k Kind) For(system string) bool {
	return len(k.Systems) == 0 || slices.Contains(k.Systems, system)
}

// Ranked returns all providers, the one that is likely to be fastest first. The measurement
// decides; the rank decides what is measured first, and between equals.
func Ranked() []Kind {
	pc := []string{"linux", "windows"}
	return []Kind{
		{TensorRT, "Tensorrt", pc, nil}, // its library is found beside CUDA's by the runtime itself
		{CUDA, "CUDA", pc, []string{"onnxruntime_providers_cuda", "onnxruntime_ep_cuda"}},
		{CoreML, "CoreML", []string{"darwin"}, nil},
		{DirectML, "Dml", []string{"windows"}, nil},
		{OpenVINO, "OpenVINO", pc, []string{"onnxruntime_providers_openvino*", "onnxruntime_ep_openvino*"}},
		{MIGraphX, "MIGraphX", pc, []string{"onnxruntime_providers_migraphx", "onnxruntime_ep_migraphx"}},
		{WebGPU, "WebGpu", nil, []string{"onnxruntime_providers_webgpu", "onnxruntime_ep_webgpu"}},
		{XNNPACK, "Xnnpack", nil, nil},
		{CPU, "CPU", nil, nil},
	}
}

// Of returns what is known of the provider called name, in letters of either case.
func Of(name string) (Kind, bool) {
	kinds := Ranked()
	i := slices.IndexFunc(kinds, func(k Kind) bool { return strings.EqualFold(string(k.Name), name) })
	if i < 0 {
		return Kind{}, false
	}
	return kinds[i], true
}

// Rank returns the place of a provider in Ranked, and a place behind all for one that is unknown.
func Rank(name Name) int {
	kinds := Ranked()
	if i := slices.IndexFunc(kinds, func(k Kind) bool { return k.Name == name }); i >= 0 {
		return i
	}
	return len(kinds)
}

// pluginOf returns the provider that the library called file is a plug-in for.
func pluginOf(file string) (Kind, bool) {
	base := strings.ToLower(strings.TrimPrefix(file, "lib"))
	ending := map[string]string{"windows": ".dll", "darwin": ".dylib"}[runtime.GOOS]
	if ending == "" {
		ending = ".so"
	}
	base, ok := strings.CutSuffix(base, ending)
	if !ok {
		return Kind{}, false
	}
	for _, k := range Ranked() {
		for _, pattern := range k.Plugins {
			if match, _ := filepath.Match(pattern, base); match && k.For(runtime.GOOS) {
				return k, true
			}
		}
	}
	return Kind{}, false
}
