package words

import (
	"testing"

	"recollect/engine/photo"
)

func TestScreenshots(t *testing.T) {
	for _, tt := range []struct {
		name, format, camera string
		want                 bool
	}{
		{"Screenshot 2024-01-02 at 10.11.12.png", "png", "", true},
		{"Screenshot_20240102-101112_Maps.jpg", "jpeg", "", true},
		{"Bildschirmfoto vom 2024-01-02.png", "png", "", true},
		{"Capture d’écran 2024-01-02.png", "png", "", true},
		{"Capture d'e\u0301cran.webp", "webp", "", true},
		{"Captura de pantalla 2024.heic", "heic", "", true},
		{"スクリーンショット 2024-01-02.png", "png", "", true},
		{"IMG_0042.PNG", "png", "", true},
		{"IMG_0042.JPG", "jpeg", "", false},
		{"IMG_0042_edited.png", "png", "", false},
		{"screenshot.jpg", "jpeg", "Pixel 7", false},
		{"screenshot.nef", "nef", "", false},
		{"beach.png", "png", "", false},
	} {
		w := Of(1, photo.Photo{
			File:    photo.File{Path: "/p/" + tt.name},
			Details: photo.Details{Format: tt.format, Camera: tt.camera},
		})
		if got := w.IsScreenshot(); got != tt.want {
			t.Errorf("%s: got %v", tt.name, got)
		}
	}
}
