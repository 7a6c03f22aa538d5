package main

import (
	"bytes"
	"encoding/binary"
	"image"
	"image/color"
	"image/png"
	"testing"
)

func TestIcon(t *testing.T) {
	whole := image.NewNRGBA(image.Rect(0, 0, 512, 512))
	for i := range whole.Pix {
		whole.Pix[i] = []byte{200, 100, 50, 255}[i%4]
	}
	ico, err := encodeIcon(whole)
	if err != nil {
		t.Fatal(err)
	}
	le := binary.LittleEndian
	if n := int(le.Uint16(ico[4:])); le.Uint16(ico[2:]) != 1 || n != len(iconSizes) {
		t.Fatalf("kind %d with %d pictures", le.Uint16(ico[2:]), n)
	}
	for i, size := range iconSizes {
		e := ico[6+16*i:]
		length, at := le.Uint32(e[8:]), le.Uint32(e[12:])
		if int(e[0]) != size%256 || int(at+length) > len(ico) {
			t.Fatalf("size %d: written as %d, bytes %d to %d of %d", size, e[0], at, at+length, len(ico))
		}
		data := ico[at : at+length]
		if size < packedFrom {
			// The header, the colours, and the mask with whole double words a row.
			want := 40 + 4*size*size + size*((size+31)/32*4)
			first := []byte{50, 100, 200, 255}
			if len(data) != want || le.Uint32(data[8:]) != uint32(2*size) || !bytes.Equal(data[40:44], first) {
				t.Errorf("size %d: %d bytes, want %d; begins with % x", size, len(data), want, data[:44])
			}
			continue
		}
		img, err := png.Decode(bytes.NewReader(data))
		if err != nil {
			t.Fatal(err)
		}
		got := color.NRGBAModel.Convert(img.At(9, 9))
		if img.Bounds().Dx() != size || got != (color.NRGBA{200, 100, 50, 255}) {
			t.Errorf("size %d: %v of %v", size, got, img.Bounds())
		}
	}
}

func TestMacro(t *testing.T) {
	const want = "!macro EACH_TYPE of\n\t!insertmacro ${of} \".jpg\"\n\t!insertmacro ${of} \".png\"\n!macroend\n"
	if got := macro("EACH_TYPE", []string{".jpg", ".png"}); got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}
