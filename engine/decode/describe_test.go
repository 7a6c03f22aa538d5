package decode

import (
	"encoding/binary"
	"fmt"
	"image"
	"path/filepath"
	"testing"
	"time"

	"recollect/engine/photo"
)

var changed = time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)

func TestOrientation(t *testing.T) {
	// What lies in the corners of the stored picture, from the words of Exif 2.32:
	// for 6, say, its row 0 is the right side and its column 0 the top.
	stored := [9][4]int{
		1: {0, 1, 2, 3}, 2: {1, 0, 3, 2}, 3: {3, 2, 1, 0}, 4: {2, 3, 0, 1},
		5: {0, 2, 1, 3}, 6: {1, 3, 0, 2}, 7: {3, 1, 2, 0}, 8: {2, 0, 3, 1},
	}
	for o := 1; o <= 8; o++ {
		for _, order := range []binary.AppendByteOrder{binary.LittleEndian, binary.BigEndian} {
			t.Run(fmt.Sprintf("%d %v", o, order), func(t *testing.T) {
				w, h := 64, 32
				if o >= 5 {
					w, h = h, w
				}
				block := exifBlock(order, []entry{{0x0112, uint16(o)}}, nil)
				p, err := Bytes(t.Context(), withExif(asJPEG(t, quarters(w, h, stored[o])), block), photo.File{},
					Options{})
				if err != nil {
					t.Fatal(err)
				}
				if got, want := p.Image.Rect, image.Rect(0, 0, 64, 32); got != want {
					t.Fatalf("bounds = %v, want %v", got, want)
				}
				if d := p.Details; d.Orientation != o || d.WidthPx != 64 || d.HeightPx != 32 {
					t.Errorf("details = %+v, want orientation %d and 64 x 32", d, o)
				}
				checkCorners(t, p.Image)
			})
		}
	}
}

func TestOrientationExamples(t *testing.T) {
	dir := filepath.Join(shared(t), "metadata", "exif-orientation-examples")
	for _, kind := range []string{"Landscape", "Portrait"} {
		want, err := File(t.Context(), photo.File{Path: filepath.Join(dir, kind+"_1.jpg")}, Options{})
		if err != nil {
			t.Fatal(err)
		}
		small := Resize(want.Image, 48, 48)
		for o := 2; o <= 8; o++ {
			name := fmt.Sprintf("%s_%d.jpg", kind, o)
			t.Run(name, func(t *testing.T) {
				got, err := File(t.Context(), photo.File{Path: filepath.Join(dir, name)}, Options{})
				if err != nil {
					t.Fatal(err)
				}
				if got.Details.Orientation != o || got.Image.Rect != want.Image.Rect {
					t.Errorf("orientation %d, bounds %v, want %d, %v", got.Details.Orientation, got.Image.Rect, o,
						want.Image.Rect)
				}
				if d := difference(Resize(got.Image, 48, 48), small); d > 6 {
					t.Errorf("mean difference from the upright picture = %.1f, want at most 6", d)
				}
			})
		}
	}
}

func difference(a, b *image.RGBA) float64 {
	sum := 0
	for i := range a.Pix {
		sum += int(max(a.Pix[i], b.Pix[i]) - min(a.Pix[i], b.Pix[i]))
	}
	return float64(sum) / float64(len(a.Pix))
}

