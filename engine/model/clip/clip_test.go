package clip

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"image"
	"image/color"
	"image/jpeg"
	"io/fs"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"testing"
	"testing/fstest"
	"time"

	"recollect/engine/decode"
	"recollect/engine/model"
	"recollect/engine/model/ort"
	"recollect/engine/photo"
)

const root = "../../.."

func modelFS() fs.FS { return os.DirFS(filepath.Join(root, "assets/models/mini")) }

// openModel opens the shipped model with the library that set-up put into build.
func openModel(tb testing.TB) *Model {
	tb.Helper()
	build := filepath.Join(root, "build")
	if _, err := ort.FindLibrary(build); err != nil {
		if os.Getenv("RECOLLECT_REQUIRE") != "" {
			tb.Fatal(err)
		}
		tb.Skip("needs ONNX Runtime's library, which `make setup` puts into build: ", err)
	}
	m := Open(Options{Model: modelFS(), LibraryDirs: []string{build}})
	if err := m.Load(); err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(func() { m.Close() })
	return m
}

type reference struct {
	Texts []struct {
		Text string  `json:"text"`
		IDs  []int64 `json:"ids"`
	} `json:"texts"`
	TextEmbeds []struct {
		Text  string       `json:"text"`
		Embed photo.Vector `json:"embed"`
	} `json:"text_embeds"`
	Images []struct {
		File    string       `json:"file"`
		Samples [][5]int     `json:"samples_yx_rgb"`
		Mean    [3]float64   `json:"tensor_mean_rgb"`
		Embed   photo.Vector `json:"image_embeds"`
	} `json:"images"`
}

func readReference(tb testing.TB) reference {
	tb.Helper()
	data, err := os.ReadFile(filepath.Join(root, "testdata/models/mini/reference.json"))
	if err != nil {
		tb.Fatal(err)
	}
	var r reference
	if err := json.Unmarshal(data, &r); err != nil {
		tb.Fatal(err)
	}
	return r
}

func cosine(a, b photo.Vector) float64 {
	var dot, aa, bb float64
	for i := range a {
		dot += float64(a[i]) * float64(b[i])
		aa += float64(a[i]) * float64(a[i])
		bb += float64(b[i]) * float64(b[i])
	}
	return dot / math.Sqrt(aa*bb)
}

func TestTextEqualsReference(t *testing.T) {
	m := openModel(t)
	for _, want := range readReference(t).TextEmbeds {
		got, err := m.Text(t.Context(), want.Text)
		if err != nil {
			t.Fatal(err)
		}
		if c := cosine(got, want.Embed); c < 0.999 {
			t.Errorf("%q: cosine %.5f with the reference", want.Text, c)
		}
		if c := cosine(got, got); math.Abs(c-1) > 1e-5 {
			t.Errorf("%q: length^2 %v", want.Text, c)
		}
	}
}

// The reference's pictures are not part of the project; they are there where
// the development data lies beside the checkout.
func TestImagesEqualReference(t *testing.T) {
	m := openModel(t)
	shared := filepath.Join(root, "../shared/data/gallery")
	if _, err := os.Stat(shared); err != nil {
		t.Skip("the reference's pictures are not here: ", err)
	}
	found := 0
	for _, want := range readReference(t).Images {
		path := filepath.Join(shared, want.File)
		if _, err := os.Stat(path); err != nil {
			continue
		}
		found++
		pic, err := decode.File(t.Context(), photo.File{Path: path}, decode.Options{ShortPx: m.SizePx(), LongPx: 320})
		if err != nil {
			t.Fatal(err)
		}
		px := m.Prepare(pic.Image)
		size := m.spec.ImageSize
		least, samples := 0.999, want.Samples
		if pic.Image.Rect.Dx() < pic.Details.WidthPx { // the reference was decoded whole
			least, samples = 0.99, nil
		}
		for _, s := range samples {
			for c := range 3 {
				got := (px[c*size*size+s[0]*size+s[1]]*m.spec.Std[c] + m.spec.Mean[c]) * 255
				if math.Abs(float64(got)-float64(s[2+c])) > 2.01 {
					t.Errorf("%s at y %d x %d channel %d: got %.1f, want %d", want.File, s[0], s[1], c, got, s[2+c])
				}
			}
		}
		vs, err := m.Images(t.Context(), []Pixels{px})
		if err != nil {
			t.Fatal(err)
		}
		c := cosine(vs[0], want.Embed)
		t.Logf("%s: cosine %.5f", want.File, c)
		if c < least {
			t.Errorf("%s: cosine %.5f with the reference, want %v", want.File, c, least)
		}
	}
	if found < 3 {
		t.Errorf("only %d of the reference's pictures were there", found)
	}
}

