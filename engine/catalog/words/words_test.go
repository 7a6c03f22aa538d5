package words

import (
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf8"

	"recollect/engine/catalog/filter"
	"recollect/engine/photo"
)

func TestScreenshots(t *testing.T) {
	for _, tt := range []struct {
		name, format, camera string
		said, want           bool // said: by the file
	}{
		{"Screenshot 2024-01-02 at 10.11.12.png", "png", "", false, true},
		{"Screenshot_20240102-101112_Maps.jpg", "jpeg", "", false, true},
		{"IMG_0042.PNG", "png", "", false, true},
		{"IMG_0042.JPG", "jpeg", "", false, false},
		{"screenshot.jpg", "jpeg", "Pixel 7", false, false},
		{"screenshot.nef", "nef", "", false, false},
		{"beach.png", "png", "", false, false},
		{"7F3A.png", "png", "", true, true},
		{"7F3A.heic", "heic", "", true, true},
		{"7F3A.jpg", "jpeg", "Pixel 7", true, false},
	} {
		w := Of(1, photo.Photo{
			File:    photo.File{Path: "/p/" + tt.name},
			Details: photo.Details{Format: tt.format, Camera: tt.camera, Meta: photo.Meta{Screen: tt.said}},
		})
		if got := w.IsScreenshot(); got != tt.want {
			t.Errorf("%s: got %v", tt.name, got)
		}
	}
}

func TestFitsDisplay(t *testing.T) {
	for _, tt := range []struct {
		width, height int
		camera        string
		want          bool
	}{
		{1920, 1080, "", true},
		{1170, 2532, "", true}, // upright
		{1170, 2531, "", false},
		{4032, 3024, "", false},
		{1920, 1080, "Canon EOS R6", false},
		{0, 0, "", false},
	} {
		w := Of(1, photo.Photo{
			Details: photo.Details{Format: "png", Camera: tt.camera, WidthPx: tt.width, HeightPx: tt.height},
		})
		if got := w.fitsDisplay(); got != tt.want || w.Words()[Word{displayKind, ""}] != tt.want {
			t.Errorf("%d x %d %s: got %v", tt.width, tt.height, tt.camera, got)
		}
	}
	for _, d := range displays {
		if d[0] < d[1] {
			t.Errorf("%v is upright", d)
		}
	}
}

func TestNamesScreen(t *testing.T) {
	for _, name := range []string{
		"Screenshot 2024-01-02 at 10.11.12.png", "Screenshot_20240102-101112_Maps.jpg", "screenshot (12).png",
		"Screen Shot 2019-05-06 at 7.08.09 AM.png", "screen-shot.png", "Screenshot from 2024-01-31 18-04-55.png",
		"trip_screenshot.png", "2024-01-02-120000_1920x1080_scrot.png", "SCR_20240102_101112.jpg", "SNAG-0042.png",
		"Snipaste_2024-01-02_10-11-12.png", "IMG_0042.PNG", "IMG_0042 (1).PNG", "PrintScreen1.png",
		"Bildschirmfoto vom 2024-01-02.png", "Bildschirmfoto 2024-01-02 um 10.11.12.png",
		"Capture d’écran 2024-01-02.png", "Capture d'e\u0301cran.webp", "Capture d'ecran 3.png",
		"Capture du 2014-05-06.png",
		"Captura de pantalla 2024.heic", "Captura de tela de 2024-01-02.png", "Captura de ecrã 2024-01-02.png",
		"Schermata 2024-01-02 alle 10.11.12.png", "Schermafbeelding 2024-01-02.png", "Schermafdruk van 2024.png",
		"Skärmavbild 2024-01-02 kl. 10.11.12.png", "Skärmbild från 2024-01-02.png", "Skærmbillede 2024-01-02.png",
		"Skjermbilde 2024-01-02.png", "Näyttökuva 2024-01-02.png", "Zrzut ekranu 2024-01-02.png",
		"Snímek obrazovky 2024-01-02.png", "Képernyőkép 2024-01-02.png", "Captură de ecran 2024.png",
		"Ekran Görüntüsü (12).png", "Ekran Resmi 2024-01-02.png", "Снимок экрана 2024-01-02.png", "Скриншот 12.png",
		"Знімок екрана 2024-01-02.png", "Στιγμιότυπο οθόνης 2024.png", "צילום מסך 2024.png", "لقطة شاشة 2024.png",
		"स्क्रीनशॉट 2024.png", "ภาพหน้าจอ 2024.png", "Ảnh màn hình 2024.png", "Cuplikan layar 2024.png",
		"スクリーンショット 2024-01-02.png", "私のスクリーンショット.png", "스크린샷 2024-01-02.png", "屏幕截图 2024.png", "截屏2024-01-02.png",
		"螢幕截圖 2024-01-02.png",
	} {
		if !NamesScreen(name) {
			t.Errorf("%s: got false", name)
		}
	}
	for _, name := range []string{
		"", "beach.png", "IMG_0042.JPG", "IMG_0042_edited.png", "IMG_00421.png", "screen.png", "sunscreen shot.jpg",
		"silkscreenshot.jpg", "Captura de peces.jpg", "capture.png", "Bildschirm.jpg", "scrotum.png",
		"2024-01-02-120000_1920x1080.png", "SCR.png", "print.jpg", "window screens hot day.jpg", "экран.jpg",
		strings.Repeat("x", 2000) + "screenshot.png",
	} {
		if NamesScreen(name) {
			t.Errorf("%s: got true", name)
		}
	}
}

// Folding a name changes nothing, nor does what follows the word.
func FuzzNamesScreen(f *testing.F) {
	for _, name := range []string{
		"Screenshot 1.png", "IMG_0042.PNG", "Capture d’écran.png", "screen", "\xff\xfescreenshot", "截屏",
		"e\u0301\u0301", "İ screenshot", "ß", strings.Repeat("screensho", 200),
	} {
		f.Add(name)
	}
	f.Fuzz(func(t *testing.T, name string) {
		is := NamesScreen(name)
		if is && len(name) > mostName {
			t.Errorf("%q is too long", name)
		}
		if folded := filter.Fold(name); utf8.ValidString(name) && len(folded) <= mostName && len(name) <= mostName &&
			NamesScreen(folded) != is {
			t.Errorf("%q is %v, and folded not", name, is)
		}
		if longer := "screenshot " + name; len(longer) <= mostName && !NamesScreen(longer) {
			t.Errorf("%q is none", longer)
		}
		w := Of(1, photo.Photo{
			File:    photo.File{Path: filepath.Join("/p", filepath.Base(name))},
			Details: photo.Details{Format: "png"},
		})
		if w.IsScreenshot() != NamesScreen(filepath.Base(w.Path)) {
			t.Errorf("%q: the photo says otherwise", name)
		}
	})
}
