package stamp

import (
	"bytes"
	"encoding/json"
	"errors"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"recollect/engine/meta"
	"recollect/engine/photo"
)

var whole = Says{
	Orientation: 6,
	Taken:       photo.Moment{Time: time.Date(2023, 7, 4, 9, 8, 7, 0, time.FixedZone("", 2*3600)), HasOffset: true},
	Meta: &photo.Meta{
		Make: "FUJIFILM", Model: "X-T5", Lens: "XF 35mm", ExposureSeconds: 1.0 / 250, FNumber: 2.8, ISO: 400,
		FocalMM: 35.5, Focal35MM: 53, Caption: "Grüße, 東京",
		Place: &photo.Place{Latitude: -33.856784, Longitude: 151.215297, AltitudeM: 12.34, HasAltitude: true},
	},
	XMP: []byte(`<x:xmpmeta xmlns:x="adobe:ns:meta/">` +
		`<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">` +
		`<rdf:Description rdf:about="" xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmp:Rating="4"/>` +
		`</rdf:RDF></x:xmpmeta>`),
}

func picture() image.Image {
	img := image.NewRGBA(image.Rect(0, 0, 40, 30))
	for i := range img.Pix {
		img.Pix[i] = byte(i * 7)
	}
	for x := range 40 {
		for y := range 30 {
			img.SetRGBA(x, y, color.RGBA{byte(x * 6), byte(y * 8), 90, 255})
		}
	}
	return img
}

func aJPEG(t testing.TB) []byte {
	var b bytes.Buffer
	if err := jpeg.Encode(&b, picture(), nil); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func aPNG(t testing.TB) []byte {
	var b bytes.Buffer
	if err := png.Encode(&b, picture()); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// What was written is read, and writing again leaves nothing of it.
func TestWhatIsSaidIsRead(t *testing.T) {
	tests := []struct {
		name  string
		data  []byte
		stamp func([]byte, Says) ([]byte, error)
	}{{"jpeg", aJPEG(t), JPEG}, {"png", aPNG(t), PNG}}
	for _, tt := range tests {
		out, err := tt.stamp(tt.data, whole)
		if err != nil {
			t.Fatal(err)
		}
		a := meta.Read(bytes.NewReader(out), tt.name, photo.File{Path: "a." + tt.name}, time.Now())
		m, w := a.Meta, whole.Meta
		if !a.Taken.Equal(whole.Taken.Time) || !a.Taken.HasOffset || a.Orientation != 6 || m.Make != w.Make ||
			m.Model != w.Model || m.Lens != w.Lens || m.ISO != w.ISO || m.Focal35MM != w.Focal35MM ||
			m.Caption != w.Caption || m.Rating != 4 {
			t.Errorf("%s: %+v", tt.name, a)
		}
		for what, v := range map[string][2]float64{
			"exposure": {m.ExposureSeconds, w.ExposureSeconds}, "aperture": {m.FNumber, w.FNumber},
			"focal length": {m.FocalMM, w.FocalMM}, "latitude": {m.Place.Latitude, w.Place.Latitude},
			"longitude": {m.Place.Longitude, w.Place.Longitude}, "altitude": {m.Place.AltitudeM, w.Place.AltitudeM},
		} {
			if math.Abs(v[0]-v[1]) > 1e-6*math.Abs(v[1]) {
				t.Errorf("%s: %s is %v, want %v", tt.name, what, v[0], v[1])
			}
		}
		bare, err := tt.stamp(out, Says{})
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(bare, tt.data) {
			t.Errorf("%s: without metadata it has %d bytes, want the %d of before", tt.name, len(bare), len(tt.data))
		}
	}
}

// A JPEG loses all that is not needed to show it, wherever it stands.
func TestNothingElseStays(t *testing.T) {
	plain := aJPEG(t)
	segment := func(marker byte, content string) string {
		return string([]byte{0xff, marker, 0, byte(len(content) + 2)}) + content
	}
	jfif := segment(0xe0, "JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00")
	icc, adobe := segment(0xe2, iccMark+"\x01\x01profile"), segment(0xee, "Adobe\x00d\x00\x00\x00\x00\x01")
	full := "\xff\xd8" + jfif + segment(0xe0, "JFXX secret") + segment(0xe1, exifMark+"secret") + icc +
		segment(0xe2, "MPF\x00secret") + segment(0xed, "Photoshop secret") + adobe + segment(0xfe, "secret") +
		segment(0xef, "secret") + string(plain[2:]) + "secret behind the picture"
	out, err := JPEG([]byte(full), Says{Orientation: 3})
	if err != nil {
		t.Fatal(err)
	}
	if strings.Contains(string(out), "secret") {
		t.Errorf("a secret stays: %q", out)
	}
	for _, kept := range []string{icc, adobe} {
		if !strings.Contains(string(out), kept) {
			t.Errorf("%q is gone", kept)
		}
	}
	if !strings.HasPrefix(string(out), "\xff\xd8"+jfif+"\xff\xe1") {
		t.Errorf("it begins with %q", out[:40])
	}
	if _, err := jpeg.Decode(bytes.NewReader(out)); err != nil {
		t.Error(err)
	}
}

// exiftool reads what was written, without a warning.
func TestExiftoolReadsIt(t *testing.T) {
	tool, err := exec.LookPath("exiftool")
	if err != nil {
		t.Skip("exiftool is not installed")
	}
	out, err := JPEG(aJPEG(t), whole)
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "a.jpg")
	if err := os.WriteFile(path, out, 0o600); err != nil {
		t.Fatal(err)
	}
	text, err := exec.Command(tool, "-json", "-n", "-warning", "-DateTimeOriginal", "-OffsetTimeOriginal",
		"-GPSLatitude", "-Composite:GPSLongitude", "-ExposureTime", "-Orientation", "-XMP:Rating", path).Output()
	if err != nil {
		t.Fatal(err)
	}
	var got []map[string]any
	if err := json.Unmarshal(text, &got); err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]any{
		"DateTimeOriginal": "2023:07:04 09:08:07", "OffsetTimeOriginal": "+02:00", "Orientation": 6.0, "Rating": 4.0,
		"ExposureTime": 0.004,
	} {
		if got[0][name] != want {
			t.Errorf("%s is %v, want %v", name, got[0][name], want)
		}
	}
	if got[0]["Warning"] != nil {
		t.Errorf("%s", text)
	}
}

