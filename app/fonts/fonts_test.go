package fonts

import (
	"image"
	"image/color"
	"log/slog"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/software"
	"fyne.io/fyne/v2/test"
)

const fontsChild = "RECOLLECT_TEST_FONTS"

// Text in scripts that Fyne's own fonts do not have is drawn with fonts of the system, also where the
// index of fonts has no place. A child process draws: fonts are read once in each.
func TestFontsOfTheSystem(t *testing.T) {
	if os.Getenv(fontsChild) != "" {
		drawScripts(t)
		return
	}
	home, temporary := t.TempDir(), t.TempDir()
	if err := os.CopyFS(filepath.Join(home, "fonts"), os.DirFS("testdata/fonts")); err != nil {
		t.Fatal(err)
	}
	nowhere := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(nowhere, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	for name, cache := range map[string]string{"as ever": filepath.Join(home, "cache"), "no cache": nowhere} {
		t.Run(name, func(t *testing.T) {
			cmd := exec.Command(os.Args[0], "-test.run=^TestFontsOfTheSystem$", "-test.v")
			cmd.Env = append(os.Environ(), fontsChild+"=1", "XDG_DATA_HOME="+home, "HOME="+home,
				"XDG_CACHE_HOME="+cache, "TMPDIR="+temporary)
			if out, err := cmd.CombinedOutput(); err != nil {
				t.Errorf("%v\n%s", err, out)
			}
		})
	}
	if left, err := os.ReadDir(temporary); len(left) > 0 || err != nil {
		t.Errorf("left in the temporary folder: %v, %v", left, err)
	}
}

func drawScripts(t *testing.T) {
	Read(slog.New(slog.NewTextHandler(os.Stderr, nil)))
	test.NewTempApp(t)
	missing := drawn("\U000F1234") // no font has it: the sign that stands for what is missing
	for script, runes := range map[string]string{
		"Japanese": "日本語", "Chinese": "北京", "Korean": "한국", "Arabic": "صور", "Hindi": "हिन",
	} {
		for _, r := range runes {
			if r == 'ि' {
				continue // drawn with the letter that it belongs to
			}
			if got := drawn(string(r)); slices.Equal(got.Pix, missing.Pix) || blank(got) {
				t.Errorf("%s: %c is not drawn", script, r)
			}
		}
	}
}

func drawn(text string) *image.NRGBA {
	c := software.NewCanvas()
	c.SetPadded(false)
	c.SetContent(canvas.NewText(text, color.White))
	c.Resize(fyne.NewSize(40, 24))
	return c.Capture().(*image.NRGBA)
}

func blank(img *image.NRGBA) bool {
	first := img.Pix[:4]
	for p := range slices.Chunk(img.Pix, 4) {
		if !slices.Equal(p, first) {
			return false
		}
	}
	return true
}