func TestTaken(t *testing.T) {
	original := entry{0x9003, "2019:05:06 07:08:09"}
	digitised := entry{0x9004, "2018:01:01 00:00:01"}
	tests := []struct {
		name      string
		ifd0, sub []entry
		want      string
		from      photo.Source
	}{
		{"none", nil, nil, "2026-01-02T03:04:05Z", photo.FromModTime},
		{"no offset", nil, []entry{original, digitised}, "2019-05-06T07:08:09", photo.FromExif},
		{"offset", nil, []entry{original, {0x9011, "+05:30"}}, "2019-05-06T07:08:09+05:30", photo.FromExif},
		{"UTC", nil, []entry{original, {0x9011, "Z"}}, "2019-05-06T07:08:09Z", photo.FromExif},
		{"broken offset", nil, []entry{original, {0x9011, "   :  "}}, "2019-05-06T07:08:09", photo.FromExif},
		{"tenths", nil, []entry{original, {0x9291, "5"}}, "2019-05-06T07:08:09.5", photo.FromExif},
		{"hundredths", nil, []entry{original, {0x9291, "05"}}, "2019-05-06T07:08:09.05", photo.FromExif},
		{"thousandths", nil, []entry{original, {0x9291, "047"}}, "2019-05-06T07:08:09.047", photo.FromExif},
		{"microseconds", nil, []entry{original, {0x9291, "001234"}}, "2019-05-06T07:08:09.001234", photo.FromExif},
		{"padded fraction", nil, []entry{original, {0x9291, "07 "}}, "2019-05-06T07:08:09.07", photo.FromExif},
		{
			"fraction and offset", nil,
			[]entry{original, {0x9011, "-03:00"}, {0x9291, "120"}},
			"2019-05-06T07:08:09.12-03:00", photo.FromExif,
		},
		{
			"digitised", nil,
			[]entry{{0x9003, "0000:00:00 00:00:00"}, digitised, {0x9012, "+01:00"}},
			"2018-01-01T00:00:01+01:00", photo.FromCreated,
		},
		{"changed", []entry{{0x0132, "2017:02:03 04:05:06"}}, nil, "2017-02-03T04:05:06", photo.FromModified},
		{"as ISO 8601", nil, []entry{{0x9003, "2019-05-06T07:08:09"}}, "2019-05-06T07:08:09", photo.FromExif},
		{"blank", nil, []entry{{0x9003, "    :  :     :  :  "}}, "2026-01-02T03:04:05Z", photo.FromModTime},
	}
	plain := asJPEG(t, quarters(16, 16, [4]int{}))
	for _, tt := range tests {
		for _, order := range []binary.AppendByteOrder{binary.LittleEndian, binary.BigEndian} {
			t.Run(tt.name+" "+order.String(), func(t *testing.T) {
				data := withExif(plain, exifBlock(order, tt.ifd0, tt.sub))
				p, err := Bytes(t.Context(), data, photo.File{ModTime: changed}, Options{})
				if err != nil {
					t.Fatal(err)
				}
				if got := p.Details.Taken; got.String() != tt.want || got.From != tt.from {
					t.Errorf("taken = %v from %v, want %v from %v", got, got.From, tt.want, tt.from)
				}
			})
		}
	}
}

func TestCamera(t *testing.T) {
	tests := []struct{ maker, model, want string }{
		{"", "", ""},
		{"Acme", "", "Acme"},
		{"", "One", "One"},
		{"Acme", "One", "Acme One"},
		{"Canon", "Canon EOS 5D", "Canon EOS 5D"},
		{"NIKON CORPORATION", "NIKON D1", "NIKON D1"},
		{"Canon", "CANON EOS 5D", "CANON EOS 5D"},
	}
	for _, tt := range tests {
		t.Run(tt.maker+","+tt.model, func(t *testing.T) {
			block := exifBlock(binary.LittleEndian, []entry{{0x010f, tt.maker + "  "}, {0x0110, tt.model}}, nil)
			p, err := Bytes(t.Context(), withExif(asJPEG(t, quarters(16, 16, [4]int{})), block), photo.File{},
				Options{})
			if err != nil {
				t.Fatal(err)
			}
			if got := p.Details.Camera; got != tt.want {
				t.Errorf("camera = %q, want %q", got, tt.want)
			}
		})
	}
}

// The picture's data have an odd length here: the chunk behind is at an even place.
func TestExifBehindOddChunkOfWebP(t *testing.T) {
	p, err := Bytes(t.Context(), testFile(t, "odd-chunk.webp"), photo.File{}, Options{})
	if err != nil {
		t.Fatal(err)
	}
	if d := p.Details; d.Orientation != 6 || d.Camera != "Acme One" || d.WidthPx != 6 || d.HeightPx != 12 {
		t.Errorf("details = %+v, want orientation 6, Acme One, 6 x 12", d)
	}
}

// The wants are what Pillow reads from the same files.
func TestRealMetadata(t *testing.T) {
	dir := filepath.Join(shared(t), "metadata", "immich")
	tests := []struct{ path, taken, camera string }{
		{"metadata/rating/mongolels.jpg", "2009-08-29T13:18:08.17", "Canon EOS 500D"},
		{"metadata/gps-position/empty_gps.jpg", "2025-06-01T16:59:26.02346", "motorola moto g(9) plus"},
		{"metadata/dates/date-priority-test.jpg", "2023-02-02T02:00:00", ""},
		{"formats/webp/denali.webp", "2010-08-13T21:00:01.85", "Canon EOS 7D"},
		{"formats/jpg/el_torcal_rocks.jpg", "2012-08-05T11:39:59", "SONY DSLR-A550"},
	}
	for _, tt := range tests {
		t.Run(tt.path, func(t *testing.T) {
			path := filepath.Join(dir, filepath.FromSlash(tt.path))
			d, err := Describe(photo.File{Path: path})
			if err != nil {
				t.Fatal(err)
			}
			if d.Taken.String() != tt.taken || d.Camera != tt.camera {
				t.Errorf("taken %v with %q, want %v with %q", d.Taken, d.Camera, tt.taken, tt.camera)
			}
		})
	}
}
