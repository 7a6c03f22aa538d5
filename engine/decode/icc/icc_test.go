package icc

import (
	"bytes"
	"compress/zlib"
	"encoding/binary"
	"errors"
	"image"
	"image/color"
	"math"
	"testing"

	"recollect/engine/format"
)

// tag is one entry of a profile that a test builds.
type tag struct {
	name string
	data []byte
}

// built is a profile of these tags.
func built(space string, tags ...tag) []byte {
	head := make([]byte, 128)
	copy(head[8:], "\x02\x10\x00\x00mntr"+space+"XYZ ")
	copy(head[36:], "acsp")
	copy(head[68:], "\x00\x00\xf6\xd6\x00\x01\x00\x00\x00\x00\xd3\x2d") // D50
	table := binary.BigEndian.AppendUint32(nil, uint32(len(tags)))
	var body []byte
	for _, t := range tags {
		table = append(table, t.name...)
		table = binary.BigEndian.AppendUint32(table, uint32(128+4+12*len(tags)+len(body)))
		table = binary.BigEndian.AppendUint32(table, uint32(len(t.data)))
		body = append(body, t.data...)
		body = append(body, make([]byte, -len(body)&3)...)
	}
	all := append(append(head, table...), body...)
	binary.BigEndian.PutUint32(all, uint32(len(all)))
	return all
}

func xyz(x, y, z float64) []byte {
	b := []byte("XYZ \x00\x00\x00\x00")
	for _, v := range []float64{x, y, z} {
		b = binary.BigEndian.AppendUint32(b, uint32(int32(math.Round(v*65536))))
	}
	return b
}

// para is a parametricCurveType.
func para(function uint16, params ...float64) []byte {
	b := binary.BigEndian.AppendUint16([]byte("para\x00\x00\x00\x00"), function)
	b = append(b, 0, 0)
	for _, v := range params {
		b = binary.BigEndian.AppendUint32(b, uint32(int32(math.Round(v*65536))))
	}
	return b
}

// curv is a curveType.
func curv(values ...uint16) []byte {
	b := binary.BigEndian.AppendUint32([]byte("curv\x00\x00\x00\x00"), uint32(len(values)))
	for _, v := range values {
		b = binary.BigEndian.AppendUint16(b, v)
	}
	return b
}

func rgb(curve []byte, r, g, b []byte) []byte {
	return built("RGB ", tag{"rXYZ", r}, tag{"gXYZ", g}, tag{"bXYZ", b},
		tag{"rTRC", curve}, tag{"gTRC", curve}, tag{"bTRC", curve})
}

func srgbCurve() []byte { return para(3, 2.4, 1/1.055, 0.055/1.055, 1/12.92, 0.04045) }

// The colour spaces that photos are in, adapted to D50 (Lindbloom, "RGB/XYZ Matrices").
func sRGB() []byte {
	return rgb(srgbCurve(), xyz(0.4360747, 0.2225045, 0.0139322), xyz(0.3850649, 0.7168786, 0.0971045),
		xyz(0.1430804, 0.0606169, 0.7141733))
}

func p3() []byte {
	return rgb(srgbCurve(), xyz(0.515102, 0.241182, -0.00104941), xyz(0.291965, 0.692236, 0.0418818),
		xyz(0.157153, 0.0665819, 0.784378))
}

func adobeRGB() []byte {
	return rgb(curv(0x0233), xyz(0.6097559, 0.3111242, 0.0194811), xyz(0.2052401, 0.6256560, 0.0608902),
		xyz(0.1492240, 0.0632197, 0.7448387))
}

func proPhoto() []byte {
	return rgb(curv(0x01cd), xyz(0.7976749, 0.2880402, 0), xyz(0.1351917, 0.7118741, 0),
		xyz(0.0313534, 0.0000857, 0.8252100))
}

func greyProfile() []byte { return built("GRAY", tag{"kTRC", curv(0x0233)}) }

