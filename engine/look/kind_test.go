package look_test

import (
	"image"
	"path/filepath"
	"strings"
	"testing"

	"recollect/engine/decode"
	"recollect/engine/look"
	"recollect/engine/photo"
	"recollect/engine/thumb"
	"recollect/engine/unwatched"
)

// Of the sample photos those in the folder of documents are documents, and none is a screenshot; most views of the
// window are.
func TestKinds(t *testing.T) {
	unwatched.Run(t) // TestGradeOf and TestKindsOfNothing grade under the race detector
	paths, err := filepath.Glob("../../testdata/sample-photos/photos/*/*.*")
	if err != nil || len(paths) < 30 {
		t.Fatal(paths, err)
	}
	for _, path := range paths {
		g := gradeOf(t, path)
		if is := strings.Contains(path, "documents"); (g.Page >= look.Page) != is || g.Screen >= look.Screen {
			t.Errorf("%s: %+v", path, g)
		}
	}
	paths, err = filepath.Glob("../../ui/testdata/golden/*.png")
	if err != nil || len(paths) < 30 {
		t.Fatal(paths, err)
	}
	found, missed := 0, 0
	for i, path := range paths {
		if i%6 > 0 { // the others say little more
			continue
		}
		if g := gradeOf(t, path); g.Screen >= look.Screen {
			found++
		} else {
			missed++
		}
	}
	if missed*5 > found {
		t.Errorf("%d views of the window are screenshots, %d are not", found, missed)
	}
}

// A glance is enough for most of the sample photos, and for none of the pages among them.
func TestGlance(t *testing.T) {
	unwatched.Run(t) // TestGradeOf and TestKindsOfNothing grade under the race detector
	paths, err := filepath.Glob("../../testdata/sample-photos/photos/*/*.*")
	if err != nil || len(paths) < 30 {
		t.Fatal(paths, err)
	}
	enough := 0
	for _, path := range paths {
		promising := look.Promising(look.Glance(tileOf(t, path)))
		if !promising {
			enough++
		}
		if strings.Contains(path, "documents") && !promising {
			t.Errorf("%s is not looked at", path)
		}
		if g := gradeOf(t, path); !promising && g.Screen+g.Page > 0 {
			t.Errorf("%s: %+v", path, g)
		}
	}
	if enough*2 < len(paths) {
		t.Errorf("a glance is enough for %d of %d", enough, len(paths))
	}
}

func gradeOf(t *testing.T, path string) look.Grade {
	t.Helper()
	return look.GradeOf(tileOf(t, path))
}

func tileOf(t *testing.T, path string) *image.RGBA {
	t.Helper()
	pic, err := decode.File(t.Context(), photo.File{Path: path}, decode.Options{LongPx: thumb.Small})
	if err != nil {
		t.Fatal(err)
	}
	return pic.OnScreen(thumb.Small)
}

// Pictures without a size, a colour or an edge have a kind as well: none.
func TestKindsOfNothing(t *testing.T) {
	for _, size := range []image.Point{{}, {1, 1}, {1, 320}, {31, 320}, {32, 32}, {33, 47}, {320, 240}} {
		g := look.GradeOf(image.NewRGBA(image.Rectangle{Max: size}))
		if g.Screen != 0 && g.Screen < 50 || g.Screen >= look.Screen || g.Page >= look.Page {
			t.Errorf("%v: %+v", size, g)
		}
	}
}

func BenchmarkGradeOf(b *testing.B) {
	pics, err := filepath.Glob("../../testdata/sample-photos/photos/*/*.jpg")
	if err != nil {
		b.Fatal(err)
	}
	var tiles []*image.RGBA
	for _, path := range pics[:10] {
		pic, err := decode.File(b.Context(), photo.File{Path: path}, decode.Options{LongPx: thumb.Small})
		if err != nil {
			b.Fatal(err)
		}
		tiles = append(tiles, pic.OnScreen(thumb.Small))
	}
	for i := 0; b.Loop(); i++ {
		look.GradeOf(tiles[i%len(tiles)])
	}
}

// Who changes the weights that were told changes none that decide.
func TestWeightsAreCopies(t *testing.T) {
	for name, weights := range map[string]func() []float64{"screens": look.ScreenWeights, "pages": look.PageWeights} {
		told := weights()
		was := told[0]
		told[0]++
		if got := weights()[0]; got != was {
			t.Errorf("%s: the first weight is %v now, was %v", name, got, was)
		}
	}
}
