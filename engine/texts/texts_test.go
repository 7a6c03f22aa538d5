package texts

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"reflect"
	"testing"

	"recollect/engine/photo"
)

// counter embeds a sentence as its length and counts how often it was asked.
type counter struct {
	model string
	calls int
	err   error
}

func (c *counter) Text(_ context.Context, s string) (photo.Vector, error) {
	c.calls++
	return photo.Vector{float32(len(s)), 1}, c.err
}

func (c *counter) Info() photo.Model { return photo.Model{Fingerprint: c.model} }

var sentences = []string{"a", "two", "three"}

func vectors(t *testing.T, dir string, e *counter, of []string) []photo.Vector {
	t.Helper()
	vs, err := Cache{Dir: dir, Encoder: e}.Vectors(t.Context(), of)
	if err != nil {
		t.Fatal(err)
	}
	var want []photo.Vector
	for _, s := range of {
		want = append(want, photo.Vector{float32(len(s)), 1})
	}
	if len(vs) != len(want) || len(want) > 0 && !reflect.DeepEqual(vs, want) {
		t.Fatalf("got %v, want %v", vs, want)
	}
	return vs
}

func TestEachSetIsEmbeddedOnce(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "made", "when needed")
	e := &counter{model: "m"}
	for range 3 {
		vectors(t, dir, e, sentences)
	}
	if e.calls != 3 {
		t.Errorf("%d calls of the encoder, want 3", e.calls)
	}
	vectors(t, dir, e, nil)
	vectors(t, dir, e, []string{"atwo", "three"}) // not the same set, though it reads the same
	vectors(t, dir, e, []string{"two", "a", "three"})
	if e.calls != 8 {
		t.Errorf("%d calls after other sets, want 8", e.calls)
	}
	vectors(t, dir, &counter{model: "m"}, sentences)
	other := &counter{model: "another"}
	vectors(t, dir, other, sentences)
	if other.calls != 3 {
		t.Errorf("another model: %d calls, want 3", other.calls)
	}
}

// Every byte that is wrong, and every length, must be noticed.
func TestDamagedFileIsMadeAnew(t *testing.T) {
	dir := t.TempDir()
	vectors(t, dir, &counter{model: "m"}, sentences)
	files, err := filepath.Glob(filepath.Join(dir, "texts-*.bin"))
	if err != nil || len(files) != 1 {
		t.Fatalf("files %v, %v", files, err)
	}
	whole, err := os.ReadFile(files[0])
	if err != nil {
		t.Fatal(err)
	}
	check := func(what string, n int, data []byte) {
		t.Helper()
		if err := os.WriteFile(files[0], data, 0o600); err != nil {
			t.Fatal(err)
		}
		e := &counter{model: "m"}
		vectors(t, dir, e, sentences)
		if e.calls != 3 {
			t.Errorf("%s %d: the file was believed", what, n)
		}
	}
	for i := range whole {
		bad := append([]byte(nil), whole...)
		bad[i] ^= 0x10
		check("byte", i, bad)
		check("cut at", i, whole[:i])
	}
	check("longer", 0, append(append([]byte(nil), whole...), 0))
}

func TestWithoutAFolder(t *testing.T) {
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	for _, dir := range []string{"", filepath.Join(file, "below")} {
		e := &counter{model: "m"}
		vectors(t, dir, e, sentences)
		vectors(t, dir, e, sentences)
		if e.calls != 6 {
			t.Errorf("%q: %d calls, want 6", dir, e.calls)
		}
	}
}

func TestErrors(t *testing.T) {
	want := errors.New("broken")
	if _, err := (Cache{Encoder: &counter{err: want}}).Vectors(t.Context(), sentences); !errors.Is(err, want) {
		t.Errorf("got %v, want the encoder's error", err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := (Cache{Encoder: &counter{}}).Vectors(ctx, sentences); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v, want the context's error", err)
	}
}

// A file that comes with the model does for a set what one of our own does.
func TestShipped(t *testing.T) {
	dir, first := t.TempDir(), &counter{model: "m"}
	want := vectors(t, dir, first, []string{"a", "b"})
	second := &counter{model: "m"}
	cache := Cache{Dir: t.TempDir(), Shipped: os.DirFS(dir), Encoder: second}
	got, err := cache.Vectors(t.Context(), []string{"a", "b"})
	if err != nil || !reflect.DeepEqual(got, want) || second.calls != 0 {
		t.Errorf("got %v after %d calls, %v; want %v", got, second.calls, err, want)
	}
	other := &counter{model: "another"}
	cache = Cache{Shipped: os.DirFS(dir), Encoder: other}
	if _, err := cache.Vectors(t.Context(), []string{"a", "b"}); err != nil || other.calls != 2 {
		t.Errorf("of another model: %d calls, %v", other.calls, err)
	}
}

// Whatever a file holds, what is read of it is one vector for each sentence, of one length.
func FuzzParse(f *testing.F) {
	set := fingerprint("m", sentences)
	whole := format([]photo.Vector{{1, 0}, {0, 1}, {1, 1}}, set)
	f.Add(whole)
	f.Add(whole[:len(whole)-1])
	f.Add([]byte(magic))
	f.Fuzz(func(t *testing.T, data []byte) {
		vs, ok := parse(data, set, len(sentences))
		if !ok {
			return
		}
		if len(vs) != len(sentences) {
			t.Fatalf("%d vectors", len(vs))
		}
		for _, v := range vs {
			if len(v) != len(vs[0]) {
				t.Errorf("vectors of %d and %d numbers", len(v), len(vs[0]))
			}
		}
	})
}