// The answers are those of LittleCMS by Pillow 13: ImageCms.profileToProfile from
// these very profiles to its sRGB, relative colorimetric.
func TestColours(t *testing.T) {
	tests := []struct {
		name     string
		profile  []byte
		from, to color.RGBA
	}{
		{"p3", p3(), color.RGBA{255, 0, 0, 255}, color.RGBA{255, 0, 0, 255}},
		{"p3", p3(), color.RGBA{200, 100, 50, 255}, color.RGBA{215, 93, 31, 255}},
		{"p3", p3(), color.RGBA{20, 180, 90, 255}, color.RGBA{0, 183, 78, 255}},
		{"p3", p3(), color.RGBA{128, 128, 128, 255}, color.RGBA{128, 128, 128, 255}},
		{"p3", p3(), color.RGBA{90, 160, 230, 255}, color.RGBA{61, 162, 236, 255}},
		{"adobeRGB", adobeRGB(), color.RGBA{0, 255, 0, 255}, color.RGBA{0, 255, 0, 255}},
		{"adobeRGB", adobeRGB(), color.RGBA{200, 100, 50, 255}, color.RGBA{227, 100, 42, 255}},
		{"adobeRGB", adobeRGB(), color.RGBA{20, 180, 90, 255}, color.RGBA{0, 181, 83, 255}},
		{"adobeRGB", adobeRGB(), color.RGBA{128, 128, 128, 255}, color.RGBA{129, 129, 129, 255}},
		{"adobeRGB", adobeRGB(), color.RGBA{90, 160, 230, 255}, color.RGBA{0, 161, 233, 255}},
		{"adobeRGB", adobeRGB(), color.RGBA{10, 20, 15, 255}, color.RGBA{0, 12, 6, 255}},
		{"proPhoto", proPhoto(), color.RGBA{120, 130, 90, 255}, color.RGBA{139, 150, 101, 255}},
		{"proPhoto", proPhoto(), color.RGBA{200, 190, 180, 255}, color.RGBA{221, 200, 192, 255}},
		{"proPhoto", proPhoto(), color.RGBA{60, 50, 70, 255}, color.RGBA{81, 62, 91, 255}},
		{"grey", greyProfile(), color.RGBA{10, 10, 10, 255}, color.RGBA{3, 3, 3, 255}},
		{"grey", greyProfile(), color.RGBA{60, 60, 60, 255}, color.RGBA{57, 57, 57, 255}},
		{"grey", greyProfile(), color.RGBA{128, 128, 128, 255}, color.RGBA{129, 129, 129, 255}},
		{"grey", greyProfile(), color.RGBA{220, 220, 220, 255}, color.RGBA{221, 221, 221, 255}},
	}
	for _, tt := range tests {
		tr, err := New(tt.profile)
		if err != nil || tr == nil {
			t.Fatalf("%s: New = %v, %v", tt.name, tr, err)
		}
		img := image.NewRGBA(image.Rect(0, 0, 1, 1))
		img.SetRGBA(0, 0, tt.from)
		tr.Apply(img)
		if got := img.RGBAAt(0, 0); !within(got, tt.to, 1) {
			t.Errorf("%s: %v becomes %v, want %v", tt.name, tt.from, got, tt.to)
		}
	}
}

func within(a, b color.RGBA, most int) bool {
	near := func(x, y uint8) bool { return max(x, y)-min(x, y) <= uint8(most) }
	return near(a.R, b.R) && near(a.G, b.G) && near(a.B, b.B) && a.A == b.A
}

func TestSRGBNeedsNothing(t *testing.T) {
	if tr, err := New(sRGB()); tr != nil || err != nil {
		t.Errorf("New = %v, %v, want nothing", tr, err)
	}
}

func TestRefused(t *testing.T) {
	tables := built("RGB ", tag{"A2B0", []byte("mft2")})
	cmyk := built("CMYK", tag{"A2B0", []byte("mft2")})
	lab := bytes.Replace(sRGB(), []byte("XYZ "), []byte("Lab "), 1)
	endless := sRGB()
	binary.BigEndian.PutUint32(endless[128:], 1<<31)
	for name, tt := range map[string]struct {
		data []byte
		want error
	}{
		"empty": {nil, errBroken}, "short": {sRGB()[:130], errBroken},
		"text":   {bytes.Repeat([]byte("text"), 100), errBroken},
		"tables": {tables, ErrUnsupported}, "CMYK": {cmyk, ErrUnsupported}, "Lab": {lab, ErrUnsupported},
		"tags without end": {endless, errBroken}, "no curve": {built("RGB "), errBroken},
		"curve beyond the end": {built("GRAY", tag{"kTRC", curv(1, 2, 3)[:14]}), errBroken},
		"unknown function":     {built("GRAY", tag{"kTRC", para(9)}), errBroken},
	} {
		if _, err := New(tt.data); !errors.Is(err, tt.want) {
			t.Errorf("%s: err = %v, want %v", name, err, tt.want)
		}
	}
}

