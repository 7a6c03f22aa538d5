// Command photos writes a folder of large photos for benchmarks: the sample photos,
// cut, enlarged to the sizes that cameras make, and given grain, so that every file
// has a content of its own and the weight of a real one.
//
//	go run ./bench/photos [-n 1000] [-megapixels 12 | -side 500] DIR
//
// Sizes are mixed, from 1 to 24 megapixels with 12 the most frequent, unless one is
// named, in megapixels or as the longer side in pixels; of 20 files one is a PNG of 2
// megapixels, as screenshots are, and the rest are JPEGs. The same number always gives
// the same files. Those that exist are kept.
package main

import (
	"flag"
	"fmt"
	"image"
	"image/jpeg"
	"image/png"
	"io"
	"io/fs"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"runtime"

	"golang.org/x/image/draw"
	"golang.org/x/sync/errgroup"

	"recollect/engine/format"
)

const samples = "testdata/sample-photos/photos"

func main() {
	n := flag.Int("n", 1000, "how many photos")
	var size size
	flag.Float64Var(&size.megapixels, "megapixels", 0, "their size; 0: mixed")
	flag.IntVar(&size.sidePx, "side", 0, "the length of their longer side in pixels; 0: see -megapixels")
	flag.Parse()
	if flag.NArg() != 1 || *n < 1 {
		fmt.Fprintln(os.Stderr, "usage: photos [-n NUMBER] [-megapixels SIZE | -side PIXELS] DIR")
		os.Exit(2)
	}
	if err := run(flag.Arg(0), *n, size); err != nil {
		fmt.Fprintln(os.Stderr, "photos:", err)
		os.Exit(1)
	}
}

// size is that of all photos; of each its own where both are 0.
type size struct {
	megapixels float64
	sidePx     int // of the longer side
}

// scale returns what the sides of a picture of w x h are multiplied with.
func (s size) scale(w, h int) float64 {
	if s.sidePx > 0 {
		return float64(s.sidePx) / float64(max(w, h))
	}
	return math.Sqrt(s.megapixels * 1e6 / float64(w*h))
}

func run(dir string, n int, size size) error {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return err
	}
	sources, err := load(samples)
	if err != nil {
		return err
	}
	var g errgroup.Group
	g.SetLimit(runtime.GOMAXPROCS(0))
	for i := range n {
		g.Go(func() error { return make1(dir, sources[i%len(sources)], uint64(i), size) })
	}
	return g.Wait()
}

func load(root string) ([]image.Image, error) {
	var all []image.Image
	err := filepath.WalkDir(root, func(path string, _ fs.DirEntry, err error) error {
		if f, _ := format.Named(path); err != nil || f.Decoder != format.JPEG {
			return err
		}
		file, err := os.Open(path)
		if err != nil {
			return err
		}
		defer file.Close()
		img, err := jpeg.Decode(file)
		if err != nil {
			return fmt.Errorf("%s: %w", path, err)
		}
		all = append(all, img)
		return nil
	})
	if err == nil && len(all) == 0 {
		err = fmt.Errorf("no photos in %s: run from the repository's root", root)
	}
	return all, err
}

// sizes in megapixels, the frequent ones named more often.
var sizes = []float64{1, 2, 5, 8, 8, 12, 12, 12, 12, 12, 12, 16, 16, 20, 24}

func make1(dir string, source image.Image, seed uint64, size size) error {
	random := rand.New(rand.NewPCG(seed, 7))
	name, save := fmt.Sprintf("IMG_%05d.jpg", seed), saveJPEG
	if size.megapixels == 0 && size.sidePx == 0 {
		size.megapixels = sizes[random.IntN(len(sizes))]
		if seed%20 == 19 {
			size.megapixels, name, save = 2, fmt.Sprintf("IMG_%05d.png", seed), png.Encode
		}
	}
	path := filepath.Join(dir, name)
	if _, err := os.Stat(path); err == nil {
		return nil
	}
	file, err := os.Create(path + ".part")
	if err != nil {
		return err
	}
	defer file.Close()
	if err := save(file, resized(source, size, random)); err != nil {
		return err
	}
	if err := file.Close(); err != nil {
		return err
	}
	return os.Rename(path+".part", path)
}

// saveJPEG uses the quality of cameras: 12 megapixels give some 4 MB.
func saveJPEG(w io.Writer, img image.Image) error {
	return jpeg.Encode(w, img, &jpeg.Options{Quality: 90})
}

// resized returns most of src at a size with grain.
func resized(src image.Image, size size, random *rand.Rand) *image.RGBA {
	b := src.Bounds()
	cut := b.Inset(random.IntN(min(b.Dx(), b.Dy())/10 + 1))
	scale := size.scale(cut.Dx(), cut.Dy())
	side := func(px int) int { return int(scale*float64(px) + 1e-9) }
	dst := image.NewRGBA(image.Rect(0, 0, side(cut.Dx()), side(cut.Dy())))
	draw.ApproxBiLinear.Scale(dst, dst.Rect, src, cut, draw.Src, nil)
	for i := 0; i < len(dst.Pix); i += 4 {
		grain := int(random.Uint32()>>28) - 8
		for c := range 3 {
			dst.Pix[i+c] = uint8(min(max(int(dst.Pix[i+c])+grain, 0), 255))
		}
	}
	return dst
}