func FuzzJPEG(f *testing.F) {
	f.Add(aJPEG(f))
	f.Add([]byte("\xff\xd8\xff\xe1\x00\x02\xff\xd9"))
	f.Fuzz(func(t *testing.T, data []byte) { fuzz(t, data, JPEG) })
}

func FuzzPNG(f *testing.F) {
	f.Add(aPNG(f))
	f.Fuzz(func(t *testing.T, data []byte) { fuzz(t, data, PNG) })
}

// fuzz checks that what was stamped can be stamped again, and is the same then.
func fuzz(t *testing.T, data []byte, stamp func([]byte, Says) ([]byte, error)) {
	once, err := stamp(data, whole)
	if err != nil {
		if !errors.Is(err, ErrKind) {
			t.Fatal(err)
		}
		return
	}
	twice, err := stamp(once, whole)
	if err != nil || !bytes.Equal(once, twice) {
		t.Fatalf("stamped again: %v\n%q\n%q", err, once, twice)
	}
}

// The thumbnail that JFIF may hold is taken out.
func TestJFIFThumbnail(t *testing.T) {
	var b bytes.Buffer
	if err := jpeg.Encode(&b, image.NewGray(image.Rect(0, 0, 8, 8)), nil); err != nil {
		t.Fatal(err)
	}
	head := []byte("\xff\xd8\xff\xe0\x00\x13JFIF\x00\x01\x02\x00\x00\x01\x00\x01\x01\x01QQQ")
	got, err := JPEG(append(head, b.Bytes()[2:]...), Says{})
	if err != nil || bytes.Contains(got, []byte("QQQ")) || !bytes.HasPrefix(got[4:], []byte("\x00\x10JFIF\x00")) {
		t.Errorf("%q, %v", got[:min(len(got), 30)], err)
	}
	if _, err := jpeg.Decode(bytes.NewReader(got)); err != nil {
		t.Error(err)
	}
}