func TestCurves(t *testing.T) {
	table := make([]uint16, 1024)
	for i := range table {
		table[i] = uint16(math.Round(srgb(float64(i)/1023) * math.MaxUint16))
	}
	tests := []struct {
		name string
		tag  []byte
		want curve
	}{
		{"straight", curv(), gamma(1)},
		{"gamma", curv(0x0200), gamma(2)},
		{"table", curv(table...), srgb},
		{"function 0", para(0, 1.8), gamma(1.8)},
		{"function 1", para(1, 2, 2, -1), func(v float64) float64 { return math.Pow(max(2*v-1, 0), 2) }},
		{"function 2", para(2, 2, 0.5, 0, 0.25), func(v float64) float64 { return v*v/4 + 0.25 }},
		{"function 3", srgbCurve(), srgb},
		{"function 4", para(4, 1, 0.5, 0, 0.25, 0.5, 0.125, 0), func(v float64) float64 {
			if v < 0.5 {
				return v / 4
			}
			return v/2 + 0.125
		}},
	}
	for _, tt := range tests {
		got, err := readCurve(tt.tag)
		if err != nil {
			t.Errorf("%s: %v", tt.name, err)
			continue
		}
		for i := range 101 {
			v := float64(i) / 100
			if g, w := got(v), tt.want(v); math.Abs(g-w) > 1e-3 {
				t.Errorf("%s: %v becomes %v, want %v", tt.name, v, g, w)
			}
		}
	}
}

func TestTransparentPixels(t *testing.T) {
	tr, err := New(p3())
	if err != nil {
		t.Fatal(err)
	}
	img := image.NewRGBA(image.Rect(0, 0, 2, 1))
	img.SetRGBA(1, 0, color.RGBA{100, 50, 25, 128}) // 200, 100, 50 at half
	tr.Apply(img)
	if got := img.RGBAAt(0, 0); got != (color.RGBA{}) {
		t.Errorf("a clear pixel became %v", got)
	}
	if got, want := img.RGBAAt(1, 0), (color.RGBA{108, 46, 15, 128}); !within(got, want, 1) {
		t.Errorf("half transparent: %v, want %v", got, want)
	}
}

// files is a file of each format around one profile: only what Of reads of it.
func files(profile []byte) map[string][]byte {
	segment := func(number byte, part []byte) []byte {
		b := binary.BigEndian.AppendUint16([]byte{0xff, 0xe2}, uint16(2+14+len(part)))
		return append(append(b, "ICC_PROFILE\x00"+string([]byte{number, 2})...), part...)
	}
	half := len(profile) / 2
	jpeg := append([]byte("\xff\xd8\xff\xe0\x00\x04ab"), segment(2, profile[half:])...) // the last piece first
	jpeg = append(append(jpeg, 0xff), segment(1, profile[:half])...)
	jpeg = append(jpeg, 0xff, 0xda, 0, 2)

	var packed bytes.Buffer
	z := zlib.NewWriter(&packed)
	z.Write(profile)
	z.Close()
	png := chunk([]byte("\x89PNG\r\n\x1a\n"), "gAMA", make([]byte, 4))
	png = chunk(png, "iCCP", append([]byte("name\x00\x00"), packed.Bytes()...))
	png = chunk(png, "IDAT", nil)

	webp := append([]byte("RIFF\x00\x00\x00\x00WEBPVP8X\x03\x00\x00\x00abc\x00ICCP"),
		binary.LittleEndian.AppendUint32(nil, uint32(len(profile)))...)
	webp = append(webp, profile...)

	tiff := []byte("II*\x00\x08\x00\x00\x00\x02\x00\x06\x01\x03\x00\x01\x00\x00\x00\x02\x00\x00\x00\x73\x87\x07\x00")
	tiff = binary.LittleEndian.AppendUint32(tiff, uint32(len(profile)))
	tiff = append(append(tiff, 38, 0, 0, 0, 0, 0, 0, 0), profile...)
	return map[string][]byte{"jpeg": jpeg, "png": png, "webp": webp, "tiff": tiff}
}

