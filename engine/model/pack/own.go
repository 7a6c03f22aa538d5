package pack

import (
	"context"
	"encoding/json"
	"path"
	"slices"
	"strconv"
	"strings"

	"recollect/engine/model"
	"recollect/engine/model/pack/config"
	"recollect/engine/photo"
)

// ownModel returns the description in a folder that Recollect has written, and the folder; nil if
// the pack is none.
func ownModel(src *pick) (dir string, s *model.Spec, err error) {
	if len(src.files) > 0 {
		return "", nil, nil
	}
	var found []string
	for name := range src.list() {
		if path.Base(name) == "model.json" && strings.Count(name, "/") <= 1 {
			found = append(found, name)
		}
	}
	if len(found) != 1 {
		return "", nil, nil
	}
	data, err := readSmall(src, found[0], mostJSON)
	if err != nil {
		return "", nil, err
	}
	s = &model.Spec{}
	if json.Unmarshal(data, s) != nil || s.Vision.File == "" || len(s.Files) == 0 {
		return "", nil, nil // of something else
	}
	return path.Dir(found[0]), s, nil
}

// own takes a folder of Recollect's over as it is, after the checks that every pack has.
func own(ctx context.Context, src source, dir string, s model.Spec) (c candidate, err error) {
	files := append([]string{s.Vision.File, s.Text.File}, slices.Concat(
		s.Vision.External, s.Text.External, s.Tokenizer.Files)...)
	if s.Tokenizer.Vocab != "" {
		files = append(files, s.Tokenizer.Vocab)
	}
	folded := map[string]bool{"model.json": true, "calibration.json": true}
	for _, name := range files {
		if _, ok := s.Files[name]; !ok {
			return c, refuse("pack:file-missing", photo.Args{"file": config.Shorten(name)})
		}
	}
	for name, want := range s.Files {
		full := path.Join(dir, name)
		switch size, ok := src.list()[full]; {
		case !plain(name) || folded[strings.ToLower(name)]:
			return c, refuse("pack:file-name", photo.Args{"file": config.Shorten(name)})
		case !ok:
			return c, refuse("pack:file-missing", photo.Args{"file": name})
		case size != want.Bytes || len(want.SHA256) != 64:
			return c, refuse("pack:file-differs", photo.Args{"file": name})
		}
		folded[strings.ToLower(name)] = true
		c.items = append(c.items, item{src: src, from: full, to: name, want: want})
		c.report.Bytes += want.Bytes
	}
	slices.SortFunc(c.items, func(a, b item) int { return strings.Compare(a.to, b.to) })
	if calibration := path.Join(dir, "calibration.json"); src.list()[calibration] > 0 {
		size := src.list()[calibration]
		if size > mostJSON {
			return c, refuse("pack:config", photo.Args{"file": calibration})
		}
		c.items = append(c.items, item{
			src: src, from: calibration, to: "calibration.json", want: model.File{Bytes: size},
		})
		c.report.Bytes += size
	}
	c.report.Spec, c.report.Variant, c.report.Variants = s, s.Version, []string{s.Version}
	if m, _, ok := identify(s.Files[s.Vision.File].SHA256); ok {
		c.report.Known = m.ID
	}
	return c, checkOwn(ctx, src, dir, s)
}

// checkOwn compares the graphs with what the description says of them.
func checkOwn(ctx context.Context, src source, dir string, s model.Spec) error {
	var sides [2]side
	for i, n := range []struct {
		tower model.Tower
		kind  kind
		read  func(source, graph) (side, error)
	}{{s.Vision, ofPictures, visionOf}, {s.Text, ofText, textOf}} {
		g, err := readGraph(ctx, src, path.Join(dir, n.tower.File))
		if err != nil {
			return err
		}
		if g.kind != n.kind {
			return refuse("pack:swapped", photo.Args{"file": n.tower.File})
		}
		if sides[i], err = n.read(src, g); err != nil {
			return err
		}
		for _, w := range sides[i].weights {
			if !slices.Contains(n.tower.External, path.Join(path.Dir(n.tower.File), w)) {
				return refuse("pack:file-missing", photo.Args{"file": w})
			}
		}
	}
	for _, side := range sides {
		if side.dim != 0 && side.dim != s.Dim {
			return refuse("pack:dim", photo.Args{"graph": strconv.Itoa(side.dim), "config": strconv.Itoa(s.Dim)})
		}
	}
	if px := sides[0].px; px != 0 && px != s.ImageSize {
		return refuse("pack:px", photo.Args{"graph": strconv.Itoa(px), "config": strconv.Itoa(s.ImageSize)})
	}
	return nil
}
