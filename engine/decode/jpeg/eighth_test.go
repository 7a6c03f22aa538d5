//go:build cgo && !noturbo && (linux || (windows && turbo))

package jpeg

import (
	"bytes"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// both decodes data at an eighth, with and without turbo_eighth, and compares them.
func both(t *testing.T, data []byte) {
	t.Helper()
	decode := func(short bool) (Picture, error) {
		shortcut = short
		defer func() { shortcut = true }()
		return Decode(t.Context(), data, 1, 1)
	}
	got, err := decode(true)
	want, wantErr := decode(false)
	if (err == nil) != (wantErr == nil) {
		t.Fatalf("err = %v, want %v", err, wantErr)
	}
	if err != nil {
		return
	}
	if got.Damaged != want.Damaged {
		t.Errorf("damaged: %v, want %v", got.Damaged, want.Damaged)
	}
	if got.Image.Rect != want.Image.Rect {
		t.Fatalf("%v, want %v", got.Image.Rect, want.Image.Rect)
	}
	if i := differ(got.Image.Pix, want.Image.Pix); i >= 0 {
		t.Errorf("%v: sample %d: %d, want %d", got.Image.Rect, i, got.Image.Pix[i], want.Image.Pix[i])
	}
}

func differ(a, b []byte) int {
	for i := range a {
		if a[i] != b[i] {
			return i
		}
	}
	return -1
}

// files returns the JPEG files of testdata, made by testdata/make.py, by name.
func files(t testing.TB) map[string][]byte {
	t.Helper()
	all := map[string][]byte{}
	paths, err := filepath.Glob("testdata/*.jpg")
	if err != nil || len(paths) == 0 {
		t.Fatal("no files", err)
	}
	for _, path := range paths {
		data, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		all[filepath.Base(path)] = data
	}
	return all
}

func TestEighthOfKinds(t *testing.T) {
	for name, data := range files(t) {
		t.Run(name, func(t *testing.T) { both(t, data) })
	}
	for w := range 40 {
		both(t, encoded(t, gradient(w+1, 41-w)))
	}
}

func TestEighthOfDamaged(t *testing.T) {
	for name, data := range files(t) {
		sos := bytes.LastIndex(data, []byte{0xff, 0xda})
		for _, at := range []int{sos, sos + 14, sos + 40, len(data) / 2, len(data) - 30, len(data) - 2} {
			t.Run(name, func(t *testing.T) {
				both(t, data[:at])
				for _, b := range []byte{0, 0x80, 0xff} {
					changed := bytes.Clone(data)
					changed[at] = b
					both(t, changed)
				}
			})
		}
	}
}

// TestEighthOfSampling compares sampling factors of three components. An MCU of more than ten blocks is refused.
func TestEighthOfSampling(t *testing.T) {
	data := files(t)["444.jpg"]
	sof, sos := bytes.Index(data, []byte{0xff, 0xc0}), bytes.LastIndex(data, []byte{0xff, 0xda})
	// Zeros are codes of every table.
	data = slices.Concat(data[:sos+14], make([]byte, 100_000), []byte{0xff, 0xd9})
	factors := []byte{0x11, 0x12, 0x21, 0x22, 0x41}
	for i := range len(factors) * len(factors) * len(factors) {
		changed := bytes.Clone(data)
		for c := range 3 {
			changed[sof+11+3*c] = factors[i%len(factors)]
			i /= len(factors)
		}
		both(t, changed)
	}
}

// TestEighthOfPhotos compares all JPEG files of the sample photos, and of the folders in RECOLLECT_JPEGS.
func TestEighthOfPhotos(t *testing.T) {
	roots := append([]string{"../../../testdata"}, filepath.SplitList(os.Getenv("RECOLLECT_JPEGS"))...)
	n := 0
	for _, root := range roots {
		err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() || !strings.HasPrefix(strings.ToLower(filepath.Ext(path)), ".jp") {
				return err
			}
			data, err := os.ReadFile(path)
			if err == nil {
				n++
				t.Run(path, func(t *testing.T) { both(t, data) })
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	t.Log(n, "files")
}

func FuzzEighth(f *testing.F) {
	for _, data := range files(f) {
		f.Add(data)
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		h, err := Config(bytes.NewReader(data), int64(len(data)))
		if err != nil || h.WidthPx*h.HeightPx > 1<<22 {
			return
		}
		both(t, data)
	})
}
