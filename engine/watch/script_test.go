package watch

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"recollect/engine/photo"
)

// patience is how long a test waits for what must come.
const patience = time.Minute

// soak reports whether RECOLLECT_SOAK asks for the tests at full length.
func soak() bool { return os.Getenv("RECOLLECT_SOAK") != "" }

// quick makes a Watcher that does not keep tests waiting. It waits long enough for what a test does at a time, also
// where a busy machine keeps the test from going on, to come in one look.
func quick() Options {
	return Options{
		Debounce:  150 * time.Millisecond,
		MaxWait:   500 * time.Millisecond,
		PollEvery: 50 * time.Millisecond,
		// Nothing but events and polls shall be what tests see, unless they ask for it.
		RereadEvery:    time.Hour,
		ReconcileEvery: time.Hour,
		Skip:           func(dir string) bool { return filepath.Base(dir) == "out" },
		Marker:         ".nomedia",
	}
}

// start runs a new Watcher until the test ends, and then waits for its end.
func start(t *testing.T, o Options) *Watcher {
	t.Helper()
	w := New(o)
	if o.PollEvery > 0 {
		w.polls.idle = 1 // a round that a busy machine holds up makes none wait as long as tests do
	}
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan struct{})
	go func() {
		defer close(done)
		w.Run(ctx)
	}()
	t.Cleanup(func() {
		cancel()
		<-done
	})
	return w
}

// await receives dirty folders until ok.
func await(t *testing.T, w *Watcher, want string, ok func(Dirty) bool) {
	t.Helper()
	deadline := time.After(patience)
	var seen []Dirty
	for {
		select {
		case dirty := <-w.Dirty():
			if ok(dirty) {
				return
			}
			seen = append(seen, dirty)
		case <-deadline:
			t.Fatalf("want a look at %s, got %+v", want, seen)
		}
	}
}

// dirs are the outermost folders that look names.
func dirs(dirty Dirty) []string { return photo.Outermost(slices.Concat(dirty.Deep, dirty.Shallow)) }

func covers(dirty Dirty, path string) bool {
	return slices.ContainsFunc(dirs(dirty), func(dir string) bool { return photo.Within(path, dir) })
}

func TestScripts(t *testing.T) {
	files, err := filepath.Glob("../../testdata/watch/*.txt")
	if err != nil || len(files) == 0 {
		t.Fatalf("no scripts: %v", err)
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txt"), func(t *testing.T) {
			t.Parallel() // they wait most of the time
			text, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			root := filepath.Join(t.TempDir(), "root")
			s := stage{root: root, steps: map[string]func([]string) error{}}
			s.setUp()
			for n, line := range strings.Split(string(text), "\n") {
				s.play(t, n+1, line)
			}
		})
	}
}

// stage is where a script is played; testdata/watch/README.md tells the steps.
type stage struct {
	root    string
	w       *Watcher
	steps   map[string]func(paths []string) error
	written int
}

func (s *stage) setUp() {
	s.steps["mkdir"] = func(p []string) error { return os.MkdirAll(p[0], 0o777) }
	s.steps["rm"] = func(p []string) error { return os.RemoveAll(p[0]) }
	s.steps["mv"] = func(p []string) error { return os.Rename(p[0], p[1]) }
	s.steps["chmod"] = func(p []string) error { return os.Chmod(p[0], 0o700) }
	s.steps["write"] = func(p []string) error {
		s.written++
		return os.WriteFile(p[0], fmt.Appendf(nil, "content %d", s.written), 0o666)
	}
}

func (s *stage) play(t *testing.T, n int, line string) {
	t.Helper()
	words := strings.Fields(line)
	if len(words) == 0 || strings.HasPrefix(words[0], "#") {
		return
	}
	switch words[0] {
	case "watch":
		if err := os.MkdirAll(s.root, 0o777); err != nil {
			t.Fatal(err)
		}
		s.w = start(t, quick())
		s.w.Add(s.root)
		s.want(t, line, "look", []string{s.root})
	case "want":
		s.want(t, fmt.Sprintf("line %d: %s", n, line), words[1], s.paths(words[2:]))
	default:
		if err := s.steps[words[0]](s.paths(words[1:])); err != nil {
			t.Fatalf("line %d: %s: %v", n, line, err)
		}
	}
}

func (s *stage) paths(names []string) []string {
	var paths []string
	for _, name := range names {
		paths = append(paths, filepath.Join(s.root, name))
	}
	return paths
}

func (s *stage) want(t *testing.T, line, how string, paths []string) {
	t.Helper()
	await(t, s.w, line, func(dirty Dirty) bool {
		for _, dir := range dirs(dirty) {
			if !photo.Within(dir, s.root) || strings.Contains(dir[len(s.root):], "/out") {
				t.Errorf("%s: look at %s, which is left out", line, dir)
			}
		}
		switch how {
		case "exactly":
			return slices.Equal(dirs(dirty), paths)
		case "shallow":
			return slices.Equal(dirty.Shallow, paths) && len(dirty.Deep) == 0
		case "deep":
			return slices.Equal(dirty.Deep, paths) && len(dirty.Shallow) == 0
		}
		return !slices.ContainsFunc(paths, func(p string) bool { return !covers(dirty, p) })
	})
}
