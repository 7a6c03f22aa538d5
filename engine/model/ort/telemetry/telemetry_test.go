package telemetry

import (
	"bytes"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/iotest"
)

func TestFind(t *testing.T) {
	noise := strings.Repeat("\x7fELF onnxruntime::Telemetry DisableTelemetryEvents ", 50_000) // two chunks and more
	const chunk = 1 << 20
	cases := []struct {
		name, content string
		want          []string
	}{
		{"an empty file", "", nil},
		{"names of the programming interface alone", noise, nil},
		{
			"the collector", noise + "https://mobile.events.data.microsoft.com/OneCollector/1.0",
			[]string{"events.data.microsoft.com", "OneCollector"},
		},
		{"the switch", Switch + noise, []string{Switch}},
		{"the folder", "Microsoft/DeveloperTools/.onnxruntime", []string{"DeveloperTools/.onnxruntime"}},
		{"the switch in wide characters", noise + string(wide(Switch)), []string{Switch}},
		{"ends with the first chunk", noise[:chunk-len(Switch)] + Switch + noise, []string{Switch}},
		{"begins at the end of the first chunk", noise[:chunk-1] + Switch + noise, []string{Switch}},
		{
			"lies across two chunks in wide characters", noise[:chunk-20] + string(wide(Switch)) + noise,
			[]string{Switch},
		},
		{"a part of it", Switch[:len(Switch)-1], nil},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "library")
			if err := os.WriteFile(path, []byte(c.content), 0o600); err != nil {
				t.Fatal(err)
			}
			if got, err := FindIn(path); err != nil || !slices.Equal(got, c.want) {
				t.Errorf("want %q, got %q, %v", c.want, got, err)
			}
		})
	}
}

func TestFindTellsWhatCannotBeRead(t *testing.T) {
	broken := errors.New("broken")
	if _, err := Find(iotest.ErrReader(broken)); !errors.Is(err, broken) {
		t.Errorf("want %v, got %v", broken, err)
	}
	if _, err := FindIn(filepath.Join(t.TempDir(), "missing")); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("want %v, got %v", os.ErrNotExist, err)
	}
}

// The switch is in this process's environment and in that of a child, whatever it was before.
func TestDisable(t *testing.T) {
	for _, before := range []string{"", "0", "1"} {
		t.Setenv(Switch, before)
		if err := Disable(); err != nil {
			t.Fatal(err)
		}
		if got := os.Getenv(Switch); got != "1" {
			t.Errorf("after %q: want 1, got %q", before, got)
		}
		if env := exec.Command("child").Environ(); !slices.Contains(env, Switch+"=1") {
			t.Errorf("after %q: the child's environment lacks it: %q", before, env)
		}
	}
}

func BenchmarkFind(b *testing.B) {
	data := make([]byte, 24<<20)
	b.SetBytes(int64(len(data)))
	for b.Loop() {
		if _, err := Find(bytes.NewReader(data)); err != nil {
			b.Fatal(err)
		}
	}
}
