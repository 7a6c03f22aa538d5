//go:build linux && cgo && !noturbo

package decode

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"image"
	"math/bits"
	"os"
	"testing"

	"recollect/engine/photo"
)

// fourGreys is a JPEG with 4:2:0 chroma, made without its pixels: its upper half is grey
// of the levels a and b from left to right, its lower half of c and d. Every row of units of
// 16 x 16 pixels is an interval of its own, so that all rows of a half have the same bytes.
func fourGreys(w, h int, progressive bool, a, b, c, d int) []byte {
	var out bytes.Buffer
	segment := func(marker byte, data ...byte) {
		out.Write([]byte{0xff, marker})
		_ = binary.Write(&out, binary.BigEndian, uint16(2+len(data)))
		out.Write(data)
	}
	across, down := (w+15)/16, (h+15)/16
	out.WriteString("\xff\xd8")
	segment(0xdb, append([]byte{0}, bytes.Repeat([]byte{8}, 64)...)...) // a level is one step of a DC coefficient
	frame, lastAC := byte(0xc0), byte(63)
	if progressive { // one scan of DC coefficients, with none of the others
		frame, lastAC = 0xc2, 0
	}
	segment(frame, 8, byte(h>>8), byte(h), byte(w>>8), byte(w), 3, 1, 0x22, 0, 2, 0x11, 0, 3, 0x11, 0)
	segment(0xc4,
		append([]byte{0x00, 0, 1, 5, 1, 1, 1, 1, 1, 1, 0, 0, 0, 0, 0, 0, 0}, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11)...)
	segment(0xc4, append([]byte{0x10, 1}, make([]byte, 16)...)...) // one code, 0: the end of a block
	segment(0xdd, byte(across>>8), byte(across))
	segment(0xda, 3, 1, 0, 2, 0, 3, 0, 0, lastAC, 0)
	upper, lower := unitRow(across, progressive, a, b), unitRow(across, progressive, c, d)
	for y := range down {
		if y > 0 {
			out.Write([]byte{0xff, 0xd0 + byte(y-1)%8})
		}
		if y < down/2 {
			out.Write(upper)
		} else {
			out.Write(lower)
		}
	}
	out.WriteString("\xff\xd9")
	return out.Bytes()
}

// unitRow is a row of units, the left half of one level of grey and the rest of another.
func unitRow(across int, progressive bool, left, right int) []byte {
	var w bitWriter
	block := func(diff int) {
		w.dc(diff)
		if !progressive {
			w.put(0, 1)
		}
	}
	level := 128
	for x := range across {
		want := left
		if x >= across/2 {
			want = right
		}
		block(want - level) // of the first luma block; the others are as it is
		level = want
		for range 5 {
			block(0)
		}
	}
	return w.end()
}

type bitWriter struct {
	out  []byte
	acc  uint32
	free int // bits of acc that are not written yet
}

func (w *bitWriter) put(v uint32, n int) {
	w.acc, w.free = w.acc<<n|v, w.free+n
	for w.free >= 8 {
		w.free -= 8
		c := byte(w.acc >> w.free)
		if w.out = append(w.out, c); c == 0xff {
			w.out = append(w.out, 0)
		}
	}
}

// dc writes a difference of DC coefficients by the table K.3 of ITU-T T.81.
func (w *bitWriter) dc(diff int) {
	size := bits.Len(uint(max(diff, -diff)))
	codes := []struct{ code, bits int }{{0, 2}, {2, 3}, {3, 3}, {4, 3}, {5, 3}, {6, 3}, {14, 4}, {30, 5}, {62, 6}}
	w.put(uint32(codes[size].code), codes[size].bits)
	if diff < 0 {
		diff += 1<<size - 1
	}
	w.put(uint32(diff), size)
}

func (w *bitWriter) end() []byte {
	w.put(1<<7-1, 7) // fill the last byte with ones; what is beyond it is dropped
	return w.out
}

