package pack

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"io"
	"path"
	"slices"
	"strconv"
	"strings"

	"recollect/engine/file"
	"recollect/engine/model"
	"recollect/engine/model/list"
	"recollect/engine/model/onnx"
	"recollect/engine/model/pack/config"
	"recollect/engine/photo"
)

// identify is replaced in tests, which have no real weights.
var identify = list.Identify

// candidate is a model that a pack has, in one precision.
type candidate struct {
	report Report
	items  []item
}

// item is a file to copy.
type item struct {
	src      source
	from, to string
	want     model.File // SHA256 is empty where it is not known before
}

// recognise returns the models to try, in this order. There is at least one, or an error.
func recognise(ctx context.Context, src *pick, from string, o Options) ([]candidate, error) {
	defer src.count(o)()
	if dir, spec, err := ownModel(src); err != nil {
		return nil, err
	} else if spec != nil && o.known == nil {
		c, err := own(ctx, src, dir, *spec)
		return []candidate{c}, err
	}
	all, broken, err := graphs(ctx, src)
	if err != nil {
		return nil, err
	}
	there, err := pairs(src, all, broken)
	if err != nil {
		return nil, err
	}
	asked, err := order(there, o)
	if err != nil {
		return nil, err
	}
	var found []candidate
	var first error
	for _, p := range asked {
		c, err := describe(ctx, src, from, p, o)
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
		if err != nil {
			first = firstOf(first, err)
			continue
		}
		c.report.Variants = variants(there)
		found = append(found, c)
	}
	if len(found) == 0 {
		return nil, first
	}
	return found, nil
}

func firstOf(a, b error) error {
	if a != nil {
		return a
	}
	return b
}

// facts gathers what a description is made of.
type facts struct {
	vision, text side
	dirs         []string // where configurations may be, the nearest first
	config       config.Config
	known        *list.Model
	sums         map[string]string // of files that were read, by path in the pack
	tokens       []item
	spec         model.Spec
	warnings     []photo.Reason
}

// describe makes the description of a pair, and says which files it needs.
func describe(ctx context.Context, src *pick, from string, p pair, o Options) (c candidate, err error) {
	f := facts{sums: map[string]string{}, dirs: dirsOf(p.vision.file, p.text.file), known: o.known}
	if f.vision, err = visionOf(src, p.vision); err != nil {
		return c, err
	}
	if f.text, err = textOf(src, p.text); err != nil {
		return c, err
	}
	if err := f.identify(ctx, src); err != nil {
		return c, err
	}
	if f.config, err = findConfig(src, f.dirs); err != nil && f.known == nil {
		return c, err
	}
	f.spec.Name, f.spec.Version = title(from), variant(p.suffix)
	for _, step := range []func() error{
		func() error { return f.family(src) },
		f.numbers,
		func() error { return f.preparation(src) },
		func() error { return f.tokenizer(ctx, src, o) },
	} {
		if err := step(); err != nil {
			return c, err
		}
	}
	f.scale()
	f.activation(from)
	f.licence(src)
	return f.candidate(src, p), nil
}

// dirsOf returns the folders in which what belongs to the networks may be: their own, that of the
// model, and those above, each with its folder of tokenizers.
func dirsOf(files ...string) (dirs []string) {
	add := func(dir string) {
		if !slices.Contains(dirs, dir) {
			dirs = append(dirs, dir)
		}
	}
	for _, f := range files {
		add(path.Dir(f))
	}
	for dir := place(files[0]); ; dir = path.Dir(dir) {
		add(dir)
		add(path.Join(dir, "tokenizer"))
		if dir == "." {
			return dirs
		}
	}
}

