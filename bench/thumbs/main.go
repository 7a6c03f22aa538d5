// Command thumbs measures in which format small pictures are best stored: the bytes on disk, and the time to
// encode and to decode them, at the same visual quality.
//
//	go run . [-dir DIR] [-every N]
//
// Photos smaller than a size are not measured at it: kept as they are, they would
// flatter the format that they came in. bench/photos makes large ones.
//
// It prints a table in Markdown, one row for each format and size. Times are the
// lowest of three, in milliseconds of one core, as means over all pictures, decoding
// by engine/decode; likeness is SSIM to the picture before encoding. The quality of WebP is the lowest at which
// its likeness is that of JPEG at 85. README.md says what was found.
package main

import (
	"bytes"
	"context"
	"flag"
	"fmt"
	"image"
	"image/jpeg"
	"io/fs"
	"os"
	"path/filepath"
	"sort"
	"time"

	"github.com/gen2brain/webp"

	"recollect/engine/decode"
	"recollect/engine/format"
	"recollect/engine/photo"
	"recollect/engine/thumb"
)

// jpegQuality is what engine/thumb uses, and what the others are held against.
const jpegQuality = 85

// coding is a way to store a picture.
type coding struct {
	name   string
	encode func(img *image.RGBA, quality int) ([]byte, error)
	decode func(data []byte) (image.Image, error)
}

func main() {
	dir := flag.String("dir", filepath.Join("..", "..", "testdata", "sample-photos", "photos"), "the folder of photos")
	every := flag.Int("every", 1, "take every n-th photo only")
	flag.Parse()
	if err := run(context.Background(), *dir, max(1, *every)); err != nil {
		fmt.Fprintln(os.Stderr, "thumbs:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, dir string, every int) error {
	webpName := "libwebp"
	if webp.Dynamic() != nil {
		webpName = "libwebp as WASM"
	}
	ours := func(data []byte) (image.Image, error) {
		p, err := decode.Bytes(ctx, data, photo.File{}, decode.Options{})
		return p.Image, err
	}
	jpegs := []coding{
		{"JPEG, image/jpeg", byGo, ours},
		{"JPEG, libjpeg-turbo", byTurbo(false), ours},
		{"JPEG, libjpeg-turbo, best codes", byTurbo(true), ours},
	}
	webps := []coding{
		{"WebP, " + webpName + " method 0", byWebP(0), ours},
		{"WebP, " + webpName + " method 4", byWebP(4), ours},
	}
	fmt.Println("| longer side | format | quality | pictures | KiB | likeness | encode ms | decode ms |")
	fmt.Println("|---|---|---|---|---|---|---|---|")
	paths, err := photos(dir, every)
	if err != nil {
		return err
	}
	for _, sizePx := range []int{thumb.Small, thumb.Large} {
		pictures, err := load(ctx, paths, sizePx)
		if err != nil || len(pictures) == 0 {
			return err
		}
		reference, err := jpegs[0].likeness(pictures, jpegQuality)
		if err != nil {
			return err
		}
		for _, f := range jpegs {
			if err := f.measure(sizePx, pictures, jpegQuality); err != nil {
				return err
			}
		}
		for _, f := range webps {
			quality, err := f.equal(pictures, reference)
			if err != nil {
				return err
			}
			if err := f.measure(sizePx, pictures, quality); err != nil {
				return err
			}
		}
	}
	return nil
}

// photos returns every n-th photo below dir.
func photos(dir string, every int) ([]string, error) {
	var all, some []string
	err := filepath.WalkDir(dir, func(path string, _ fs.DirEntry, err error) error {
		if f, _ := format.Named(path); err == nil && f.Decoder == format.JPEG {
			all = append(all, path)
		}
		return err
	})
	for i := 0; i < len(all); i += every {
		some = append(some, all[i])
	}
	return some, err
}

// load returns those of the photos that are larger than sizePx, reduced as for the
// cache.
func load(ctx context.Context, paths []string, sizePx int) ([]*image.RGBA, error) {
	var all []*image.RGBA
	for _, path := range paths {
		p, err := decode.File(ctx, photo.File{Path: path}, decode.Options{LongPx: sizePx})
		if err != nil {
			return nil, err
		}
		if small := decode.Fit(p.Image, sizePx); small != p.Image {
			all = append(all, small)
		}
	}
	return all, nil
}

func byGo(img *image.RGBA, quality int) ([]byte, error) {
	var b bytes.Buffer
	err := jpeg.Encode(&b, img, &jpeg.Options{Quality: quality})
	return b.Bytes(), err
}

func byWebP(method int) func(*image.RGBA, int) ([]byte, error) {
	return func(img *image.RGBA, quality int) ([]byte, error) {
		var b bytes.Buffer
		err := webp.Encode(&b, img, webp.Options{Quality: quality, Method: method})
		return b.Bytes(), err
	}
}

// likeness returns the mean likeness of pictures to what c makes of them.
func (c coding) likeness(pictures []*image.RGBA, quality int) (float64, error) {
	sum := 0.0
	for _, img := range pictures {
		data, err := c.encode(img, quality)
		if err != nil {
			return 0, fmt.Errorf("%s: %w", c.name, err)
		}
		again, err := c.decode(data)
		if err != nil {
			return 0, fmt.Errorf("%s: %w", c.name, err)
		}
		sum += ssim(img, again)
	}
	return sum / float64(len(pictures)), nil
}

// equal returns the lowest quality at which c reaches reference, or 99.
func (c coding) equal(pictures []*image.RGBA, reference float64) (quality int, err error) {
	quality = sort.Search(98, func(q int) bool {
		got, e := c.likeness(pictures, q+1)
		if e != nil {
			err = e
		}
		return got >= reference
	})
	return quality + 1, err
}

// measure prints the row of c.
func (c coding) measure(sizePx int, pictures []*image.RGBA, quality int) error {
	likeness, err := c.likeness(pictures, quality)
	if err != nil {
		return err
	}
	var bytes int
	var encode, decode time.Duration
	for _, img := range pictures {
		var data []byte
		encode += fastest(func() { data, err = c.encode(img, quality) })
		bytes += len(data)
		decode += fastest(func() { _, err = c.decode(data) })
	}
	n := float64(len(pictures))
	ms := func(d time.Duration) float64 { return d.Seconds() * 1000 / n }
	_, err = fmt.Printf("| %d px | %s | %d | %d | %.1f | %.4f | %.2f | %.2f |\n",
		sizePx, c.name, quality, len(pictures), float64(bytes)/n/1024, likeness, ms(encode), ms(decode))
	return err
}

// fastest returns the shortest of three runs: other programs only ever make it
// longer.
func fastest(work func()) time.Duration {
	shortest := time.Duration(1<<63 - 1)
	for range 3 {
		start := time.Now()
		work()
		shortest = min(shortest, time.Since(start))
	}
	return shortest
}
