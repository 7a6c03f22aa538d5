package main

import (
	"bufio"
	"context"
	"encoding/binary"
	"fmt"
	"image"
	"image/draw"
	"io/fs"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"runtime"

	"golang.org/x/sync/errgroup"

	"recollect/engine/decode"
	"recollect/engine/model/clip"
	"recollect/engine/photo"
	"recollect/engine/relevance"
)

// embedPhotos writes n embeddings of the pictures below some folders, and queries of both kinds, to files in dir: each
// picture as it is, and then parts of it, mirrored and of another brightness. Queries are other parts, and
// sentences of the bank. The model and ONNX Runtime's library lie in folders.
func embedPhotos(dir, model, library string, n int, folders []string) error {
	m := clip.Open(clip.Options{Model: os.DirFS(model), LibraryDirs: []string{library}})
	defer m.Close()
	all, err := pictures(m, folders)
	if err != nil {
		return err
	}
	dim := m.Info().Dim
	if err := os.WriteFile(filepath.Join(dir, "dim"), fmt.Append(nil, dim), 0o644); err != nil {
		return err
	}
	part := func(i int) (photo.Vector, error) { return embedPart(m, all[i%len(all)], i/len(all), uint64(i)) }
	prompts := relevance.Prompts()
	for _, set := range []struct {
		name string
		n    int
		one  func(int) (photo.Vector, error)
	}{
		{"pictures", queries, func(i int) (photo.Vector, error) { return part(n + i + len(all)) }},
		{"sentences", queries, func(i int) (photo.Vector, error) {
			return m.Text(context.Background(), prompts[i*len(prompts)/queries])
		}},
		{"all", n, part},
	} {
		if err := writeEach(filepath.Join(dir, set.name+".f32"), set.n, set.one); err != nil {
			return err
		}
	}
	return nil
}

// pictures decodes what can be decoded below some folders.
func pictures(m *clip.Model, folders []string) (all []*image.RGBA, err error) {
	for _, folder := range folders {
		err := filepath.WalkDir(folder, func(path string, d fs.DirEntry, err error) error {
			if err != nil || !d.Type().IsRegular() {
				return err
			}
			p, err := decode.File(context.Background(), photo.File{Path: path}, decode.Options{ShortPx: 2 * m.SizePx()})
			if err == nil { // others are no pictures
				all = append(all, p.OnScreen(4*m.SizePx()))
			}
			return nil
		})
		if err != nil {
			return nil, err
		}
	}
	if len(all) == 0 {
		return nil, fmt.Errorf("no pictures below %q", folders)
	}
	return all, nil
}

// embedPart embeds a picture as it is, or for a turn after the first a part of it.
func embedPart(m *clip.Model, img *image.RGBA, turn int, seed uint64) (photo.Vector, error) {
	if turn > 0 {
		img = changed(img, rand.New(rand.NewPCG(seed, 11)))
	}
	px := []clip.Pixels{m.Prepare(img)}
	defer m.Reuse(px)
	vs, err := m.Images(context.Background(), px)
	if err != nil {
		return nil, err
	}
	return vs[0], nil
}

// changed is a part of a picture, half of the sides and more, mirrored or not, and brighter or darker.
func changed(img *image.RGBA, r *rand.Rand) *image.RGBA {
	b := img.Bounds()
	share := 0.5 + r.Float64()/2
	w, h := max(1, int(share*float64(b.Dx()))), max(1, int(share*float64(b.Dy())))
	at := b.Min.Add(image.Pt(r.IntN(b.Dx()-w+1), r.IntN(b.Dy()-h+1)))
	out := image.NewRGBA(image.Rect(0, 0, w, h))
	draw.Draw(out, out.Rect, img, at, draw.Src)
	mirrored, light := r.IntN(2) == 0, 0.7+0.6*r.Float64()
	for y := range h {
		row := out.Pix[y*out.Stride:][:4*w]
		for i := range row {
			if i%4 < 3 {
				row[i] = uint8(min(255, light*float64(row[i])))
			}
		}
		for x := 0; mirrored && x < w/2; x++ {
			for c := range 4 {
				row[4*x+c], row[4*(w-1-x)+c] = row[4*(w-1-x)+c], row[4*x+c]
			}
		}
	}
	return out
}

// writeEach writes n vectors to a file, which as many goroutines as there are processors make.
func writeEach(path string, n int, one func(i int) (photo.Vector, error)) error {
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	defer f.Close()
	out := bufio.NewWriterSize(f, 1<<20)
	const block = 1000
	for from := 0; from < n; from += block {
		made := make([]photo.Vector, min(block, n-from))
		var g errgroup.Group
		g.SetLimit(runtime.GOMAXPROCS(0))
		for i := range made {
			g.Go(func() (err error) {
				made[i], err = one(from + i)
				return err
			})
		}
		if err := g.Wait(); err != nil {
			return err
		}
		for _, v := range made {
			for _, x := range v {
				if err := binary.Write(out, binary.LittleEndian, math.Float32bits(x)); err != nil {
					return err
				}
			}
		}
	}
	if err := out.Flush(); err != nil {
		return err
	}
	return f.Close()
}
