// Command icons writes the program's icon in the sizes of a hicolor theme:
//
//	icons ICON.png FOLDER NAME     FOLDER/48x48/apps/NAME.png and so on
package main

import (
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
	if len(os.Args) != 4 {
		fmt.Fprintln(os.Stderr, "usage: icons ICON.png FOLDER NAME")
		os.Exit(2)
	}
	if err := run(os.Args[1], os.Args[2], os.Args[3]); err != nil {
		fmt.Fprintln(os.Stderr, "icons:", err)
		os.Exit(1)
	}
}

func run(icon, folder, name string) error {
	f, err := os.Open(icon)
	if err != nil {
		return err
	}
	defer f.Close()
	whole, err := png.Decode(f)
	if err != nil {
		return fmt.Errorf("%s: %w", icon, err)
	}
	for _, size := range sizes {
		path := filepath.Join(folder, fmt.Sprintf("%dx%d", size, size), "apps", name+".png")
		if err := write(path, whole, size); err != nil {
			return err
		}
	}
	return nil
}

func write(path string, whole image.Image, size int) error {
	small := image.NewNRGBA(image.Rect(0, 0, size, size))
	draw.CatmullRom.Scale(small, small.Bounds(), whole, whole.Bounds(), draw.Src, nil)
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return err
	}
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	defer f.Close()
	if err := (&png.Encoder{CompressionLevel: png.BestCompression}).Encode(f, small); err != nil {
		return err
	}
	return f.Close()
}
