package reliability

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"testing"
	"time"

	"recollect/engine"
	"recollect/engine/model/clip/cliptest"
	"recollect/engine/photo"
	"recollect/engine/query"
)

// other is the ID of the second model.
const other = "other"

// asked are the queries of the child that searches.
var asked = []string{"red and blue", "a photo of a dog on the beach", "night -red"}

// scores are those of all photos, by query.
type scores map[string]map[photo.ID]float32

// near reports whether got is of this model: vectors that were embedded in other batches differ a little.
func near(got, want map[photo.ID]float32) bool {
	if len(got) != len(want) {
		return false
	}
	for id, score := range got {
		if w, ok := want[id]; !ok || math.Abs(float64(score-w)) > 0.004 {
			return false
		}
	}
	return true
}

// search asks a query for all photos.
func search(ctx context.Context, e *engine.Engine, text string) (map[photo.ID]float32, error) {
	q := query.Parse(text, query.Options{Now: time.Now()})
	q.All = true
	found, err := e.Queries.Rank(ctx, q)
	of := make(map[photo.ID]float32, len(found))
	for _, m := range found {
		of[m.ID] = m.Score
	}
	return of, err
}

// answers are the scores of all queries.
func answers(t *testing.T, e *engine.Engine) scores {
	t.Helper()
	of := scores{}
	for _, text := range asked {
		var err error
		if of[text], err = search(t.Context(), e, text); err != nil {
			t.Fatal(err)
		}
	}
	return of
}

// installOther puts a second model into a library: mini with pictures prepared in another way.
func installOther(t *testing.T, library string) {
	t.Helper()
	from, to := filepath.Join(root, "assets/models/mini"), filepath.Join(library, "models", other)
	if err := os.CopyFS(to, os.DirFS(from)); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(to, "model.json")
	data, err := os.ReadFile(path)
	if err == nil {
		data = bytes.ReplaceAll(data, []byte("0.4980392156862745"), []byte("0.42"))
		err = os.WriteFile(path, data, 0o600)
	}
	if err != nil {
		t.Fatal(err)
	}
}

// A person switches to a second model and searches all the time, while the process is killed now and
// then. Every answer is of one model as a whole; work that was done stays done; and going back, and
// forth again, embeds nothing.
func TestSwitchingWhileSearching(t *testing.T) {
	photos := rounds(120, 2000)
	library := filepath.Join(t.TempDir(), "library")
	run(t, library, draw(t, photos))
	installOther(t, library)
	want := map[string]scores{"mini": answersOf(t, library, "mini", 0)}
	whole := filepath.Join(t.TempDir(), "whole")
	if err := os.CopyFS(whole, os.DirFS(library)); err != nil {
		t.Fatal(err)
	}
	want[other] = answersOf(t, whole, other, photos)
	for _, text := range asked {
		if len(want["mini"][text]) != photos || near(want["mini"][text], want[other][text]) {
			t.Fatalf("%q: the two models cannot be told apart", text)
		}
	}
	expected := filepath.Join(t.TempDir(), "expected.json")
	data, err := json.Marshal(want)
	if err == nil {
		err = os.WriteFile(expected, data, 0o600)
	}
	if err != nil {
		t.Fatal(err)
	}

	random, ready := rand.New(rand.NewPCG(3, 4)), 0
	for range rounds(2, 25) {
		killed(t, switching(t, library, expected), ready+1+random.IntN(photos/rounds(6, 30)))
		ready = stands(t, library, ready)
	}
	if ready == 0 || ready == photos {
		t.Errorf("%d of %d photos were ready after the kills", ready, photos)
	}
	if out, err := switching(t, library, expected).CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	for _, id := range []string{"mini", other} {
		for text, got := range answersOf(t, library, id, 0) {
			if !near(got, want[id][text]) {
				t.Errorf("back to %s: %q is answered in another way than before", id, text)
			}
		}
	}
}

