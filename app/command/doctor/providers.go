package doctor

import (
	"context"
	"strings"

	"recollect/app/command/cli"
	"recollect/app/plain"
	"recollect/engine/model/accelerator"
	"recollect/engine/model/clip"
	"recollect/engine/model/ort/probe"
	"recollect/engine/model/ort/provider"
)

// Provider is one line of the table of execution providers.
type Provider struct {
	Provider  string     `json:"provider"`
	Device    int        `json:"device"`
	State     string     `json:"state"` // fit, slow, wrong, failed, aborted, hung or missing
	InUse     bool       `json:"in_use"`
	PerSecond float64    `json:"images_per_second,omitempty"`
	BatchMS   float64    `json:"batch_ms,omitempty"`
	Batch     int        `json:"batch,omitempty"`
	Cosine    float64    `json:"cosine,omitempty"`
	Peak      int64      `json:"peak_rss_bytes,omitempty"` // of its process
	Runtime   string     `json:"runtime"`                  // path of ONNX Runtime's library
	Version   string     `json:"version,omitempty"`
	Plugin    string     `json:"plugin,omitempty"`
	Isolated  bool       `json:"isolated"` // has ended a process, or hung
	Why       plain.Text `json:"why,omitempty"`
	Next      plain.Text `json:"next,omitempty"`
}

// Providers tries the execution providers of this computer with the model called name and prints
// what was found. again has what was found before forgotten.
func Providers(ctx context.Context, c *cli.Call, name string, again bool) error {
	files, err := c.ModelFiles(name)
	if err != nil {
		return err
	}
	m := clip.Open(clip.Options{Model: files, LibraryDirs: c.RuntimeDirs})
	defer m.Close()
	net, err := m.Pictures()
	if err != nil {
		return err
	}
	a := accelerator.New(accelerator.Options{
		Library: c.ExistingLibrary(), Program: c.Worker, RuntimeDirs: c.RuntimeDirs,
	})
	all, err := a.Try(ctx, net, again, nil)
	if err != nil {
		return err
	}
	for _, p := range table(all) {
		if err := c.Print(p, p.Text()); err != nil {
			return err
		}
	}
	return nil
}

// table makes a table of verdicts: what runs first, then what does not, and of what is missing
// one line a provider.
func table(all []probe.Verdict) []Provider {
	best, _ := probe.Best(all)
	tried := map[provider.Name]bool{}
	for _, v := range all {
		if v.State != probe.Missing || noDirectX(v) {
			tried[v.Choice.Name] = true
		}
	}
	var lines, missing []Provider
	for _, v := range all {
		line := lineOf(v)
		line.InUse = v.State == probe.Fit && v.Choice == best.Choice
		switch {
		case v.State != probe.Missing || noDirectX(v):
			lines = append(lines, line)
		case v.Choice.Plugin != "", !tried[v.Choice.Name]:
			tried[v.Choice.Name] = true
			missing = append(missing, line)
		}
	}
	return append(lines, missing...)
}

func lineOf(v probe.Verdict) Provider {
	p := Provider{
		Provider: string(v.Choice.Name), Device: v.Choice.Device, State: string(v.State),
		PerSecond: v.Speed.PerSecond, BatchMS: float64(v.Speed.OneBatch.Microseconds()) / 1000, Batch: v.Speed.Batch,
		Cosine: v.Cosine, Peak: v.Peak, Runtime: v.Choice.Runtime, Version: v.Version, Plugin: v.Choice.Plugin,
		Isolated: v.Abort, Why: plain.Prose(strings.TrimSpace(v.Why)),
	}
	if noDirectX(v) {
		p.Why = "its library can be loaded, but finds no device with DirectX 12"
		return p
	}
	if v.State == probe.Missing && v.Choice.Plugin == "" {
		p.Why, p.Next = "the ONNX Runtime at hand does not have it, or it finds no device", howToGet(v.Choice.Name)
	}
	return p
}

// noDirectX reports whether a library has DirectML, and DXGI finds no device for it: DXGI_ERROR_NOT_FOUND or
// DXGI_ERROR_UNSUPPORTED.
func noDirectX(v probe.Verdict) bool {
	return v.Choice.Name == provider.DirectML && v.State == probe.Missing &&
		(strings.Contains(v.Why, "887A0002") || strings.Contains(v.Why, "887A0004"))
}

// howToGet says where the libraries of a provider come from.
func howToGet(name provider.Name) plain.Text {
	how := map[provider.Name]string{
		provider.TensorRT: "NVIDIA's TensorRT 10, and the libraries for CUDA.",
		provider.CUDA: "The ONNX Runtime for GPUs of version 1.26 or newer (libonnxruntime and " +
			"libonnxruntime_providers_cuda), CUDA 13 and cuDNN 9; for cards before Turing cuDNN 9.10.",
		provider.OpenVINO: "OpenVINO's plug-in for ONNX Runtime (onnxruntime-ep-openvino), with all its libraries.",
		provider.MIGraphX: "AMD's ROCm with MIGraphX, and an ONNX Runtime of 1.26 or newer that was built for it.",
		provider.WebGPU:   "The WebGPU plug-in for ONNX Runtime (onnxruntime-ep-webgpu).",
		provider.XNNPACK:  "An ONNX Runtime that was built with XNNPACK. On a PC it is rarely faster.",
		provider.DirectML: "The ONNX Runtime for Windows that comes with Recollect, with DirectML.dll beside it.",
		provider.CoreML:   "The ONNX Runtime for macOS that comes with Recollect.",
	}[name]
	return plain.Prose(how + " Put them in a folder below the folder accelerators of the library, " +
		"or name their folder in " + provider.Variable + ".")
}

// Text returns p as it is printed.
func (p Provider) Text() plain.Text {
	mark := " "
	if p.InUse {
		mark = "*"
	}
	text := plain.Format("%s %-9s %-8s", mark, p.Provider, p.State)
	if p.PerSecond > 0 {
		text += plain.Format(" %8.1f images/s, %.1f ms a batch of %d, cosine %.4f, %d MB, ONNX Runtime %s",
			p.PerSecond, p.BatchMS, p.Batch, p.Cosine, p.Peak>>20, p.Version)
	}
	if p.Isolated {
		text += "\n            has ended its process, or hung: it runs in a process of its own"
	}
	for _, line := range []plain.Text{p.Why, p.Next} {
		if line != "" {
			text += "\n            " + line
		}
	}
	return text
}
