package pack

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"maps"
	"path"
	"slices"
	"strings"

	"recollect/engine/file"
	"recollect/engine/model/onnx"
	"recollect/engine/photo"
)

// kind is what a graph is for.
type kind int

const (
	neither kind = iota
	ofPictures
	ofText
	ofBoth
)

// graph is an ONNX file of a pack.
type graph struct {
	file string
	kind kind
	info *onnx.Info
	sum  string // its SHA-256, where all of it had to be read
}

// mostGraphs is how many ONNX files of a pack are read: exports have two of each precision.
const mostGraphs = 64

// graphs reads all ONNX files of a pack. Those that cannot be read are returned as faults, which
// count only if the file is needed.
func graphs(ctx context.Context, src source) (all []graph, broken map[string]error, err error) {
	broken = map[string]error{}
	for _, name := range slices.Sorted(maps.Keys(src.list())) {
		if !isNetwork(name) {
			continue
		}
		if len(all)+len(broken) == mostGraphs {
			return nil, nil, refuse("pack:too-many", nil)
		}
		g, err := readGraph(ctx, src, name)
		switch {
		case ctx.Err() != nil:
			return nil, nil, ctx.Err()
		case err != nil:
			broken[name] = err
		default:
			all = append(all, g)
		}
	}
	return all, broken, nil
}

func isNetwork(name string) bool { return strings.EqualFold(path.Ext(name), ".onnx") }

func readGraph(ctx context.Context, src source, name string) (graph, error) {
	f, err := src.open(name)
	if err != nil {
		return graph{}, err
	}
	defer f.Close()
	size := src.list()[name]
	if size < 1024 { // weights that git has left at a server
		head, err := io.ReadAll(io.LimitReader(f, 1024))
		if err != nil {
			return graph{}, err
		}
		if bytes.HasPrefix(head, []byte("version https://git-lfs")) {
			return graph{}, refuse("pack:pointer", photo.Args{"file": name})
		}
		f = io.NopCloser(bytes.NewReader(head))
	}
	info, sum, err := scan(ctx, f, size)
	switch {
	case errors.Is(err, onnx.ErrFormat):
		return graph{}, fmt.Errorf("%w: %w", refuse("pack:not-onnx", photo.Args{"file": name}), err)
	case errors.Is(err, onnx.ErrLimit):
		return graph{}, fmt.Errorf("%w: %w", refuse("pack:limits", photo.Args{"file": name}), err)
	case err != nil:
		return graph{}, err
	}
	return graph{file: name, info: info, kind: kindOf(info), sum: sum}, nil
}

// scan reads a graph. Of a stream, all is read anyway: then it returns the SHA-256, too.
func scan(ctx context.Context, f io.Reader, size int64) (info *onnx.Info, sum string, err error) {
	if r, ok := f.(io.ReaderAt); ok {
		info, err = onnx.Read(r, size)
		return info, "", err
	}
	h := sha256.New()
	r := io.TeeReader(file.Until(ctx, f), h)
	if info, err = onnx.Read(&forward{r: r}, size); err != nil {
		return nil, "", err
	}
	_, err = io.Copy(io.Discard, r)
	return info, hex.EncodeToString(h.Sum(nil)), err
}

// forward is an io.ReaderAt of a stream, for reading from front to back.
type forward struct {
	r  io.Reader
	at int64
}

func (f *forward) ReadAt(p []byte, at int64) (int, error) {
	if at < f.at {
		return 0, fmt.Errorf("read at %d after %d of a stream", at, f.at)
	}
	skipped, err := io.CopyN(io.Discard, f.r, at-f.at)
	f.at += skipped
	if err != nil {
		return 0, err
	}
	n, err := io.ReadFull(f.r, p)
	f.at += int64(n)
	if errors.Is(err, io.ErrUnexpectedEOF) {
		err = io.EOF
	}
	return n, err
}

// kindOf recognises a graph by its inputs: pictures have four dimensions, sentences are whole numbers in
// two.
func kindOf(info *onnx.Info) (k kind) {
	for _, v := range info.Inputs {
		switch {
		case isPicture(v):
			k |= ofPictures
		case isTokens(v) || isMask(v):
			k |= ofText
		}
	}
	return k
}

func isPicture(v onnx.Value) bool {
	return len(v.Dims) == 4 || !v.Shaped && slices.Contains([]string{"pixel_values", "image", "images"}, v.Name)
}

func isTokens(v onnx.Value) bool {
	if slices.Contains([]string{"input_ids", "text", "tokens", "texts"}, v.Name) {
		return true
	}
	return !isMask(v) && len(v.Dims) == 2 && (v.Type == onnx.Int64 || v.Type == onnx.Int32)
}

func isMask(v onnx.Value) bool { return v.Name == "attention_mask" }
