package pack

import (
	"io/fs"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"recollect/engine/model"
	"recollect/engine/model/onnx"
	"recollect/engine/model/pack/config"
	"recollect/engine/photo"
)

// side is what a graph says of one network.
type side struct {
	graph
	tower   model.Tower
	dim     int    // 0: only a run shows it
	px      int    // of pictures; 0: any
	layout  string // of pictures
	weights []string
}

// Limits of what a network may ask for.
const (
	mostDim    = 1 << 14
	mostPx     = 1 << 12
	mostTokens = 1 << 12
	mostBatch  = 1 // package clip runs one at a time
)

// visionOf reads what the graph for pictures takes and gives.
func visionOf(src source, g graph) (s side, err error) {
	s = side{graph: g, layout: model.NCHW}
	if len(g.info.Inputs) != 1 {
		return s, refuse("pack:inputs", photo.Args{"file": g.file, "inputs": names(g.info.Inputs)})
	}
	in := g.info.Inputs[0]
	s.tower.Input = in.Name
	if s.tower.Element, err = element(g, in, onnx.Float32, onnx.Float16, onnx.Uint8); err != nil {
		return s, err
	}
	if in.Shaped {
		if err := s.shape(in); err != nil {
			return s, err
		}
	} else if in.Type == onnx.Uint8 {
		s.layout = model.NHWC
	}
	return s, s.finish(src, []string{"image_embeds", "image_embedding", "embedding", "pooler_output"})
}

// shape reads the layout, the size and the batch of pictures.
func (s *side) shape(in onnx.Value) error {
	d := in.Dims
	wrong := refuse("pack:shape", photo.Args{"file": s.file, "name": in.Name, "shape": shape(in)})
	h, w, channels := d[2].Size, d[3].Size, d[1].Size
	if d[3].Size == 3 && d[1].Size != 3 || channels == 0 && d[3].Size == 0 && in.Type == onnx.Uint8 {
		s.layout = model.NHWC
		h, w, channels = d[1].Size, d[2].Size, d[3].Size
	}
	if channels != 0 && channels != 3 || h != w || h > mostPx || d[0].Size > mostBatch {
		return wrong
	}
	s.px, s.tower.Batch = int(h), int(d[0].Size)
	return nil
}

// textOf reads what the graph for text takes and gives.
func textOf(src source, g graph) (s side, err error) {
	s = side{graph: g}
	var ids, masks []onnx.Value
	for _, v := range g.info.Inputs {
		switch {
		case isMask(v):
			masks = append(masks, v)
		case isTokens(v):
			ids = append(ids, v)
		}
	}
	inputs := append(ids, masks...)
	if len(ids) != 1 || len(masks) > 1 || len(inputs) != len(g.info.Inputs) {
		return s, refuse("pack:inputs", photo.Args{"file": g.file, "inputs": names(g.info.Inputs)})
	}
	for _, v := range inputs {
		if s.tower.Element, err = element(g, v, onnx.Int64, onnx.Int32); err != nil {
			return s, err
		}
		if v.Type != ids[0].Type || v.Shaped && len(v.Dims) != 2 {
			return s, refuse("pack:shape", photo.Args{"file": g.file, "name": v.Name, "shape": shape(v)})
		}
		s.tower.Inputs = append(s.tower.Inputs, v.Name)
	}
	if in := ids[0]; in.Shaped {
		if in.Dims[0].Size > mostBatch || in.Dims[1].Size > mostTokens {
			return s, refuse("pack:shape", photo.Args{"file": g.file, "name": in.Name, "shape": shape(in)})
		}
		s.tower.Batch, s.tower.Length = int(in.Dims[0].Size), int(in.Dims[1].Size)
	}
	return s, s.finish(src, []string{"text_embeds", "text_embedding", "embedding", "pooler_output"})
}

// element returns the type of an input as model.json has it: empty for the first one, which is usual.
func element(g graph, v onnx.Value, types ...onnx.Type) (string, error) {
	switch i := slices.Index(types, v.Type); i {
	case -1:
		return "", refuse("pack:type", photo.Args{"file": g.file, "name": v.Name, "type": v.Type.String()})
	case 0:
		return "", nil
	default:
		return v.Type.String(), nil
	}
}

