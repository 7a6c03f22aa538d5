package decode

import (
	"image"
	"image/color"
	"path/filepath"
	"testing"

	"recollect/engine/photo"
)

// TestReports shows what users of other programs reported not to be shown, beside a checkout.
// Small files of the same kinds are made by the tests of the decoders.
func TestReports(t *testing.T) {
	root := filepath.Join(shared(t), "reports")
	warm(t)
	black := map[image.Point]color.RGBA{{0, 0}: {0, 0, 0, 255}, {75, 75}: {0, 0, 0, 255}, {149, 149}: {0, 0, 0, 255}}
	for _, c := range []struct {
		path string
		want map[image.Point]color.RGBA
		most int
	}{
		{"a01_depth_as_alpha/colors-animated-8bpc-depth-exif-xmp.avif", black, 2},
		{"a02_audio/colors-animated-8bpc-audio.avif", black, 2},
		{
			"a03_trns_before_plte/circle-trns-before-plte.png",
			map[image.Point]color.RGBA{{0, 0}: {0, 255, 0, 255}, {50, 30}: {0, 0, 255, 255}},
			0,
		},
		{
			"a04_pq_avif/seine_hdr_rec2020.avif",
			map[image.Point]color.RGBA{{0, 0}: {242, 245, 251, 255}, {200, 150}: {49, 57, 59, 255}},
			8,
		},
		{"h01_pq_heic/h01_pq.heic", map[image.Point]color.RGBA{{9, 9}: {247, 247, 247, 255}}, 2},
		{"h03_2020_sdr/h03_2020sdr.heic", map[image.Point]color.RGBA{{9, 9}: {241, 76, 29, 255}}, 3},
		{
			"j18_p3_on_cmyk.jpg/j18_p3_on_cmyk.jpg",
			map[image.Point]color.RGBA{{0, 0}: {0, 0, 82, 255}, {48, 32}: {118, 119, 83, 255}},
			2,
		},
		{
			"p03_gama1.png/p03_gama1.png",
			map[image.Point]color.RGBA{{0, 0}: {0, 0, 160, 255}, {48, 32}: {188, 189, 160, 255}},
			1,
		},
		{
			"t03_half.tif/t03_half.tif",
			map[image.Point]color.RGBA{{0, 0}: {0, 0, 90, 255}, {48, 32}: {128, 129, 90, 255}},
			1,
		},
	} {
		t.Run(filepath.Dir(c.path), func(t *testing.T) {
			p, err := File(t.Context(), photo.File{Path: filepath.Join(root, filepath.FromSlash(c.path))}, Options{})
			if err != nil || p.Details.Damaged || !p.Opaque {
				t.Fatalf("damaged %v, opaque %v, %v", p.Details.Damaged, p.Opaque, err)
			}
			img := p.OnScreen(4096)
			for at, want := range c.want {
				if got := img.RGBAAt(at.X, at.Y); !off(got, want, c.most) {
					t.Errorf("at %v: got %v, want %v within %d", at, got, want, c.most)
				}
			}
		})
	}
}
