package decode

import (
	"encoding/binary"
	"image"
	"image/color"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"recollect/engine/format"
	"recollect/engine/photo"
)

// TestEveryFormat decodes a sample of every format of the table that is shown, told by its
// content, and refuses the others by their titles.
func TestEveryFormat(t *testing.T) {
	warm(t)
	all := samples(t)
	all["webp"] = testFile(t, "lossy.webp")
	all["heic"] = testFile(t, filepath.Join("colours", "p3-8.heic"))
	all["avif"] = testFile(t, filepath.Join("colours", "p3-8.avif"))
	maps.Copy(all, rawSamples(t))
	for _, f := range format.All() {
		t.Run(f.Name, func(t *testing.T) {
			data, there := all[f.Name]
			if there != f.Shown() {
				t.Fatalf("a sample is there: %v, but shown: %v", there, f.Shown())
			}
			if !there {
				err := unsupportedFormat(f.Name)
				if f.Role != format.Sidecar && !strings.HasPrefix(said(err), f.Title) {
					t.Errorf("refused as %q, want its title %q", said(err), f.Title)
				}
				return
			}
			if got := format.Sniff(data[:min(len(data), format.HeadBytes)]); got != f.Name {
				t.Fatalf("told as %q", got)
			}
			p, err := Bytes(t.Context(), data, photo.File{Path: "sample"}, Options{})
			if err != nil || p.Details.Format != f.Name || p.Image.Rect.Empty() {
				t.Errorf("got %+v, %v", p.Details, err)
			}
			named := slices.ContainsFunc(Codecs(), func(c Codec) bool { return slices.Contains(c.Titles, f.Title) })
			if f.Name != format.OtherRAW && !named {
				t.Errorf("%v do not name %s", Codecs(), f.Title)
			}
		})
	}
}

// TestREADME wants the README to name every format that is shown.
func TestREADME(t *testing.T) {
	text, err := os.ReadFile(filepath.Join("..", "..", "README.md"))
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range format.All() {
		if f.Shown() && !strings.Contains(string(text), f.Title) {
			t.Errorf("README.md does not name %s", f.Title)
		}
	}
}

// rawSamples are files of all cameras' formats around a JPEG: no more than what tells them
// apart and where the preview lies.
func rawSamples(t testing.TB) map[string][]byte {
	img := image.NewRGBA(image.Rect(0, 0, 200, 160))
	for i := range img.Pix {
		img.Pix[i] = 0x90
	}
	img.SetRGBA(0, 0, color.RGBA{0x90, 0x90, 0x90, 255})
	preview := asJPEG(t, img)
	const at = 512
	place := []entry{{0x0201, uint32(at)}, {0x0202, uint32(len(preview))}}
	// padded puts the preview behind what tells of it.
	padded := func(head []byte) []byte { return append(append(head, make([]byte, at-len(head))...), preview...) }
	tiff := func(magic string, first ...entry) []byte {
		head := directory(binary.LittleEndian, append([]byte(magic), 16, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0),
			append(first, place...))
		return padded(head)
	}
	sensor := entry{0x0106, uint16(32803)}
	of := func(maker string) []byte { return tiff("II*\x00", sensor, entry{0x010f, maker}) }
	cr2 := tiff("II*\x00")
	copy(cr2[8:], "CR\x02\x00")
	raf := padded(append([]byte("FUJIFILMCCD-RAW 0201"), make([]byte, 64)...))
	binary.BigEndian.PutUint32(raf[84:], at)
	binary.BigEndian.PutUint32(raf[88:], uint32(len(preview)))
	return map[string][]byte{
		"cr2": cr2, "nef": of("NIKON CORPORATION"), "arw": of("SONY"), "pef": of("PENTAX Corporation"),
		"raw": of("SAMSUNG"),
		"dng": tiff("II*\x00", entry{0xc612, uint32(4)}), "orf": tiff("IIRO"), "rw2": tiff("IIU\x00"), "raf": raf,
		"cr3": cr3Of(preview),
	}
}

// cr3Of is a CR3 file with nothing but a preview.
func cr3Of(preview []byte) []byte {
	box := func(kind string, body ...string) string {
		all := kind + strings.Join(body, "")
		return string(binary.BigEndian.AppendUint32(nil, uint32(4+len(all)))) + all
	}
	const previewBox = "\xea\xf4\x2b\x5e\x1c\x98\x4b\x88\xb9\xfb\xb7\xdc\x40\x6e\x4d\x16"
	return []byte(box("ftyp", "crx \x00\x00\x00\x01crx isom") +
		box("uuid", previewBox, "\x00\x00\x00\x00\x00\x00\x00\x01",
			box("PRVW", strings.Repeat("\x00", 16), string(preview))))
}
