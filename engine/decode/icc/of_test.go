package icc

import (
	"bytes"
	"compress/zlib"
	"encoding/binary"
	"testing"
)

func packed(profile []byte) string {
	var b bytes.Buffer
	z := zlib.NewWriter(&b)
	z.Write(profile)
	z.Close()
	return "name\x00\x00" + b.String()
}

// pngOf is a PNG of a colour type with chunks, by name and content in turn.
func pngOf(colourType byte, chunks ...string) []byte {
	b := chunk([]byte("\x89PNG\r\n\x1a\n"), "IHDR", []byte{0, 0, 0, 1, 0, 0, 0, 1, 8, colourType, 0, 0, 0})
	for i := 0; i < len(chunks); i += 2 {
		b = chunk(b, chunks[i], []byte(chunks[i+1]))
	}
	return chunk(chunk(b, "IDAT", nil), "gAMA", []byte(gammaOf(100_000))) // too late
}

func gammaOf(v uint32) string { return string(binary.BigEndian.AppendUint32(nil, v)) }

// chrmOf is cHRM, by 100,000.
func chrmOf(v ...uint32) string {
	var b []byte
	for _, n := range v {
		b = binary.BigEndian.AppendUint32(b, n)
	}
	return string(b)
}

// TestPNGColours holds which of the chunks counts (PNG, third edition, 4.3).
func TestPNGColours(t *testing.T) {
	var (
		linear, usual = gammaOf(100_000), gammaOf(45_455)
		srgbXY        = chrmOf(31270, 32900, 64000, 33000, 30000, 60000, 15000, 6000)
		p3XY          = chrmOf(31270, 32900, 68000, 32000, 26500, 69000, 15000, 6000)
		flatXY        = chrmOf(31270, 32900, 50000, 30000, 50000, 30000, 50000, 30000)
		from          = [3]uint8{200, 100, 50}
		asLinear      = [3]uint8{228, 168, 123}
		asP3          = [3]uint8{215, 93, 31}
		asAdobe       = [3]uint8{227, 100, 42}
		asOf18        = [3]uint8{209, 118, 64}
		same          [3]uint8 // nothing to be done
	)
	const rgb, palette, grey = 2, 3, 0
	for _, c := range []struct {
		name string
		data []byte
		want [3]uint8
	}{
		{"nothing said", pngOf(rgb), same},
		{"gAMA of linear light", pngOf(rgb, "gAMA", linear), asLinear},
		{"gAMA, palette", pngOf(palette, "gAMA", linear), asLinear},
		{"gAMA, grey", pngOf(grey, "gAMA", linear), asLinear},
		{"gAMA of sRGB", pngOf(rgb, "gAMA", usual), same},
		{"gAMA near that of sRGB", pngOf(rgb, "gAMA", gammaOf(45_000)), same},
		{"gAMA of old Macs", pngOf(rgb, "gAMA", gammaOf(55_556)), asOf18},
		{"gAMA of nothing", pngOf(rgb, "gAMA", gammaOf(0)), same},
		{"gAMA beyond reason", pngOf(rgb, "gAMA", gammaOf(1<<31)), same},
		{"gAMA cut", pngOf(rgb, "gAMA", "ab"), same},
		{"gAMA and cHRM of sRGB", pngOf(rgb, "gAMA", usual, "cHRM", srgbXY), same},
		{"cHRM of P3", pngOf(rgb, "gAMA", usual, "cHRM", p3XY), asP3},
		{"cHRM alone", pngOf(rgb, "cHRM", p3XY), asP3},
		{"cHRM of no triangle", pngOf(rgb, "gAMA", linear, "cHRM", flatXY), asLinear},
		{"cHRM of zeros", pngOf(rgb, "cHRM", chrmOf(make([]uint32, 8)...)), same},
		{"sRGB before gAMA", pngOf(rgb, "gAMA", linear, "cHRM", p3XY, "sRGB", "\x00"), same},
		{"iCCP before sRGB", pngOf(rgb, "sRGB", "\x00", "gAMA", linear, "iCCP", packed(adobeRGB())), asAdobe},
		{"iCCP of sRGB before gAMA", pngOf(rgb, "gAMA", linear, "iCCP", packed(sRGB())), same},
		{"iCCP that is broken", pngOf(rgb, "gAMA", linear, "iCCP", "name\x00\x00nothing"), asLinear},
		{"iCCP of grey", pngOf(rgb, "gAMA", linear, "iCCP", packed(greyProfile())), asLinear},
		{"cICP before all", pngOf(rgb, "iCCP", packed(adobeRGB()), "sRGB", "\x00", "cICP", "\x0c\x0d\x00\x01"), asP3},
		{"cICP of sRGB", pngOf(rgb, "iCCP", packed(adobeRGB()), "cICP", "\x01\x0d\x00\x01"), same},
		{"cICP that says nothing", pngOf(rgb, "iCCP", packed(adobeRGB()), "cICP", "\x02\x02\x00\x01"), asAdobe},
		{"the first gAMA", pngOf(rgb, "gAMA", linear, "gAMA", usual), asLinear},
	} {
		t.Run(c.name, func(t *testing.T) {
			tr := of(c.data, "png")
			if tr == nil != (c.want == same) {
				t.Fatalf("got %v", tr)
			}
			if tr == nil {
				return
			}
			if got := tr.convert(encoded(), from[0], from[1], from[2]); !alike(got, c.want, 1) {
				t.Errorf("%v becomes %v, want %v", from, got, c.want)
			}
		})
	}
}

