package clip

import (
	"encoding/binary"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"recollect/engine/decode"
	"recollect/engine/model"
	"recollect/engine/photo"
)

// openAI is how OpenAI's CLIP takes pictures.
var openAI = model.Spec{
	ImageSize: 224, ResizeMode: model.Crop, Layout: model.NCHW,
	Mean: [3]float32{0.48145466, 0.4578275, 0.40821073}, Std: [3]float32{0.26862954, 0.26130258, 0.27577711},
}

// The tensors were made with torchvision. They are no part of the project; they are there where the
// development data lies beside the checkout. TestResampleEqualsPillow of package decode needs none.
func TestPrepareEqualsReferenceTensors(t *testing.T) {
	dir := filepath.Join(root, "../shared/data/clip-ref")
	paths, _ := filepath.Glob(filepath.Join(dir, "test_images/*.jpg"))
	if len(paths) == 0 {
		t.Skip("the reference's pictures are not here")
	}
	m := &Model{spec: openAI}
	for _, path := range paths {
		name := strings.TrimSuffix(filepath.Base(path), ".jpg")
		data, err := os.ReadFile(filepath.Join(dir, "clip_retrieval_pixels_f32", name+".f32"))
		if err != nil {
			t.Fatal(err)
		}
		pic, err := decode.File(t.Context(), photo.File{Path: path}, decode.Options{})
		if err != nil {
			t.Fatal(err)
		}
		px := m.Prepare(pic.Image)
		if len(data) != 4*len(px) {
			t.Fatalf("%s: %d numbers, want %d", name, len(px), len(data)/4)
		}
		worst, sum := 0.0, 0.0
		for i, got := range px {
			want := math.Float32frombits(binary.LittleEndian.Uint32(data[4*i:]))
			d := math.Abs(float64(got-want)) * float64(m.spec.Std[i/(224*224)]) * 255
			worst, sum = max(worst, d), sum+d
		}
		t.Logf("%s: at most %.3f levels of 255, %.5f in the mean", name, worst, sum/float64(len(px)))
		if worst > 1.01 {
			t.Errorf("%s: a number is %.3f levels of 255 off", name, worst)
		}
	}
}
