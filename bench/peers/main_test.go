package main

import (
	"bytes"
	"encoding/json"
	"math/rand/v2"
	"path/filepath"
	"testing"
)

func TestBrokenIsTheSameEveryTime(t *testing.T) {
	data := bytes.Repeat([]byte("picture "), 1000)
	a := broken(data, rand.New(rand.NewPCG(1, 2)))
	b := broken(data, rand.New(rand.NewPCG(1, 2)))
	if !bytes.Equal(a, b) {
		t.Error("the same seed gave other bytes")
	}
	if bytes.Equal(a, data) {
		t.Error("nothing was broken")
	}
}

func TestReadersAnswer(t *testing.T) {
	files, err := pictures(filepath.FromSlash("../../testdata/sample-photos/photos"))
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range readerNames {
		a := timed(readers[name], files[0].data)
		if a.Panicked || a.Took <= 0 {
			t.Errorf("%s: %+v", name, a)
		}
	}
	if a := timed(func([]byte) (answer, error) { panic("so") }, nil); !a.Panicked || a.Trouble != "so" {
		t.Errorf("a panic came out as %+v", a)
	}
}

func TestTally(t *testing.T) {
	var got tally
	got.add(true, true, true)
	got.add(true, true, false)
	got.add(false, true, false)
	got.add(true, false, false)
	got.add(false, false, true)
	if want := (tally{1, 1, 1, 1}); got != want {
		t.Errorf("got %v, want %v", got, want)
	}
}

func TestAnswersAsJSON(t *testing.T) {
	a := answer{Date: "2024-01-31 18:04:55", Orientation: 6, Place: &[2]float64{1, -2}}
	line, err := json.Marshal(a)
	if err != nil {
		t.Fatal(err)
	}
	var back answer
	if err := json.Unmarshal(line, &back); err != nil || back.Date != a.Date || *back.Place != *a.Place {
		t.Errorf("got %+v, %v, want %+v", back, err, a)
	}
}
