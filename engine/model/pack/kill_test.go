package pack

import (
	"context"
	"errors"
	"io/fs"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"recollect/engine/model"
)

// killed is set for the process that imports until it is killed: the pack and the place.
const killed = "RECOLLECT_TEST_IMPORT"

func TestMain(m *testing.M) {
	if from := os.Getenv(killed); from != "" {
		if _, err := importTo(context.Background(), from, os.Getenv(killed+"_TO"), Options{}); err != nil {
			os.Exit(1)
		}
		os.Exit(0)
	}
	os.Exit(m.Run())
}

// Whenever an import is killed, there is no model, or a whole one; and a later import ends well.
func TestKilled(t *testing.T) {
	n := seeing()
	n.pad = 24 << 20
	from := hf(t).with(files{"onnx/vision_model.onnx": n.bytes()}).folder(t, "a")
	dir := t.TempDir()
	to := filepath.Join(dir, "new")
	took := untilKilled(t, from, to, time.Minute)
	whole, half := 0, 0
	for range 20 {
		if err := os.RemoveAll(to); err != nil {
			t.Fatal(err)
		}
		untilKilled(t, from, to, time.Duration(rand.Int64N(int64(took*5/4))))
		if _, err := os.Lstat(to + ".part"); err == nil {
			half++
		}
		if _, err := os.Lstat(to); errors.Is(err, fs.ErrNotExist) {
			continue
		}
		whole++
		check(t, to)
	}
	t.Logf("of 20 imports that were killed within %v, %d were complete, %d half-finished", took, whole, half)
	if err := os.RemoveAll(to); err != nil {
		t.Fatal(err)
	}
	if _, err := importTo(t.Context(), from, to, Options{}); err != nil {
		t.Fatal(err)
	}
	check(t, to)
	onlyThe(t, dir, "new")
}

// untilKilled runs an import in a process that is killed after a time, and returns how long it ran.
func untilKilled(t *testing.T, from, to string, after time.Duration) time.Duration {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), after)
	defer cancel()
	cmd := exec.CommandContext(ctx, os.Args[0])
	cmd.Env = append(os.Environ(), killed+"="+from, killed+"_TO="+to)
	began := time.Now()
	if err := cmd.Run(); err != nil && ctx.Err() == nil {
		t.Fatal(err)
	}
	return time.Since(began)
}

func check(t *testing.T, dir string) {
	t.Helper()
	s, err := model.Read(os.DirFS(dir))
	if err != nil {
		t.Fatal(err)
	}
	if len(s.Files) != 4 {
		t.Errorf("there are %d files", len(s.Files))
	}
	for name := range s.Files {
		if _, err := s.ReadFile(os.DirFS(dir), name); err != nil {
			t.Error(err)
		}
	}
}
