package store

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"recollect/engine/file"
	"recollect/engine/model"
	"recollect/engine/photo"
)

// put writes a model with one file into a folder.
func put(t *testing.T, dir, content string) {
	t.Helper()
	sum := sha256.Sum256([]byte(content))
	s := model.Spec{Name: "A model", Dim: 4, Files: map[string]model.File{
		"weights.onnx": {Bytes: int64(len(content)), SHA256: hex.EncodeToString(sum[:])},
	}}
	data, err := json.Marshal(s)
	if err != nil {
		t.Fatal(err)
	}
	write(t, filepath.Join(dir, "weights.onnx"), content)
	write(t, filepath.Join(dir, "model.json"), string(data))
}

func write(t *testing.T, path, content string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
}

func states(t *testing.T, s *Store) map[string]photo.ModelState {
	t.Helper()
	all, err := s.List()
	if err != nil {
		t.Fatal(err)
	}
	of := map[string]photo.ModelState{}
	for _, e := range all {
		of[e.ID] = e.State
		if (e.Err != nil) != (e.State == photo.ModelDamaged) || (e.Files != nil) != (e.State == photo.ModelInstalled) {
			t.Errorf("%+v", e)
		}
	}
	return of
}

func TestStates(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "models")
	s := Open(dir)
	if all, err := s.List(); err != nil || len(all) > 0 {
		t.Fatalf("of a folder that is not there: %v, %v", all, err)
	}
	put(t, filepath.Join(dir, "whole"), "weights")
	put(t, filepath.Join(dir, "short"), "weights")
	write(t, filepath.Join(dir, "short", "weights.onnx"), "wei")
	put(t, filepath.Join(dir, "lacking"), "weights")
	if err := os.Remove(filepath.Join(dir, "lacking", "weights.onnx")); err != nil {
		t.Fatal(err)
	}
	write(t, filepath.Join(dir, "nothing", "readme.txt"), "")
	write(t, filepath.Join(dir, "half.part", "weights.onnx.part"), "we")
	write(t, filepath.Join(dir, "whole.part", "weights.onnx"), "a newer version is on its way")
	write(t, filepath.Join(dir, "old.gone", "model.json"), "{}")
	write(t, filepath.Join(dir, "Not an ID", "model.json"), "{}")
	write(t, filepath.Join(dir, "a-file"), "")
	want := map[string]photo.ModelState{
		"whole": photo.ModelInstalled, "short": photo.ModelDamaged, "lacking": photo.ModelDamaged,
		"nothing": photo.ModelDamaged, "half": photo.ModelIncomplete, "a-file": photo.ModelDamaged,
	}
	got := states(t, s)
	for id := range want {
		if got[id] != want[id] {
			t.Errorf("%s is %q, want %q", id, got[id], want[id])
		}
	}
	if len(got) != len(want) {
		t.Errorf("got %v", got)
	}
	if e := s.Find("whole"); e.Spec.Name != "A model" || e.Bytes == 0 {
		t.Errorf("%+v", e)
	}
	if e := s.Find("absent"); !errors.Is(e.Err, fs.ErrNotExist) {
		t.Errorf("%+v", e)
	}
}

func TestFinishAndRemove(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "models")
	s := Open(dir)
	if err := s.Make(); err != nil {
		t.Fatal(err)
	}
	part, err := s.Partial("a")
	if err != nil {
		t.Fatal(err)
	}
	for _, content := range []string{"first", "second"} { // the second replaces the first
		put(t, part, content)
		if err := s.Finish("a"); err != nil {
			t.Fatal(err)
		}
		data, err := fs.ReadFile(s.Find("a").Files, "weights.onnx")
		if err != nil || string(data) != content {
			t.Errorf("%q, %v", data, err)
		}
	}
	put(t, part, "third")
	for range 2 {
		if err := s.Remove("a"); err != nil {
			t.Fatal(err)
		}
	}
	if left, err := os.ReadDir(dir); err != nil || len(left) > 0 {
		t.Errorf("left: %v, %v", left, err)
	}
}

// Nothing outside the folder is read, written or deleted through links.
func TestLinks(t *testing.T) {
	root := t.TempDir()
	dir, outside := filepath.Join(root, "models"), filepath.Join(root, "outside")
	put(t, outside, "precious")
	put(t, filepath.Join(dir, "inner"), "weights")
	link := func(to, at string) {
		t.Helper()
		if err := os.Symlink(to, at); err != nil {
			t.Skip("no links here: ", err)
		}
	}
	link(outside, filepath.Join(dir, "linked"))
	link(outside, filepath.Join(dir, "part.part"))
	if err := os.Remove(filepath.Join(dir, "inner", "weights.onnx")); err != nil {
		t.Fatal(err)
	}
	link(filepath.Join(outside, "weights.onnx"), filepath.Join(dir, "inner", "weights.onnx"))
	s := Open(dir)
	for id, state := range states(t, s) {
		if state != photo.ModelDamaged {
			t.Errorf("%s is %s", id, state)
		}
	}
	for _, id := range []string{"linked", "part", "inner"} {
		if err := s.Remove(id); err != nil {
			t.Errorf("%s: %v", id, err)
		}
	}
	if data, err := os.ReadFile(filepath.Join(outside, "weights.onnx")); string(data) != "precious" {
		t.Errorf("%q, %v", data, err)
	}
	link(outside, filepath.Join(root, "elsewhere"))
	other := Open(filepath.Join(root, "elsewhere"))
	if _, err := other.List(); !errors.As(err, new(*file.Foreign)) {
		t.Error(err)
	}
	if err := other.Remove("a"); !errors.As(err, new(*file.Foreign)) {
		t.Error(err)
	}
	if err := other.Make(); !errors.As(err, new(*file.Foreign)) {
		t.Error(err)
	}
}

func TestNames(t *testing.T) {
	for _, id := range []string{"mini", "siglip2-b16-256", "vit-b-32__openai", "a.b", "0"} {
		if err := CheckID(id); err != nil {
			t.Error(err)
		}
	}
	for _, id := range []string{
		"", ".", "..", "a/b", `a\b`, "../a", "a..b", "A", "é", "-a", ".a", "a.", "a.part", "a.gone", "a.lock",
		"con", "nul.x", "com1", "a b", "a:b", strings.Repeat("a", 65), "a\x00",
	} {
		if err := CheckID(id); !errors.Is(err, ErrName) {
			t.Errorf("%q: %v", id, err)
		}
		if _, err := Open(t.TempDir()).Path(id); !errors.Is(err, ErrName) {
			t.Errorf("%q: %v", id, err)
		}
	}
	for name, want := range map[string]string{
		"ViT-B-32__openai": "vit-b-32__openai", "SigLIP 2 (B/16)": "siglip-2-b-16", "../../etc": "etc",
		"..": "", "日本": "", "con": "", strings.Repeat("x", 100): strings.Repeat("x", 64),
	} {
		if got := ID(name); got != want {
			t.Errorf("%q is %q, want %q", name, got, want)
		}
	}
}

func FuzzID(f *testing.F) {
	f.Add("ViT-B-32__openai")
	f.Add("../a.part")
	f.Fuzz(func(t *testing.T, name string) {
		if id := ID(name); id != "" && CheckID(id) != nil {
			t.Errorf("%q gives %q", name, id)
		}
	})
}
