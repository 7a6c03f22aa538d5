package models

import (
	"fmt"
	"image/png"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/widget"

	"recollect/engine/photo"
	"recollect/ui/theme"
)

// sample is a library with four models: one comes along, one is being built, one can be
// downloaded, and one is damaged.
func sample() State {
	many := slices.Repeat([]string{"de"}, 109)
	return State{
		Now: photo.Model{Name: "recollect-mini", Provider: "CPU"},
		Models: []photo.ModelEntry{
			{
				ID: "mini", Title: "recollect-mini", State: photo.ModelEmbedded, Bytes: 42_000_000,
				MemoryBytes: 180_000_000, Languages: []string{"en"}, Licence: "Personal and research use",
				Terms:   "For personal and research use.",
				Quality: photo.ModelQuality{Flickr: 72, Source: "its model card", Text: "Small and quick. It knows everyday things."},
				InUse:   true, Wanted: true, PerSecond: 41, Provider: "CPU", Embedded: 12_408, Total: 12_408,
			},
			{
				ID: "clip-b32", Title: "CLIP ViT-B/32", State: photo.ModelInstalled, Bytes: 607_000_000, Variant: "fp32",
				Variants: []photo.ModelVariant{{Name: "fp32", Bytes: 607_000_000}}, MemoryBytes: 900_000_000,
				Languages: []string{"en"}, Licence: "MIT", Source: "huggingface.co/Xenova/clip-vit-base-patch32",
				Quality:  photo.ModelQuality{ImageNet: 63.3, COCO: 54.8, Source: "arXiv 2103.00020"},
				Building: true, Wanted: true, PerSecond: 9.1, Provider: "CPU", Embedded: 3100, Total: 12_408,
				Calibrated: photo.CalibrationFitted,
			},
			{
				ID: "siglip2-b16-256", Title: "SigLIP 2 B/16-256", State: photo.ModelAvailable,
				Variants: []photo.ModelVariant{
					{Name: "fp32", Bytes: 1_535_000_000}, {Name: "int8", Bytes: 412_000_000},
				},
				MemoryBytes: 2_100_000_000, Languages: many, Licence: "Apache-2.0",
				Terms:   "The tokenizer may fall under the Gemma terms of use; that is not verified.",
				Source:  "huggingface.co/onnx-community/siglip2-base-patch16-256-ONNX",
				Quality: photo.ModelQuality{ImageNet: 79.1, COCO: 69.7, Source: "arXiv 2502.14786"}, Total: 12_408,
			},
			{
				ID: "mine", Title: "A model with a name that is much too long for its place", State: photo.ModelDamaged,
				Bytes: 600_000_000, Problem: "A file of it is not what it should be.", Total: 12_408,
			},
		},
		Advice: photo.ModelAdvice{
			ID: "siglip2-b16-256", Reason: "Best for this computer: SigLIP 2 B/16-256. 12,408 photos take about 2 h.",
		},
	}
}

func shownPage(t *testing.T, size fyne.Size, c theme.Choice, text float32) (*Page, fyne.Window) {
	t.Helper()
	test.NewTempApp(t).Settings().SetTheme(theme.New(c, text))
	p := New()
	w := test.NewTempWindow(t, p.Object())
	w.SetPadded(false)
	w.Resize(size)
	p.Set(sample())
	return p, w
}

// TestLook writes what the page looks like to the folder that RECOLLECT_LOOK names.
func TestLook(t *testing.T) {
	dir := os.Getenv("RECOLLECT_LOOK")
	for _, c := range []theme.Choice{theme.Dark, theme.Light} {
		for _, size := range []fyne.Size{{Width: 876, Height: 640}, {Width: 540, Height: 640}, {Width: 1376, Height: 920}} {
			for _, text := range []float32{theme.SmallText, theme.NormalText, theme.LargeText} {
				p, w := shownPage(t, size, c, text)
				p.list.Select(2)
				p.SetStatus(photo.Status{
					Rate: 9.1, Building: photo.Building{ID: "clip-b32", Title: "CLIP ViT-B/32", Ready: 3100, Photos: 12_408},
				})
				p.Begin(Transfer, "x")
				p.Progress("SigLIP 2 B/16-256", photo.Transfer{Done: 5e8, Total: 1_535_000_000, PerSecond: 8e6})
				img := w.Canvas().Capture()
				if dir == "" {
					continue
				}
				f, err := os.Create(filepath.Join(dir, fmt.Sprintf("%s-%v-%v.png", c, size.Width, text)))
				if err != nil {
					t.Fatal(err)
				}
				if err := png.Encode(f, img); err != nil {
					t.Error(err)
				}
				f.Close()
			}
		}
	}
}

var _ = strings.Contains
var _ widget.Label
