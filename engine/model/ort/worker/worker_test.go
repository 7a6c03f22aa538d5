package worker

import (
	"bytes"
	"context"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"recollect/engine/model/ort"
)

// childVariable says what a child of the test is to be.
const childVariable = "RECOLLECT_TEST_WORKER"

func TestMain(m *testing.M) {
	switch {
	case !Asked(os.Args[1:]):
		os.Exit(m.Run())
	case os.Getenv(childVariable) == "talks":
		_, _ = os.Stdout.WriteString("a library prints this\n")
		time.Sleep(time.Minute)
	case os.Getenv(childVariable) == "ends":
		_, _ = os.Stderr.WriteString("out of ideas\n")
		os.Exit(7)
	case os.Getenv(childVariable) == "sleeps":
		time.Sleep(time.Minute)
	}
	os.Exit(Serve(os.Stdin, os.Stdout))
}

func start(t *testing.T, child string) *Worker {
	t.Helper()
	t.Setenv(childVariable, child)
	program, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	w, err := Start([]string{program})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(w.Close)
	return w
}

// Whatever the process does instead of answering becomes an error, and every later call has it too.
func TestAProcessThatDoesNotAnswer(t *testing.T) {
	one := ort.Tensor{Shape: []int64{1, 1}, Floats: []float32{1}}
	for _, tt := range []struct {
		child, want string
		limit       time.Duration
	}{
		{"talks", "the process ended", time.Minute},
		{"ends", "exit status 7\nout of ideas", time.Minute},
		{"sleeps", ErrHung.Error(), 500 * time.Millisecond},
	} {
		w := start(t, tt.child)
		ctx, cancel := context.WithTimeout(t.Context(), tt.limit)
		defer cancel()
		_, err := w.Run(ctx, []int64{1, 1}, one)
		_, again := w.Run(t.Context(), []int64{1, 1}, one)
		if err == nil || !strings.Contains(err.Error(), tt.want) || again == nil {
			t.Errorf("%s: %v, then %v", tt.child, err, again)
		}
	}
}

// An error of the network leaves the worker alive.
func TestErrorsLeaveItAlive(t *testing.T) {
	w := start(t, "")
	one := ort.Tensor{Shape: []int64{1, 1}, Floats: []float32{1}}
	for range 2 {
		_, err := w.Run(t.Context(), []int64{1, 1}, one)
		if err == nil || !strings.Contains(err.Error(), "no network") {
			t.Error(err)
		}
	}
	err := w.Open(t.Context(), ort.Options{Library: filepath.Join(t.TempDir(), "missing.so")})
	if !errors.Is(err, ort.ErrNoRuntime) {
		t.Error(err)
	}
	w.Close()
	if _, err := w.Run(t.Context(), []int64{1, 1}, one); !errors.Is(err, ErrClosed) {
		t.Error(err)
	}
}

// A worker ends when its parent does: its standard input ends then.
func TestEndsWithItsParent(t *testing.T) {
	program, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(program, Verb)
	in, err := cmd.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	in.Close()
	if err := cmd.Wait(); err != nil {
		t.Error(err)
	}
}

func TestFrames(t *testing.T) {
	tensors := []ort.Tensor{
		{Shape: []int64{2}, Floats: []float32{1, -2}},
		{Shape: []int64{1, 3}, Bytes: []uint8{1, 2, 3}},
		{Shape: []int64{2}, Ints: []int64{-1, 1 << 40}},
		{Shape: []int64{1}, Halves: []uint16{0x3c00}},
		{Shape: []int64{1}, Int32s: []int32{-5}},
	}
	var r request
	var body [][]byte
	for _, of := range tensors {
		d, b := pack(of)
		r.Tensors, body = append(r.Tensors, d), append(body, b)
	}
	var pipe bytes.Buffer
	if err := write(&pipe, r, body...); err != nil {
		t.Fatal(err)
	}
	var got request
	data, err := read(&pipe, &got)
	if err != nil {
		t.Fatal(err)
	}
	back, err := unpack(got.Tensors, data)
	if err != nil || len(back) != len(tensors) {
		t.Fatal(back, err)
	}
	for i, want := range tensors {
		g := back[i]
		if !slices.Equal(g.Shape, want.Shape) || !slices.Equal(g.Floats, want.Floats) ||
			!slices.Equal(g.Bytes, want.Bytes) || !slices.Equal(g.Ints, want.Ints) ||
			!slices.Equal(g.Halves, want.Halves) || !slices.Equal(g.Int32s, want.Int32s) {
			t.Errorf("got %+v, want %+v", g, want)
		}
	}
}

func FuzzRead(f *testing.F) {
	var good bytes.Buffer
	_ = write(&good, request{Do: "run", Tensors: []tensor{{[]int64{1}, "f32", 4}}}, []byte{0, 0, 128, 63})
	f.Add(good.Bytes())
	f.Add([]byte("rcw1\xff\xff\x0f\x00\xff\xff\xff\xff\x03\x00\x00\x00{"))
	f.Fuzz(func(t *testing.T, data []byte) {
		var r request
		body, err := read(bytes.NewReader(data), &r)
		if err == nil {
			_, _ = unpack(r.Tensors, body)
		}
	})
}