// identify compares the networks with those of package list. Files of other sizes are not read.
func (f *facts) identify(ctx context.Context, src source) error {
	if f.known != nil {
		return nil
	}
	for _, s := range []side{f.vision, f.text} {
		size := src.list()[s.file]
		if !listed(size) {
			continue
		}
		sum, err := s.sum, error(nil)
		if sum == "" {
			sum, err = sumOf(ctx, src, s.file)
		}
		if err != nil {
			return err
		}
		f.sums[s.file] = sum
		m, file, ok := identify(sum)
		if !ok {
			continue
		}
		if f.known != nil && f.known.ID != m.ID {
			return refuse("pack:mixed", photo.Args{"a": f.known.Title, "b": m.Title})
		}
		f.known = &m
		if file.Wrong == "plain-gelu" {
			f.warn("pack:known-wrong", photo.Args{"model": m.Title})
		}
	}
	return nil
}

func sumOf(ctx context.Context, src source, name string) (string, error) {
	r, err := src.open(name)
	if err != nil {
		return "", err
	}
	defer r.Close()
	h := sha256.New()
	if _, err := io.Copy(h, file.Until(ctx, r)); err != nil {
		return "", err
	}
	return hex.EncodeToString(h.Sum(nil)), nil
}

// listed reports whether a network of package list has so many bytes, or may have.
func listed(size int64) bool {
	for _, m := range list.Models() {
		for _, v := range append(slices.Clone(m.Variants), list.Variant{Files: m.Known}) {
			for _, f := range v.Files {
				if f.SHA256 != "" && (f.Bytes == size || f.Bytes == 0 && size > mostJSON) {
					return true
				}
			}
		}
	}
	return false
}

func (f *facts) warn(code string, args photo.Args) {
	f.warnings = append(f.warnings, photo.NewReason(code, args))
}

// family settles the family, and what follows from it: from the list, the configuration, or the
// number of tokens of the network.
func (f *facts) family(src source) (err error) {
	s := &f.spec
	s.ChannelOrder, s.Layout = "RGB", f.vision.layout
	s.Vision, s.Text = f.vision.tower, f.text.tower
	if m := f.known; m != nil {
		d := m.Description
		s.Name = m.Title
		s.Family, s.Languages, s.QuickGELU = d.Family, d.Languages, d.QuickGELU
		s.LogitScale, s.LogitBias = d.LogitScale, d.LogitBias
		s.Licence, s.Terms, s.Quality, s.Source = m.Licence.Name, m.Licence.Terms, m.Quality.Text, m.Repository
		s.Tokenizer.PadID, s.Tokenizer.Canonical, s.Tokenizer.Prefix = d.Tokenizer.PadID, d.Tokenizer.Canonical,
			d.Tokenizer.Prefix
		return nil
	}
	if s.Family, err = f.config.Family(); err != nil {
		return err
	}
	tokens := guess(rows(f.text.info))
	if s.Family == "" || s.Family == model.FamilyOpenCLIP && tokens == model.FamilyXLMRoberta {
		s.Family = tokens // M-CLIP has the configuration of the network for pictures alone
	}
	if s.Family == "" && likeCLIP(src, findTokenizer(src, f.dirs, "")) {
		s.Family = model.FamilyOpenCLIP
	}
	if s.Family == "" {
		return refuse("pack:no-config", nil)
	}
	if s.Family != model.FamilySigLIP && s.Family != model.FamilySigLIP2 {
		for _, n := range []side{f.vision, f.text} {
			if n.tower.Output == "pooler_output" { // before the projection into the space that both share
				return refuse("pack:outputs", photo.Args{"file": n.file, "outputs": names(n.info.Outputs)})
			}
		}
	}
	s.QuickGELU = f.config.File != "" && f.config.Quick()
	return nil
}

// scale sets the scale and bias of scores, which exports do not hold, where the list does not say
// them. They are those of a listed model that is like this one: relevance is calibrated anyway.
func (f *facts) scale() {
	s := &f.spec
	if f.known != nil && s.LogitScale > 0 {
		return
	}
	like, ok := list.Like(*s)
	if !ok {
		return
	}
	d := like.Description
	s.LogitScale, s.LogitBias = d.LogitScale, d.LogitBias
	if f.known == nil && (rows(f.text.info) < manyTokens || len(d.Languages) > 1) {
		s.Languages = d.Languages
	}
}