// Pictures that no camera but a scanner or a stitcher makes are shown like others, for
// little memory where their JPEG has one scan, and for their coefficients where it has more.
func TestHugeJPEG(t *testing.T) {
	tests := []struct {
		name        string
		w, h        int
		progressive bool
		mostMiB     int
	}{
		{"200 MP", 16320, 12240, false, 64},
		{"100 MP progressive", 11600, 8700, true, 64 + 11600*8700*3>>20},
		{"300 MP panorama", 60000, 5000, false, 64},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			f := written(t, "huge.jpg", fourGreys(tt.w, tt.h, tt.progressive, 20, 90, 160, 230))
			d, err := Describe(f)
			if err != nil || d.WidthPx != tt.w || d.HeightPx != tt.h {
				t.Fatalf("described as %d x %d, %v", d.WidthPx, d.HeightPx, err)
			}
			before := resetPeak(t)
			p, err := File(t.Context(), f, Options{ShortPx: 260, LongPx: 320, Budget: NewBudget(640 << 20)})
			if err != nil {
				t.Fatal(err)
			}
			took := peak(t) - before
			t.Logf("%d KB took %d MiB", f.Size>>10, took)
			if took > tt.mostMiB*slowdown {
				t.Errorf("took %d MiB, want at most %d", took, tt.mostMiB)
			}
			if p.Details.Damaged || p.Details.WidthPx != tt.w || p.Details.HeightPx != tt.h {
				t.Errorf("details %+v", p.Details)
			}
			for _, img := range []*image.RGBA{p.Image, Fit(p.Image, 320), Resize(p.Image, 260, 260)} {
				size := img.Rect.Size()
				for i, want := range []uint8{20, 90, 160, 230} {
					at := image.Pt(size.X*(1+2*(i%2))/4, size.Y*(1+2*(i/2))/4)
					if c := img.RGBAAt(at.X, at.Y); c.R != want || c.G != want || c.B != want || c.A != 255 {
						t.Errorf("%v: pixel %v = %v, want grey of %d", size, at, c, want)
					}
				}
			}
		})
	}
}

// What even the smallest picture would take too much memory or time for is refused.
func TestTooHugeJPEG(t *testing.T) {
	for _, tt := range []struct {
		w, h        int
		progressive bool
	}{{65000, 65000, false}, {30000, 30000, true}} {
		data := fourGreys(tt.w, 16, tt.progressive, 0, 0, 0, 0)
		at := bytes.Index(data, []byte{byte(tt.w >> 8), byte(tt.w), 3})
		binary.BigEndian.PutUint16(data[at-2:], uint16(tt.h))
		_, err := Describe(written(t, "huge.jpg", data))
		want := fmt.Sprintf("This picture of %d x %d pixels is too large to be shown.", tt.w, tt.h)
		if !errors.Is(err, ErrTooLarge) || said(err) != want {
			t.Errorf("%d x %d: %v", tt.w, tt.h, err)
		}
		if _, err := Bytes(t.Context(), data, photo.File{}, Options{LongPx: 1}); !errors.Is(err, ErrTooLarge) {
			t.Errorf("%d x %d: %v", tt.w, tt.h, err)
		}
	}
}

// resetPeak begins to watch the memory of this process, and returns what it has, in MiB
// (proc(5): clear_refs, VmHWM).
func resetPeak(t *testing.T) int {
	t.Helper()
	if err := os.WriteFile("/proc/self/clear_refs", []byte("5"), 0); err != nil {
		t.Fatal(err)
	}
	return peak(t)
}

// peak is the most memory that this process has had, in MiB.
func peak(t *testing.T) int {
	t.Helper()
	status, err := os.ReadFile("/proc/self/status")
	if err != nil {
		t.Fatal(err)
	}
	_, rest, _ := bytes.Cut(status, []byte("VmHWM:"))
	var kib int
	if _, err := fmt.Sscan(string(rest), &kib); err != nil {
		t.Fatal(err)
	}
	return kib >> 10
}