// Large pictures are decoded at a fraction of their size. The model must see in them
// what it sees in the whole.
func TestReducedDecodingKeepsEmbeddings(t *testing.T) {
	m := openModel(t)
	if err := m.Load(); err != nil {
		t.Fatal(err)
	}
	photos, err := filepath.Glob(filepath.Join(root, "testdata/sample-photos/photos/animals/*.jpg"))
	if err != nil || len(photos) < 3 {
		t.Fatalf("sample photos: %v, %v", photos, err)
	}
	for i, path := range photos[:3] {
		megapixels := []float64{12, 18, 24}[i]
		data := enlarged(t, path, megapixels)
		embed := func(o decode.Options) photo.Vector {
			pic, err := decode.Bytes(t.Context(), data, photo.File{Path: path}, o)
			if err != nil {
				t.Fatal(err)
			}
			vs, err := m.Images(t.Context(), []Pixels{m.Prepare(pic.Image)})
			if err != nil {
				t.Fatal(err)
			}
			return vs[0]
		}
		c := cosine(embed(decode.Options{}), embed(decode.Options{ShortPx: m.SizePx(), LongPx: 320}))
		t.Logf("%s at %v MP: cosine %.5f", filepath.Base(path), megapixels, c)
		if c < 0.99 {
			t.Errorf("%s at %v MP: cosine %.5f between the whole and the reduced picture, want 0.99", path, megapixels,
				c)
		}
	}
}

// enlarged is a photo as a JPEG of so many megapixels, with grain.
func enlarged(t *testing.T, path string, megapixels float64) []byte {
	t.Helper()
	pic, err := decode.File(t.Context(), photo.File{Path: path}, decode.Options{})
	if err != nil {
		t.Fatal(err)
	}
	size := pic.Image.Rect.Size()
	scale := math.Sqrt(megapixels * 1e6 / float64(size.X*size.Y))
	img := decode.Resize(pic.Image, int(scale*float64(size.X)), int(scale*float64(size.Y)))
	random := rand.New(rand.NewPCG(1, 2))
	for i := range img.Pix {
		img.Pix[i] = uint8(min(max(int(img.Pix[i])+int(random.UintN(16))-8, 0), 255))
	}
	var b bytes.Buffer
	if err := jpeg.Encode(&b, img, &jpeg.Options{Quality: 90}); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestVectorDoesNotDependOnNeighbours(t *testing.T) {
	m := openModel(t)
	pics := make([]Pixels, 5)
	for i := range pics {
		pics[i] = m.Prepare(gradient(100+i*40, 80, uint8(i*50)))
	}
	together, err := m.Images(t.Context(), pics)
	if err != nil {
		t.Fatal(err)
	}
	for i, px := range pics {
		alone, err := m.Images(t.Context(), []Pixels{px})
		if err != nil {
			t.Fatal(err)
		}
		for j := range alone[0] {
			if alone[0][j] != together[i][j] {
				t.Fatalf("picture %d: number %d is %v alone and %v in a batch", i, j, alone[0][j], together[i][j])
			}
		}
	}
}

func gradient(w, h int, blue uint8) *image.RGBA {
	img := image.NewRGBA(image.Rect(0, 0, w, h))
	for y := range h {
		for x := range w {
			img.SetRGBA(x, y, color.RGBA{uint8(x * 255 / w), uint8(y * 255 / h), blue, 255})
		}
	}
	return img
}

func TestCancelled(t *testing.T) {
	m := openModel(t)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := m.Text(ctx, "a dog"); !errors.Is(err, context.Canceled) {
		t.Errorf("Text: got %v", err)
	}
	if _, err := m.Images(ctx, []Pixels{m.Prepare(gradient(9, 9, 0))}); !errors.Is(err, context.Canceled) {
		t.Errorf("Images: got %v", err)
	}
}

func TestClosed(t *testing.T) {
	m := openModel(t)
	if got := m.Info().Provider; got != "CPU" {
		t.Errorf("provider %q", got)
	}
	m.Close()
	if _, err := m.Text(t.Context(), "a dog"); !errors.Is(err, fs.ErrClosed) {
		t.Errorf("got %v", err)
	}
}

func TestMissingLibrary(t *testing.T) {
	m := Open(Options{Model: modelFS(), LibraryDirs: []string{t.TempDir()}})
	if _, err := m.Text(t.Context(), "a dog"); !errors.Is(err, ort.ErrNoRuntime) {
		t.Errorf("got %v, want ErrNoRuntime", err)
	}
}

func TestDamagedModel(t *testing.T) {
	good, err := fs.ReadFile(modelFS(), "model.json")
	if err != nil {
		t.Fatal(err)
	}
	edit := func(key string, value any) []byte {
		var m map[string]any
		if err := json.Unmarshal(good, &m); err != nil {
			t.Fatal(err)
		}
		m[key] = value
		data, err := json.Marshal(m)
		if err != nil {
			t.Fatal(err)
		}
		return data
	}
	tests := []struct {
		name string
		json []byte
	}{
		{"none", nil},
		{"not JSON", []byte("{")},
		{"unknown resize", edit("resize_mode", "letterbox")},
		{"no size", edit("image_size", 0)},
		{"huge dim", edit("dim", 1<<30)},
		{"zero std", edit("std", []float64{0, 1, 1})},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			files := fstest.MapFS{}
			if tt.json != nil {
				files["model.json"] = &fstest.MapFile{Data: tt.json}
			}
			m := Open(Options{Model: files})
			_, err := m.Text(t.Context(), "a dog")
			if load := m.Load(); !errors.Is(err, model.ErrNoModel) || !errors.Is(load, model.ErrNoModel) {
				t.Errorf("got %v and %v, want model.ErrNoModel", err, load)
			}
			if got := m.Info(); !reflect.DeepEqual(got, photo.Model{}) {
				t.Errorf("described as %+v", got)
			}
		})
	}
	t.Run("wrong weights", func(t *testing.T) {
		files := fstest.MapFS{
			"model.json":         {Data: good},
			"vision_model.onnx":  {Data: []byte("not a network")},
			ort.LibraryName():    {},
			"text_model.onnx":    {},
			"vocab.txt":          {},
			"vocab-of-something": {},
		}
		err := Open(Options{Model: files, LibraryDirs: []string{filepath.Join(root, "build")}}).Load()
		if !errors.Is(err, model.ErrNoModel) && !errors.Is(err, ort.ErrNoRuntime) {
			t.Errorf("got %v", err)
		}
	})
}