// manyTokens is more tokens than a model of one language has: which languages those are, nobody says.
const manyTokens = 100_000

// rows is how many tokens the network for text has: the longest table of its weights.
func rows(info *onnx.Info) (n int64) {
	for _, t := range info.Tensors {
		if len(t.Dims) >= 2 {
			n = max(n, t.Dims[0])
		}
	}
	return n
}

// guess returns the family that has so many tokens, where nothing else decides.
func guess(tokens int64) string {
	switch tokens {
	case clipTokens:
		return model.FamilyOpenCLIP
	case config.Gemma:
		return model.FamilySigLIP2
	case 32000:
		return model.FamilySigLIP
	case 250002:
		return model.FamilyXLMRoberta
	}
	return ""
}

// numbers settles the dimension and the length of sentences, which graphs and configuration must
// agree on.
func (f *facts) numbers() error {
	v, t, c := f.vision.dim, f.text.dim, f.config.Length()
	if f.known != nil {
		c = f.known.Description.Dim
	}
	switch {
	case v != 0 && t != 0 && v != t:
		return refuse("pack:dims", photo.Args{"vision": strconv.Itoa(v), "text": strconv.Itoa(t)})
	case c > 0 && max(v, t) != 0 && c != max(v, t):
		return refuse("pack:dim", photo.Args{"graph": strconv.Itoa(max(v, t)), "config": strconv.Itoa(c)})
	case max(v, t, c) <= 0 || c > mostDim:
		return refuse("pack:no-dim", nil)
	}
	f.spec.Dim = max(v, t, c)
	length, said := f.text.tower.Length, f.config.Context()
	if f.known != nil {
		said = f.known.Description.Tokenizer.MaxTokens
	}
	switch {
	case length > 0 && said > 0 && length != said:
		return refuse("pack:context", photo.Args{"graph": strconv.Itoa(length), "config": strconv.Itoa(said)})
	case length == 0 && said <= 0:
		if said = 77; strings.HasPrefix(f.spec.Family, model.FamilySigLIP) {
			said = 64
		}
	}
	n := max(length, said)
	if n < 3 || n > mostTokens {
		return refuse("pack:context", photo.Args{"graph": strconv.Itoa(length), "config": strconv.Itoa(said)})
	}
	f.spec.Tokenizer.MaxTokens = n
	if len(f.text.tower.Inputs) == 1 { // without a mask, sentences have the length of training
		f.spec.Text.Length = n
	}
	return nil
}

// preparation settles how pictures are prepared: from the list, a configuration, or as CLIP does.
func (f *facts) preparation(src source) (err error) {
	var p config.Preparation
	if f.known != nil {
		d := f.known.Description
		p = config.Preparation{
			File: "-", Px: d.ImageSize, Mode: d.ResizeMode, Resample: d.Resample, Mean: d.Mean, Std: d.Std,
		}
	} else if p, err = findPreparation(src, f.dirs); err != nil {
		return err
	}
	if p.File == "" {
		if strings.HasPrefix(f.spec.Family, model.FamilySigLIP) {
			half := [3]float32{.5, .5, .5}
			p = config.Preparation{Mode: model.Squash, Resample: model.Bicubic, Mean: half, Std: half}
		} else {
			p = config.Preparation{
				Mode: model.Crop, Resample: model.Bicubic, Mean: config.CLIPMean, Std: config.CLIPStd,
			}
		}
		f.warn("pack:assumed", nil)
	}
	if p.Px == 0 {
		p.Px = f.config.ImagePx()
	}
	if p.Px == 0 {
		p.Px = f.vision.px
	}
	switch px := f.vision.px; {
	case px != 0 && px != p.Px:
		return refuse("pack:px", photo.Args{"graph": strconv.Itoa(px), "config": strconv.Itoa(p.Px)})
	case p.Px <= 0 || p.Px > mostPx:
		return refuse("pack:no-px", nil)
	}
	s := &f.spec
	s.ImageSize, s.ResizeMode, s.Resample, s.Mean, s.Std = p.Px, p.Mode, p.Resample, p.Mean, p.Std
	return nil
}

