// Command icons writes the program's icon in the sizes of a hicolor theme:
//
//	icons ICON.png FOLDER NAME     FOLDER/48x48/apps/NAME.png and so on
//	icons -icns FILE ICON.png      all in one file, as a bundle of macOS has it
package main

import (
	"bytes"
	"flag"
	"fmt"
	"image"
	"image/png"
	"os"
	"path/filepath"

	"golang.org/x/image/draw"
)

// sizes are those that desktops ask for, in pixels.
var sizes = []int{16, 24, 32, 48, 64, 128, 256, 512}

func main() {
	icns := flag.String("icns", "", "file for an icon of macOS, in place of a theme")
	flag.Parse()
	do := func() error { return theme(flag.Arg(0), flag.Arg(1), flag.Arg(2)) }
	args := 3
	if *icns != "" {
		do = func() error { return bundle(flag.Arg(0), *icns) }
		args = 1
	}
	if flag.NArg() != args {
		fmt.Fprintln(os.Stderr, "usage: icons ICON.png FOLDER NAME, or icons -icns FILE ICON.png")
		os.Exit(2)
	}
	if err := do(); err != nil {
		fmt.Fprintln(os.Stderr, "icons:", err)
		os.Exit(1)
	}
}

func read(icon string) (image.Image, error) {
	f, err := os.Open(icon)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	whole, err := png.Decode(f)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", icon, err)
	}
	return whole, nil
}

// theme writes a file for each size.
func theme(icon, folder, name string) error {
	whole, err := read(icon)
	if err != nil {
		return err
	}
	for _, size := range sizes {
		data, err := scaled(whole, size)
		if err != nil {
			return err
		}
		path := filepath.Join(folder, fmt.Sprintf("%dx%d", size, size), "apps", name+".png")
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			return err
		}
		if err := os.WriteFile(path, data, 0o644); err != nil {
			return err
		}
	}
	return nil
}

func scaled(whole image.Image, size int) ([]byte, error) {
	small := image.NewNRGBA(image.Rect(0, 0, size, size))
	draw.CatmullRom.Scale(small, small.Bounds(), whole, whole.Bounds(), draw.Src, nil)
	var b bytes.Buffer
	err := (&png.Encoder{CompressionLevel: png.BestCompression}).Encode(&b, small)
	return b.Bytes(), err
}
