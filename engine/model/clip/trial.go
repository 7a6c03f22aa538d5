package clip

import (
	"bytes"
	"context"
	"embed"
	"errors"
	"io"
	"io/fs"
	"path"
	"strconv"
	"strings"

	"recollect/engine/decode"
	"recollect/engine/model/onnx"
	"recollect/engine/model/ort"
	"recollect/engine/photo"
)

// The checks of Trial.
const (
	// CheckLoads: both networks can be loaded, and take and give what model.json says.
	CheckLoads = "trial.loads"
	// CheckNumbers: all vectors have finite numbers and a length.
	CheckNumbers = "trial.numbers"
	// CheckPairs: of six pictures and six sentences, each finds its own.
	CheckPairs = "trial.pairs"
	// CheckActivation: a model that was trained with QuickGELU computes that.
	CheckActivation = "trial.activation"
)

// trial holds the pictures, and in pairs.txt their sentences; bench/models makes them of sample photos.
//
//go:embed trial
var trial embed.FS

// pair is a picture with the sentence that describes it.
type pair struct{ file, sentence string }

// pairs returns the pictures and sentences of Trial.
func pairs() []pair {
	text, err := trial.ReadFile("trial/pairs.txt")
	if err != nil {
		panic(err) // it is part of the program
	}
	var all []pair
	for line := range strings.Lines(string(text)) {
		file, sentence, _ := strings.Cut(strings.TrimSpace(line), "\t")
		all = append(all, pair{file, sentence})
	}
	return all
}

// Trial tries whether m does on this computer what its description says, before photos are embedded
// with it: variants with few bits and accelerators can give nonsense without an error. It takes
// as long as six pictures and six sentences, and loads both networks. The verdict has no ID. The
// error is ctx's or ort.ErrNoRuntime, which are not the model's fault; the verdict is empty then.
func Trial(ctx context.Context, m *Model) (photo.ModelVerdict, error) {
	var v photo.ModelVerdict
	seen, said, err := tryPairs(ctx, m)
	if ctx.Err() != nil || errors.Is(err, ort.ErrNoRuntime) {
		return v, errors.Join(ctx.Err(), err)
	}
	numbers := errors.Is(err, errLength)
	if err != nil && !numbers {
		v.Checks = append(v.Checks, failed(CheckLoads, err))
		return v, nil
	}
	v.Checks = append(v.Checks, photo.ModelCheck{Name: CheckLoads, Result: photo.CheckPassed})
	if numbers {
		v.Checks = append(v.Checks, failed(CheckNumbers, err))
		return v, nil
	}
	v.Checks = append(v.Checks, photo.ModelCheck{Name: CheckNumbers, Result: photo.CheckPassed},
		checkPairs(seen, said), m.checkActivation())
	return v, nil
}

func failed(name string, err error) photo.ModelCheck {
	reason, ok := photo.ReasonOf(err)
	if !ok || reason == "model:none" { // whose advice is for the shipped model
		reason = photo.NewReason("model:trial-failed", nil)
	}
	return photo.ModelCheck{Name: name, Result: photo.CheckFailed, Got: err.Error(), Reason: reason}
}

// tryPairs embeds the pictures and the sentences.
func tryPairs(ctx context.Context, m *Model) (seen, said []photo.Vector, err error) {
	if err := m.Load(); err != nil {
		return nil, nil, err
	}
	var px []Pixels
	for _, p := range pairs() {
		data, err := trial.ReadFile(path.Join("trial", p.file))
		if err != nil {
			panic(err) // it is part of the program
		}
		pic, err := decode.Bytes(ctx, data, photo.File{Path: p.file}, decode.Options{})
		if err != nil {
			return nil, nil, err
		}
		px = append(px, m.Prepare(pic.Image))
		v, err := m.Text(ctx, p.sentence)
		if err != nil {
			return nil, nil, err
		}
		said = append(said, v)
	}
	seen, err = m.Images(ctx, px)
	return seen, said, err
}

// checkPairs counts the sentences and pictures that have the highest cosine similarity with their own.
func checkPairs(seen, said []photo.Vector) photo.ModelCheck {
	right := 0
	for i := range seen {
		if best(said[i], seen) == i {
			right++
		}
		if best(seen[i], said) == i {
			right++
		}
	}
	all := 2 * len(seen)
	c := photo.ModelCheck{
		Name: CheckPairs, Result: photo.CheckPassed,
		Want: strconv.Itoa(all), Got: strconv.Itoa(right),
	}
	if right < all {
		c.Result = photo.CheckFailed
		c.Reason = photo.NewReason("model:trial-pairs", photo.Args{"right": c.Got, "all": c.Want})
	}
	return c
}

// best returns which of all is most like v.
func best(v photo.Vector, all []photo.Vector) int {
	at, most := 0, float32(-2)
	for i, w := range all {
		var dot float32
		for j := range v {
			dot += v[j] * w[j]
		}
		if dot > most {
			at, most = i, dot
		}
	}
	return at
}

// checkActivation reports a graph with exact GELU (which has an Erf) for weights that were trained
// with QuickGELU, as a widely used export of OpenAI's ViT-B/32 is: its vectors have a cosine similarity
// of 0.95 with the right ones, and find nearly as well. It is a warning.
func (m *Model) checkActivation() photo.ModelCheck {
	c := photo.ModelCheck{Name: CheckActivation, Result: photo.CheckSkipped}
	if !m.spec.QuickGELU {
		return c
	}
	c.Result = photo.CheckPassed
	for _, file := range []string{m.spec.Vision.File, m.spec.Text.File} {
		info, err := readGraph(m.opts.Model, file)
		if err != nil {
			return failed(CheckActivation, err)
		}
		for o := range info.Operators {
			if o.Name == "Erf" || o.Name == "Gelu" {
				c.Result, c.Want, c.Got = photo.CheckWarned, "Sigmoid", o.String()
				c.Reason = photo.NewReason("model:trial-activation", photo.Args{"file": file})
			}
		}
	}
	return c
}

// readGraph reads what a network is made of, without its weights where the file system allows that.
func readGraph(files fs.FS, name string) (*onnx.Info, error) {
	f, err := files.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return nil, err
	}
	if r, ok := f.(io.ReaderAt); ok {
		return onnx.Read(r, info.Size())
	}
	data, err := io.ReadAll(f)
	if err != nil {
		return nil, err
	}
	return onnx.Read(bytes.NewReader(data), int64(len(data)))
}