// activation warns of a graph that computes another activation than its weights were trained with:
// its embeddings have a cosine of 0.95 with the right ones.
func (f *facts) activation(from string) {
	vq, vp := activations(f.vision.info)
	tq, tp := activations(f.text.info)
	plain := vp > 0 && vq == 0 || tp > 0 && tq == 0
	known := slices.ContainsFunc(f.warnings, func(r photo.Reason) bool {
		return strings.HasPrefix(string(r), "pack:known-wrong")
	})
	switch {
	case !plain || known:
	case f.spec.QuickGELU:
		f.warn("pack:plain-gelu", nil)
	case f.known == nil && (openAIs(from) || openAIs(f.vision.file)):
		f.warn("pack:maybe-plain-gelu", nil)
	}
}

// openAIs reports whether a name says that the weights are OpenAI's.
func openAIs(name string) bool { return strings.Contains(strings.ToLower(path.Base(name)), "openai") }

// licence takes the licence that README.md names in its head.
func (f *facts) licence(src source) {
	if f.spec.Licence != "" {
		return
	}
	_, data, err := near(src, f.dirs, "README.md")
	lines := strings.Split(string(data), "\n")
	if err != nil || strings.TrimSpace(lines[0]) != "---" {
		return
	}
	for _, line := range lines[1:min(len(lines), 64)] {
		if name, ok := strings.CutPrefix(strings.TrimSpace(line), "license:"); ok {
			f.spec.Licence = config.Shorten(strings.Trim(name, ` "'`))
			return
		}
		if strings.TrimSpace(line) == "---" {
			return
		}
	}
}

// candidate lists the files, and puts their new names into the description.
func (f *facts) candidate(src source, p pair) candidate {
	s := &f.spec
	c := candidate{items: f.tokens}
	for _, i := range f.tokens {
		c.report.Bytes += i.want.Bytes
	}
	add := func(from, to string) {
		want := model.File{Bytes: src.list()[from], SHA256: f.sums[from]}
		c.items = append(c.items, item{src: src, from: from, to: to, want: want})
		c.report.Bytes += want.Bytes
	}
	for _, n := range []struct {
		side
		tower *model.Tower
		dir   string
	}{{f.vision, &s.Vision, "vision"}, {f.text, &s.Text, "text"}} {
		name := "model.onnx"
		if slices.ContainsFunc(n.weights, func(w string) bool { return strings.EqualFold(w, name) }) {
			name = "graph.onnx"
		}
		n.tower.File = path.Join(n.dir, name)
		add(n.file, n.tower.File)
		for _, w := range n.weights {
			to := path.Join(n.dir, w)
			n.tower.External = append(n.tower.External, to)
			add(path.Join(path.Dir(n.file), w), to)
		}
	}
	c.report.Spec, c.report.Variant, c.report.Warnings = *s, variant(p.suffix), f.warnings
	if f.known != nil {
		c.report.Known = f.known.ID
	}
	return c
}

// inPlace is the description of c with the names that files have where they are. Files is nil.
func (c candidate) inPlace() model.Spec {
	from := map[string]string{}
	for _, i := range c.items {
		from[i.to] = i.from
	}
	all := func(to []string) (names []string) {
		for _, name := range to {
			names = append(names, from[name])
		}
		return names
	}
	s := c.report.Spec
	for _, t := range []*model.Tower{&s.Vision, &s.Text} {
		t.File, t.External = from[t.File], all(t.External)
	}
	s.Tokenizer.Files = all(s.Tokenizer.Files)
	return s
}