// finish reads what both networks have: the output, and where the weights are.
func (s *side) finish(src source, outputs []string) error {
	if err := checkGraph(s.graph); err != nil {
		return err
	}
	out, err := output(s.graph, outputs)
	if err != nil {
		return err
	}
	s.tower.Output = out.Name
	if s.tower.OutputElement, err = element(s.graph, out, onnx.Float32, onnx.Float16); err != nil {
		return err
	}
	if out.Shaped {
		if out.Dims[1].Size > mostDim {
			return refuse("pack:shape", photo.Args{"file": s.file, "name": out.Name, "shape": shape(out)})
		}
		s.dim = int(out.Dims[1].Size)
	}
	s.weights, err = external(src, s.graph)
	return err
}

// output returns the output that is an embedding: the first of the names, else the only one of two
// dimensions.
func output(g graph, outputs []string) (onnx.Value, error) {
	var flat []onnx.Value
	for _, v := range g.info.Outputs {
		if len(v.Dims) == 2 || !v.Shaped {
			flat = append(flat, v)
		}
	}
	for _, name := range outputs {
		if i := slices.IndexFunc(flat, func(v onnx.Value) bool { return v.Name == name }); i >= 0 {
			return flat[i], nil
		}
	}
	if len(flat) != 1 {
		return onnx.Value{}, refuse("pack:outputs", photo.Args{"file": g.file, "outputs": names(g.info.Outputs)})
	}
	return flat[0], nil
}

// mostWeights is how many other files the weights of one network may be in.
const mostWeights = 64

// external returns the files that hold weights of a graph, from the graph's folder. They must be
// inside the pack, in the graph's folder or below it, and hold what the graph says.
func external(src source, g graph) (files []string, err error) {
	for _, e := range g.info.External {
		location := strings.TrimPrefix(e.Location, "./")
		args := photo.Args{"file": g.file, "weights": config.Shorten(e.Location)}
		full := path.Join(path.Dir(g.file), location)
		if !plain(location) || full == g.file {
			return nil, refuse("pack:weights-outside", args)
		}
		size, ok := src.list()[full]
		switch {
		case src.odd(full) != "" || !ok && oddAbove(src, full):
			return nil, refuse("pack:weights-outside", args)
		case !ok:
			return nil, refuse("pack:weights-missing", args)
		case e.Offset > size || e.Length > size-e.Offset:
			return nil, refuse("pack:weights-short", args)
		}
		if !slices.Contains(files, location) {
			files = append(files, location)
		}
		if len(files) > mostWeights {
			return nil, refuse("pack:limits", photo.Args{"file": g.file})
		}
	}
	slices.Sort(files)
	for i := 1; i < len(files); i++ { // they are one file on some systems
		for j := range i {
			if strings.EqualFold(files[i], files[j]) {
				return nil, refuse("pack:twice", photo.Args{"a": files[j], "b": files[i]})
			}
		}
	}
	return files, nil
}

// plain reports whether a path that a stranger gives names a file below a folder, on every system.
// A colon is a drive or a stream on Windows; ONNX Runtime takes a path with asterisks for an
// address in memory.
func plain(name string) bool {
	return fs.ValidPath(name) && filepath.IsLocal(name) && !strings.ContainsAny(name, "\\:*\x00") && !hidden(name)
}

// oddAbove reports whether one of the folders of a path is a link.
func oddAbove(src source, name string) bool {
	for name != "." && name != "/" {
		if src.odd(name) != "" {
			return true
		}
		name = path.Dir(name)
	}
	return false
}

func names(values []onnx.Value) string {
	var all []string
	for _, v := range values[:min(len(values), 8)] {
		all = append(all, config.Shorten(v.Name))
	}
	return strings.Join(all, ", ")
}

// shape returns such as "batch x 3 x 224 x 224".
func shape(v onnx.Value) string {
	var all []string
	for _, d := range v.Dims[:min(len(v.Dims), 8)] {
		switch {
		case d.Size > 0:
			all = append(all, strconv.FormatInt(d.Size, 10))
		case d.Symbol != "":
			all = append(all, config.Shorten(d.Symbol))
		default:
			all = append(all, "?")
		}
	}
	return strings.Join(all, " x ")
}