func chunk(b []byte, name string, data []byte) []byte {
	b = append(binary.BigEndian.AppendUint32(b, uint32(len(data))), name...)
	return append(append(b, data...), 0, 0, 0, 0)
}

// of is Of for a format by its name.
func of(data []byte, name string) *Transform {
	f, _ := format.Of(name)
	return Of(bytes.NewReader(data), int64(len(data)), f.Container)
}

func TestOf(t *testing.T) {
	want, err := New(adobeRGB())
	if err != nil {
		t.Fatal(err)
	}
	for name, data := range files(adobeRGB()) {
		if got := of(data, name); got == nil || got.light != want.light || got.matrix != want.matrix {
			t.Errorf("%s: the profile was not found", name)
		}
		for n := range data { // cut off anywhere: nothing, and no panic
			of(data[:n], name)
		}
	}
	for name, data := range files(sRGB()) {
		if got := of(data, name); got != nil {
			t.Errorf("%s: sRGB is converted", name)
		}
	}
}

func TestDisplayP3ByNumber(t *testing.T) {
	byProfile, err := New(p3())
	if err != nil {
		t.Fatal(err)
	}
	png := chunk([]byte("\x89PNG\r\n\x1a\n"), "cICP", []byte{12, 13, 0, 1})
	got := of(png, "png")
	if got == nil {
		t.Fatal("not found")
	}
	samples := encoded()
	for _, c := range [][3]uint8{{200, 100, 50}, {20, 180, 90}} {
		a, b := got.convert(samples, c[0], c[1], c[2]), byProfile.convert(samples, c[0], c[1], c[2])
		if !alike(a, b, 1) {
			t.Errorf("%v becomes %v by number and %v by profile", c, a, b)
		}
	}
}

func BenchmarkApply1MP(b *testing.B) {
	tr, err := New(p3())
	if err != nil {
		b.Fatal(err)
	}
	img := image.NewRGBA(image.Rect(0, 0, 1000, 1000))
	for i := range img.Pix {
		img.Pix[i] = uint8(i * 7)
		if i%4 == 3 {
			img.Pix[i] = 255
		}
	}
	for b.Loop() {
		tr.Apply(img)
	}
}

func FuzzNew(f *testing.F) {
	for _, p := range [][]byte{
		sRGB(), p3(), adobeRGB(), greyProfile(), built("GRAY", tag{"kTRC", para(4, 1, 2, 3, 4, 5, 6, 7)}),
	} {
		f.Add(p)
	}
	img := image.NewRGBA(image.Rect(0, 0, 2, 1))
	f.Fuzz(func(t *testing.T, data []byte) {
		tr, err := New(data)
		if err != nil || tr == nil {
			return
		}
		copy(img.Pix, []byte{200, 100, 50, 255, 10, 20, 5, 30})
		tr.Apply(img)
		if img.Pix[3] != 255 || img.Pix[7] != 30 {
			t.Errorf("alpha changed: %v", img.Pix)
		}
		for _, v := range img.Pix[4:7] {
			if v > 30 {
				t.Errorf("more colour than alpha: %v", img.Pix[4:])
			}
		}
	})
}

func FuzzOf(f *testing.F) {
	for name, data := range files(p3()) {
		f.Add(data, name)
	}
	data := pngOf(2, "gAMA", gammaOf(100_000), "cHRM", chrmOf(31270, 32900, 68000, 32000, 26500, 69000, 15000, 6000),
		"cICP", "\x09\x10\x00\x01")
	f.Add(data, "png")
	f.Fuzz(func(_ *testing.T, data []byte, name string) {
		if tr := of(data, name); tr != nil {
			tr.Apply(image.NewRGBA(image.Rect(0, 0, 1, 1)))
		}
	})
}
