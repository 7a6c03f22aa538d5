package compact

import (
	"bufio"
	"errors"
	"io/fs"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"recollect/engine/index/indextest"
	"recollect/engine/photo"
)

const (
	killEnv  = "RECOLLECT_TEST_KILL" // what the other process does, and the path of the index
	killDim  = 24
	killed   = 2000 // photos
	killStep = 250  // that go at each step, and come
)

// apply makes an index that is as it was after step-1 steps, or empty before step 0, as it is after step.
func apply(x interface {
	Add(photo.ID, photo.Vector)
	Remove(photo.ID)
}, step int64,
) {
	if step == 0 {
		for i, v := range indextest.Vectors(killed, killDim, 1) {
			x.Add(photo.ID(i+1), v)
		}
		return
	}
	r := rand.New(rand.NewPCG(uint64(step), 7))
	for _, v := range indextest.Vectors(killStep, killDim, uint64(step)+1) {
		x.Remove(photo.ID(r.IntN(2*killed) + 1))
		x.Add(photo.ID(r.IntN(2*killed)+1), v)
	}
}

// state is photos and their vectors.
type state map[photo.ID]photo.Vector

func (s state) Add(id photo.ID, v photo.Vector) { s[id] = v }
func (s state) Remove(id photo.ID)              { delete(s, id) }

func after(step int64) state {
	s := state{}
	for i := range step + 1 {
		apply(s, i)
	}
	return s
}

// checkWhole fails unless an index has what it should have after its sequence of steps, and finds it.
func checkWhole(t *testing.T, x *Index, m Meta) {
	t.Helper()
	want := after(m.Sequence)
	seen := 0
	err := x.Scan(t.Context(), nil, func(id photo.ID, v photo.Vector) {
		if w, has := want[id]; !has || photo.Dot(v, w) < 0.999 {
			t.Errorf("step %d: photo %d is not what it was", m.Sequence, id)
		}
		seen++
	})
	if err := errors.Join(err, x.Check()); err != nil || seen != len(want) || x.Len() != seen {
		t.Errorf("step %d: %d photos, want %d; %v", m.Sequence, seen, len(want), err)
	}
	if r := recall(t, x, want, indextest.Vectors(10, killDim, 99), nil); r < 0.97 {
		t.Errorf("step %d: recall@10 %.3f", m.Sequence, r)
	}
}

// TestOther is the other process of these tests. It goes from step to step, and writes each, or opens what another
// one writes, until it is killed.
func TestOther(t *testing.T) {
	does, path, ok := strings.Cut(os.Getenv(killEnv), " ")
	if !ok {
		return
	}
	os.Stdout.WriteString("begun\n")
	x, m := New(killDim, 0), Meta{Sequence: -1}
	for t.Context().Err() == nil && !t.Failed() {
		if does == "write" {
			if m.Sequence < 0 {
				x, m = opened(t, path)
			}
			m.Sequence++
			apply(x, m.Sequence)
			if err := x.Save(t.Context(), path, m, true); err != nil {
				t.Fatal(err)
			}
			os.Stdout.WriteString("step\n")
			continue
		}
		y, m := opened(t, path)
		checkWhole(t, y, m)
		y.Close()
	}
	os.Stdout.WriteString("failed\n")
}

// opened is an index in a file, or an empty one before step 0.
func opened(t *testing.T, path string) (*Index, Meta) {
	t.Helper()
	x, m, err := Open(path, killDim, 0)
	if errors.Is(err, fs.ErrNotExist) {
		return New(killDim, 0), Meta{Sequence: -1}
	}
	if err != nil {
		t.Fatal(err)
	}
	return x, m
}

// other starts the other process. It has begun.
func other(t *testing.T, does, path string) (*exec.Cmd, *bufio.Scanner) {
	t.Helper()
	c := exec.CommandContext(t.Context(), os.Args[0], "-test.run=^TestOther$", "-test.timeout=20m")
	c.Env = append(os.Environ(), killEnv+"="+does+" "+path)
	c.Stderr = os.Stderr
	out, err := c.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	lines := bufio.NewScanner(out)
	if !lines.Scan() || lines.Text() != "begun" {
		t.Fatalf("the process said %q", lines.Text())
	}
	return c, lines
}

// kill ends the other process, which must not have ended by itself.
func kill(t *testing.T, c *exec.Cmd, lines *bufio.Scanner) {
	t.Helper()
	gone := c.Process.Kill()
	for lines.Scan() {
		if lines.Text() != "step" {
			t.Errorf("the process said %q", lines.Text())
		}
	}
	if err := c.Wait(); err == nil || gone != nil {
		t.Fatal("the process ended by itself")
	}
}

// moments is how many moments are tried: some, or all of them.
func moments(some, all int) int {
	if os.Getenv("RECOLLECT_SOAK") != "" {
		return all
	}
	return some
}

// A process is killed at any moment of changing photos, of writing them and of taking the graph over. The file
// that it leaves is what it was after one of the last two steps, and the next process goes on from there.
func TestKilledAtAnyMoment(t *testing.T) {
	path := filepath.Join(t.TempDir(), "index")
	random := rand.New(rand.NewPCG(uint64(time.Now().UnixNano()), 1))
	last, unfinished := int64(-1), 0
	for range moments(6, 100) {
		c, lines := other(t, "write", path)
		began := time.Now()
		lines.Scan()
		time.Sleep(time.Duration(1.5 * random.Float64() * float64(time.Since(began)))) // to any moment of a step
		kill(t, c, lines)
		left, err := filepath.Glob(filepath.Join(filepath.Dir(path), ".*.tmp"))
		if err != nil {
			t.Fatal(err)
		}
		unfinished += len(left)
		for _, name := range left {
			if err := os.Remove(name); err != nil {
				t.Fatal(err)
			}
		}
		x, m := opened(t, path)
		if m.Sequence < last {
			t.Errorf("step %d after step %d", m.Sequence, last)
		}
		if last = m.Sequence; last >= 0 {
			checkWhole(t, x, m)
		}
		x.Close()
	}
	t.Logf("%d steps; %d kills left an unfinished file", last, unfinished)
}

// Two processes open and search a file that is replaced again and again. Each time it is a whole one.
func TestReadWhileReplaced(t *testing.T) {
	path := filepath.Join(t.TempDir(), "index")
	x := New(killDim, 0)
	defer func() { x.Close() }()
	steps := int64(moments(15, 200))
	for step := range steps {
		apply(x, step)
		if err := x.Save(t.Context(), path, Meta{Sequence: step}, true); err != nil {
			t.Fatal(err)
		}
		if step == 0 {
			for range 2 {
				c, lines := other(t, "read", path)
				defer kill(t, c, lines)
			}
		}
	}
	checkWhole(t, x, Meta{Sequence: steps - 1})
	if left, err := os.ReadDir(filepath.Dir(path)); err != nil || len(left) != 1 {
		t.Errorf("%v is left, %v", left, err)
	}
}
