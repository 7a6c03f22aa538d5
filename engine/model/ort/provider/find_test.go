package provider_test

import (
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"

	"recollect/engine/model/ort/provider"
)

func TestRanked(t *testing.T) {
	var names []provider.Name
	for _, k := range provider.Ranked() {
		names = append(names, k.Name)
		if got, ok := provider.Of(string(k.Name)); !ok || got.Name != k.Name {
			t.Errorf("%s is not found by its name", k.Name)
		}
	}
	want := []provider.Name{
		"TensorRT", "CUDA", "CoreML", "DirectML", "OpenVINO", "MIGraphX", "WebGPU", "XNNPACK", "CPU",
	}
	if !slices.Equal(names, want) {
		t.Errorf("got %q", names)
	}
	if provider.Rank("CUDA") > provider.Rank("CPU") || provider.Rank("CPU") > provider.Rank("unknown") {
		t.Error("the ranks are not in order")
	}
}

// The setting comes before the environment, that before the library's add-ons, then the program's
// folder with its add-ons, then the system.
func TestFind(t *testing.T) {
	if runtime.GOOS != "linux" {
		t.Skip("the names of libraries are Linux's")
	}
	root := t.TempDir()
	put := func(path ...string) {
		t.Helper()
		file := filepath.Join(append([]string{root}, path...)...)
		if err := os.MkdirAll(filepath.Dir(file), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, nil, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	put("setting", "libonnxruntime.so")
	put("env", "libonnxruntime_ep_webgpu.so")
	put("library", "accelerators", "cuda", "libonnxruntime.so.1.28.0")
	put("library", "accelerators", "cuda", "libonnxruntime_providers_cuda.so")
	put("library", "accelerators", "cuda", "libonnxruntime_providers_shared.so")
	put("elsewhere", "libonnxruntime_providers_openvino_plugin.so")
	put("library", "accelerators", "empty", "note.txt")
	put("program", "libonnxruntime.so")
	put("system", "libonnxruntime.so.1.19.2")
	link := filepath.Join(root, "library", "accelerators", "linked")
	if err := os.Symlink(filepath.Join(root, "elsewhere"), link); err != nil {
		t.Fatal(err)
	}
	found := provider.Find(provider.Places{
		Env: strings.Join([]string{
			filepath.Join(root, "setting"), filepath.Join(root, "env"), filepath.Join(root, "not there"),
		}, string(filepath.ListSeparator)),
		Library: filepath.Join(root, "library"), Program: []string{filepath.Join(root, "program")},
		System: []string{filepath.Join(root, "system"), filepath.Join(root, "setting")},
	}, "libonnxruntime.so")
	type line struct {
		dir, runtime string
		plugins      []provider.Name
	}
	want := []line{
		{"setting", "libonnxruntime.so", nil},
		{"env", "", []provider.Name{"WebGPU"}},
		{"library/accelerators/cuda", "libonnxruntime.so.1.28.0", []provider.Name{"CUDA"}},
		{"elsewhere", "", []provider.Name{"OpenVINO"}},
		{"program", "libonnxruntime.so", nil},
		{"system", "libonnxruntime.so.1.19.2", nil},
	}
	if len(found) != len(want) {
		t.Fatalf("found %+v", found)
	}
	for i, f := range found {
		w := want[i]
		if w.runtime != "" {
			w.runtime = filepath.Join(root, w.dir, w.runtime)
		}
		var plugins []provider.Name
		for name := range f.Plugins {
			plugins = append(plugins, name)
		}
		if f.Dir != filepath.Join(root, w.dir) || f.Runtime != w.runtime || !slices.Equal(plugins, w.plugins) {
			t.Errorf("%d: got %+v, want %+v", i, f, w)
		}
	}
}
