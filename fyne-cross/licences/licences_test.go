package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"runtime/debug"
	"slices"
	"strings"
	"testing"
)

// The test's own program is linked from modules too: each is listed, with its licence.
func TestModulesAreThoseOfTheProgram(t *testing.T) {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		t.Fatal("Go recorded nothing of this program")
	}
	info.Deps = append(info.Deps, &debug.Module{Path: "github.com/BurntSushi/toml", Version: "v1.6.0"})
	parts, dirOf, err := modules(info)
	if err != nil {
		t.Fatal(err)
	}
	if len(parts) != len(info.Deps)+1 || parts[0].name != "Go's standard library" {
		t.Errorf("%d parts for %d modules and Go", len(parts), len(info.Deps))
	}
	toml := parts[len(parts)-1]
	if toml.purl != "pkg:golang/github.com/BurntSushi/toml@v1.6.0" || !strings.Contains(toml.text, "MIT") {
		t.Errorf("got %+v", toml)
	}
	if dir := dirOf["github.com/BurntSushi/toml"]; !strings.HasSuffix(dir, "!burnt!sushi/toml@v1.6.0") {
		t.Errorf("the module lies in %s", dir)
	}
	info.Deps = []*debug.Module{{Path: "example.org/none", Version: "v1.0.0"}}
	if _, _, err := modules(info); err == nil {
		t.Error("a module without a licence passes")
	}
}

func TestShipped(t *testing.T) {
	t.Chdir("../..")
	_, dirOf, err := modules(&debug.BuildInfo{Deps: []*debug.Module{
		{Path: "fyne.io/fyne/v2", Version: "v2.8.1"},
		{Path: "github.com/go-gl/glfw/v3.4/glfw", Version: "v0.1.0-pre.1.0.20260707082822-2a407d02d01a"},
	}})
	if err != nil {
		t.Fatal(err)
	}
	all, err := embedded(&debug.BuildInfo{Path: "recollect"})
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	notices := filepath.Join(t.TempDir(), "notices")
	for _, name := range []string{notices, filepath.Join(dir, "recollect"), filepath.Join(dir, "libonnxruntime.so")} {
		if err := os.WriteFile(name, []byte("bytes of "+filepath.Base(name)), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	parts, err := shipped(dir, notices, dirOf, all)
	if err != nil {
		t.Fatal(err)
	}
	i := slices.IndexFunc(parts, func(p part) bool { return strings.HasPrefix(p.name, "ONNX Runtime") })
	if i < 0 || len(parts[i].sum) != 64 || !strings.Contains(parts[i].text, "bytes of notices") {
		t.Errorf("ONNX Runtime is not among %d parts with its sum and notices", len(parts))
	}
	for _, p := range parts {
		if p.text == "" {
			t.Errorf("%s has no terms", p.name)
		}
	}
	if fewer, err := shipped(dir, notices, dirOf, nil); err != nil || len(fewer) >= len(parts) {
		t.Errorf("%d parts where nothing is embedded, %d elsewhere, %v", len(fewer), len(parts), err)
	}
	if err := os.WriteFile(filepath.Join(dir, "stranger.so"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := shipped(dir, notices, dirOf, all); err == nil || !strings.Contains(err.Error(), "stranger.so") {
		t.Errorf("a file that nobody explains: %v", err)
	}
}

// A file has a sum; a folder has none, and neither has what is not there.
func TestSumOf(t *testing.T) {
	dir := t.TempDir()
	file := filepath.Join(dir, "DirectML.dll")
	if err := os.WriteFile(file, []byte("abc"), 0o600); err != nil {
		t.Fatal(err)
	}
	for path, want := range map[string]string{
		file: "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
		dir:  "", filepath.Join(dir, "none"): "",
	} {
		if got, err := sumOf(path); err != nil || got != want {
			t.Errorf("%s: got %q, %v", path, got, err)
		}
	}
}

func TestSBOM(t *testing.T) {
	path := filepath.Join(t.TempDir(), "sbom.json")
	parts := []part{{name: "a", version: "1", purl: "pkg:golang/a@1"}, {name: "b", sum: "00"}}
	if err := writeSBOM(path, parts); err != nil {
		t.Fatal(err)
	}
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	var b bom
	if err := json.Unmarshal(data, &b); err != nil {
		t.Fatal(err)
	}
	want := []component{
		{Type: "library", Name: "a", Version: "1", PURL: "pkg:golang/a@1"},
		{Type: "library", Name: "b", Hashes: []hash{{"SHA-256", "00"}}},
	}
	if b.Format != "CycloneDX" || !slices.EqualFunc(b.Components, want, func(a, b component) bool {
		return a.Name == b.Name && a.PURL == b.PURL && slices.Equal(a.Hashes, b.Hashes) && a.Version == b.Version
	}) {
		t.Errorf("got %+v", b)
	}
}