func TestFingerprint(t *testing.T) {
	s, err := model.Read(modelFS())
	if err != nil {
		t.Fatal(err)
	}
	first := s.Fingerprint(pipelineVersion)
	s.Terms = "other words"
	if s.Fingerprint(pipelineVersion) != first {
		t.Error("the fingerprint depends on what changes no vector")
	}
	s.ImageSize++
	if s.Fingerprint(pipelineVersion) == first {
		t.Error("the fingerprint does not depend on the picture size")
	}
}

func TestLogitScale(t *testing.T) {
	good, err := fs.ReadFile(modelFS(), "model.json")
	if err != nil {
		t.Fatal(err)
	}
	for key, want := range map[string]float64{"logit_scale": 26.5, "another_key": 100} {
		data := bytes.Replace(good, []byte(`"logit_scale"`), []byte(`"`+key+`"`), 1)
		m := Open(Options{Model: fstest.MapFS{"model.json": {Data: data}}})
		if got := m.Info().LogitScale; got != want {
			t.Errorf("%s: got %v, want %v", key, got, want)
		}
	}
}

func TestUnitRefusesNonsense(t *testing.T) {
	for _, v := range [][]float32{{0, 0}, {float32(math.NaN()), 1}, {float32(math.Inf(1)), 1}} {
		if u, err := unit(v); err == nil {
			t.Errorf("%v became %v", v, u)
		}
	}
}

func BenchmarkImage(b *testing.B) {
	m := openModel(b)
	px := []Pixels{m.Prepare(gradient(640, 480, 9))}
	for b.Loop() {
		if _, err := m.Images(b.Context(), px); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkText(b *testing.B) {
	m := openModel(b)
	if _, err := m.Text(b.Context(), "warm"); err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		if _, err := m.Text(b.Context(), "a red flower on a green background"); err != nil {
			b.Fatal(err)
		}
	}
}

// A picture that a person waits for is embedded while all others wait for their turns.
func TestImageGoesPastOthers(t *testing.T) {
	o := openModel(t).opts
	o.Threads = 1
	waits := make(chan struct{}, 1)
	o.Begin = func(ctx context.Context) (func(), error) {
		waits <- struct{}{}
		<-ctx.Done()
		return nil, ctx.Err()
	}
	m := Open(o)
	t.Cleanup(func() { m.Close() })
	px := m.Prepare(gradient(50, 50, 1))
	want, err := openModel(t).Images(t.Context(), []Pixels{px})
	if err != nil {
		t.Fatal(err)
	}
	background, cancel := context.WithCancel(t.Context())
	done := make(chan error, 1)
	go func() {
		_, err := m.Images(background, []Pixels{px})
		done <- err
	}()
	<-waits // it has the only turn
	ctx, late := context.WithTimeout(t.Context(), time.Minute)
	defer late()
	got, err := m.Image(ctx, px)
	if err != nil || !slices.Equal(got, want[0]) {
		t.Errorf("got %v, %v, want %v", got, err, want[0])
	}
	cancel()
	if err := <-done; !errors.Is(err, context.Canceled) {
		t.Errorf("the others: %v", err)
	}
	if _, err := m.Image(background, px); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: %v", err)
	}
}

// A long-running search must not hold up the program's end for ever.
func TestCloseWaitsForCalls(t *testing.T) {
	m := openModel(t)
	px := m.Prepare(gradient(50, 50, 1))
	done := make(chan error, 1)
	go func() {
		_, err := m.Images(context.Background(), []Pixels{px, px, px, px})
		done <- err
	}()
	m.Close()
	select {
	case err := <-done:
		if err != nil && !errors.Is(err, fs.ErrClosed) {
			t.Error(err)
		}
	case <-time.After(3 * time.Minute):
		t.Fatal("the call did not end")
	}
}

// The languages that a model knows are its makers' word.
func TestLanguages(t *testing.T) {
	got := Open(Options{Model: os.DirFS("../../../assets/models/mini")}).Info().Languages
	if len(got) != 1 || got[0] != "en" {
		t.Errorf("the shipped model knows %v", got)
	}
}