// answersOf has a library use a model, which must embed so many photos, and returns its answers.
func answersOf(t *testing.T, library, id string, embedded int) scores {
	t.Helper()
	e, err := engine.Open(t.Context(), options(cliptest.RuntimeDir(t, root), library))
	if err != nil {
		t.Fatal(err)
	}
	defer e.Close()
	if err := e.Models.Use(t.Context(), id); err != nil {
		t.Fatal(err)
	}
	if s, err := e.Sync(t.Context()); err != nil || s.Encoded != embedded {
		t.Fatalf("use %s: %d photos were embedded, %v, want %d", id, s.Encoded, err, embedded)
	}
	of := answers(t, e)
	if err := e.Upkeep.Check(t.Context()); err != nil {
		t.Error(err)
	}
	return of
}

// switching is a process that switches a library to the other model.
func switching(t *testing.T, library, expected string) *exec.Cmd {
	t.Helper()
	program, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(program, cliptest.RuntimeDir(t, root), library, expected)
	cmd.Env = append(os.Environ(), childVariable+"=switch")
	return cmd
}

// killed kills a process once it has said that so many photos are ready.
func killed(t *testing.T, cmd *exec.Cmd, ready int) {
	t.Helper()
	var faults bytes.Buffer
	cmd.Stderr = &faults
	out, err := cmd.StdoutPipe()
	if err == nil {
		err = cmd.Start()
	}
	if err != nil {
		t.Fatal(err)
	}
	for lines := bufio.NewScanner(out); lines.Scan(); {
		if n, err := strconv.Atoi(lines.Text()); err != nil || n >= ready {
			break
		}
	}
	if err := cmd.Process.Kill(); err != nil {
		t.Error(err)
	}
	if err := cmd.Wait(); err == nil || faults.Len() > 0 {
		t.Fatalf("it was not killed: %v, %s", err, faults.Bytes())
	}
}

// stands checks a library after a kill. What was ready before is still, and how much is ready now is returned.
func stands(t *testing.T, library string, before int) int {
	t.Helper()
	sound(t, library)
	o := options(cliptest.RuntimeDir(t, root), library)
	o.Mode = engine.ReadOnly
	e, err := engine.Open(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	defer e.Close()
	all, err := e.Models.List(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	now := 0
	for _, m := range all {
		if m.ID == other {
			now = m.Embedded
		}
	}
	t.Logf("%d photos are ready", now)
	if now < before {
		t.Errorf("%d photos are ready after a kill, %d were before", now, before)
	}
	return now
}

// switchChild uses the other model, and searches until it answers and for some searches more.
func switchChild(runtimeDir, library, expected string) error {
	data, err := os.ReadFile(expected)
	if err != nil {
		return err
	}
	var want map[string]scores
	if err := json.Unmarshal(data, &want); err != nil {
		return err
	}
	ctx, stop := context.WithCancel(context.Background())
	defer stop()
	e, err := engine.Open(ctx, options(runtimeDir, library))
	if err != nil {
		return err
	}
	defer e.Close()
	if err := e.Models.Use(ctx, other); err != nil {
		return err
	}
	ran := make(chan error, 1)
	go func() { ran <- e.Run(ctx) }()
	err = searching(ctx, e, want)
	stop()
	return errors.Join(err, <-ran)
}

// searching returns what is wrong with an answer, or nil once the other model has answered some times.
func searching(ctx context.Context, e *engine.Engine, want map[string]scores) error {
	answered := 0 // by the other model
	for i := 0; answered < 20; i++ {
		text := asked[i%len(asked)]
		got, err := search(ctx, e, text)
		if err != nil {
			return fmt.Errorf("a search failed: %w", err)
		}
		fmt.Println(e.Status().Building.Ready) // for who kills
		switch {
		case near(got, want[other][text]):
			answered++
		case !near(got, want["mini"][text]):
			return errors.New("an answer of neither model: " + strconv.Itoa(len(got)) + " photos")
		case answered > 0:
			return errors.New("the model before answers again")
		}
	}
	return nil
}
