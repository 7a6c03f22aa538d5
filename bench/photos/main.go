// Command photos writes a folder of large photos for benchmarks: the sample photos,
// cut, enlarged to the sizes that cameras make, and given grain, so that every file
// has a content of its own and the weight of a real one.
//
//	go run ./bench/photos [-n 1000] [-megapixels 12] DIR
//
// Sizes are mixed, from 1 to 24 megapixels with 12 the most frequent, unless one is
// named; of 20 files one is a PNG of 2 megapixels, as screenshots are, and the rest
// are JPEGs. The same number always gives the same files. Those that exist are kept.
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
	megapixels := flag.Float64("megapixels", 0, "their size; 0: mixed")
	flag.Parse()
	if flag.NArg() != 1 || *n < 1 {
		fmt.Fprintln(os.Stderr, "usage: photos [-n NUMBER] [-megapixels SIZE] DIR")
		os.Exit(2)
	}
	if err := run(flag.Arg(0), *n, *megapixels); err != nil {
		fmt.Fprintln(os.Stderr, "photos:", err)
		os.Exit(1)
	}
}

func run(dir string, n int, megapixels float64) error {
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
		g.Go(func() error { return make1(dir, sources[i%len(sources)], uint64(i), megapixels) })
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

func make1(dir string, source image.Image, seed uint64, megapixels float64) error {
	random := rand.New(rand.NewPCG(seed, 7))
	name, save := fmt.Sprintf("IMG_%05d.jpg", seed), saveJPEG
	if megapixels == 0 {
		megapixels = sizes[random.IntN(len(sizes))]
		if seed%20 == 19 {
			megapixels, name, save = 2, fmt.Sprintf("IMG_%05d.png", seed), png.Encode
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
	if err := save(file, enlarged(source, megapixels, random)); err != nil {
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

// enlarged returns most of src at so many megapixels with grain.
func enlarged(src image.Image, megapixels float64, random *rand.Rand) *image.RGBA {
	b := src.Bounds()
	cut := b.Inset(random.IntN(min(b.Dx(), b.Dy())/10 + 1))
	scale := math.Sqrt(megapixels * 1e6 / float64(cut.Dx()*cut.Dy()))
	dst := image.NewRGBA(image.Rect(0, 0, int(scale*float64(cut.Dx())), int(scale*float64(cut.Dy()))))
	draw.ApproxBiLinear.Scale(dst, dst.Rect, src, cut, draw.Src, nil)
	for i := 0; i < len(dst.Pix); i += 4 {
		grain := int(random.Uint32()>>28) - 8
		for c := range 3 {
			dst.Pix[i+c] = uint8(min(max(int(dst.Pix[i+c])+grain, 0), 255))
		}
	}
	return dst
}