// TestProfileOfAnotherKind leaves out a profile that was not made for such pixels.
func TestProfileOfAnotherKind(t *testing.T) {
	jpegOf := func(components byte, profile []byte) []byte {
		b := binary.BigEndian.AppendUint16([]byte("\xff\xd8\xff\xe2"), uint16(2+14+len(profile)))
		b = append(append(b, "ICC_PROFILE\x00\x01\x01"...), profile...)
		b = append(b, 0xff, 0xc4, 0, 2, 0xff, 0xc2, 0, byte(8+3*components), 8, 0, 1, 0, 1, components)
		return append(append(b, make([]byte, 3*components)...), 0xff, 0xda, 0, 2)
	}
	tiffOf := func(photometric byte, profile []byte) []byte {
		b := append([]byte("II*\x00\x08\x00\x00\x00\x02\x00\x06\x01\x03\x00\x01\x00\x00\x00"), photometric, 0, 0, 0)
		b = binary.LittleEndian.AppendUint32(append(b, 0x73, 0x87, 7, 0), uint32(len(profile)))
		return append(append(b, 38, 0, 0, 0, 0, 0, 0, 0), profile...)
	}
	for _, c := range []struct {
		name, format string
		data         []byte
		used         bool
	}{
		{"colour", "jpeg", jpegOf(3, adobeRGB()), true},
		{"grey", "jpeg", jpegOf(1, greyProfile()), true},
		{"inks by a profile of colour", "jpeg", jpegOf(4, p3()), false},
		{"grey by a profile of colour", "jpeg", jpegOf(1, adobeRGB()), false},
		{"colour by a profile of grey", "jpeg", jpegOf(3, greyProfile()), false},
		{"colour", "png", pngOf(6, "iCCP", packed(p3())), true},
		{"grey", "png", pngOf(4, "iCCP", packed(greyProfile())), true},
		{"grey by a profile of colour", "png", pngOf(0, "iCCP", packed(p3())), false},
		{"palette by a profile of grey", "png", pngOf(3, "iCCP", packed(greyProfile())), false},
		{"colour", "tiff", tiffOf(2, p3()), true},
		{"YCbCr", "tiff", tiffOf(6, p3()), true},
		{"grey", "tiff", tiffOf(1, greyProfile()), true},
		{"inks by a profile of colour", "tiff", tiffOf(5, p3()), false},
		{"grey by a profile of colour", "tiff", tiffOf(0, p3()), false},
		{"colour by a profile of grey", "tiff", tiffOf(2, greyProfile()), false},
	} {
		t.Run(c.format+" "+c.name, func(t *testing.T) {
			if got := of(c.data, c.format) != nil; got != c.used {
				t.Errorf("used: %v, want %v", got, c.used)
			}
		})
	}
}

// TestProfileOfHighRange takes a profile by its numbers where it names PQ or HLG.
func TestProfileOfHighRange(t *testing.T) {
	numbers := func(transfer byte) tag { return tag{"cicp", []byte{'c', 'i', 'c', 'p', 0, 0, 0, 0, 9, transfer, 0, 1}} }
	tables := tag{"A2B0", []byte("mft2")}
	for _, transfer := range []byte{transferPQ, transferHLG} {
		tr, err := New(bytes.Replace(built("RGB ", numbers(transfer), tables), []byte("XYZ "), []byte("Lab "), 1))
		if err != nil || !tr.Toned() || tr.hdr == nil {
			t.Errorf("transfer %d: got %v, %v", transfer, tr, err)
		}
	}
	if tr, err := New(built("RGB ", numbers(13), tables)); err == nil {
		t.Errorf("the curve of sRGB by a profile of tables: got %v, want an error", tr)
	}
}
