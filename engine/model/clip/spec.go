package clip

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io/fs"

	"recollect/engine/photo"
)

// ErrNoModel means that a model's files are missing, incomplete or not what
// their description says.
var ErrNoModel error = &photo.Fault{
	Code: "model:none",
	Text: "the search model is missing or damaged",
}

// spec is model.json: how pixels and words must be prepared for a model and
// what its tensors are called.
type spec struct {
	Name         string     `json:"name"`
	Version      string     `json:"version"`
	Dim          int        `json:"dim"`
	ImageSize    int        `json:"image_size"`
	ResizeMode   string     `json:"resize_mode"`
	Mean         [3]float32 `json:"mean"` // of pixel values in 0..1, RGB
	Std          [3]float32 `json:"std"`
	ChannelOrder string     `json:"channel_order"`
	Layout       string     `json:"layout"`
	Licence      string     `json:"licence"`
	Terms        string     `json:"terms"`
	Quality      string     `json:"quality"`
	Languages    []string   `json:"languages"` // ISO 639-1 codes
	LogitScale   float64    `json:"logit_scale"`
	Vision       tower      `json:"vision"`
	Text         tower      `json:"text"`
	Tokenizer    tokenizing `json:"tokenizer"`
	Files        map[string]struct {
		Bytes  int64  `json:"bytes"`
		SHA256 string `json:"sha256"`
	} `json:"files"`
}

// tower is one of the two networks of a dual encoder.
type tower struct {
	File   string   `json:"file"`
	Input  string   `json:"input"`
	Inputs []string `json:"inputs"`
	Output string   `json:"output"`
}

type tokenizing struct {
	Type      string `json:"type"`
	Vocab     string `json:"vocab"`
	MaxTokens int    `json:"max_tokens"`
	PadID     int64  `json:"pad_id"`
	UnkID     int64  `json:"unk_id"`
	ClsID     int64  `json:"cls_id"`
	SepID     int64  `json:"sep_id"`
	MaxRunes  int    `json:"max_chars_per_word"`
	Prefix    string `json:"text_prefix"`
}

// pipelineVersion is part of every fingerprint. Raise it when the preparation
// of pixels or words changes in a way that changes vectors.
const pipelineVersion = 1

// clipLogitScale is for models that name none: CLIP's, which training held at the
// highest that was allowed (Radford et al. 2021, section 2.5).
const clipLogitScale = 100

// readSpec reads and checks model.json in model.
func readSpec(model fs.FS) (spec, error) {
	var s spec
	data, err := fs.ReadFile(model, "model.json")
	if err != nil {
		return s, fmt.Errorf("%w: %w", ErrNoModel, err)
	}
	if err := json.Unmarshal(data, &s); err != nil {
		return s, fmt.Errorf("%w: model.json: %w", ErrNoModel, err)
	}
	return s, s.check()
}

// check refuses what this package would silently encode wrongly.
func (s *spec) check() error {
	supported := []struct {
		key, got, want string
	}{
		{"resize_mode", s.ResizeMode, "squash"},
		{"channel_order", s.ChannelOrder, "RGB"},
		{"layout", s.Layout, "NCHW"},
		{"tokenizer.type", s.Tokenizer.Type, "wordpiece-bert-uncased"},
	}
	for _, v := range supported {
		if v.got != v.want {
			return fmt.Errorf("%w: model.json: %s %q is not supported, only %q is", ErrNoModel, v.key, v.got, v.want)
		}
	}
	if s.Dim <= 0 || s.Dim > 1<<14 || s.ImageSize <= 0 || s.ImageSize > 1<<12 || s.Tokenizer.MaxTokens < 3 {
		return fmt.Errorf("%w: model.json: dim %d, image_size %d or max_tokens %d is out of range",
			ErrNoModel, s.Dim, s.ImageSize, s.Tokenizer.MaxTokens)
	}
	if len(s.Text.Inputs) != 2 {
		return fmt.Errorf("%w: model.json: text.inputs has %d names, not 2", ErrNoModel, len(s.Text.Inputs))
	}
	for i, std := range s.Std {
		if std == 0 {
			return fmt.Errorf("%w: model.json: std of channel %d is zero", ErrNoModel, i)
		}
	}
	return nil
}

// fingerprint names everything that a vector depends on.
func (s *spec) fingerprint() string {
	h := sha256.New()
	fmt.Fprintf(h, "%d %s %d %d %s %v %v %q", pipelineVersion, s.Name, s.Dim, s.ImageSize, s.ResizeMode, s.Mean, s.Std, s.Tokenizer.Prefix)
	for _, name := range []string{s.Vision.File, s.Text.File, s.Tokenizer.Vocab} {
		fmt.Fprintf(h, " %s", s.Files[name].SHA256)
	}
	return hex.EncodeToString(h.Sum(nil)[:8])
}

// read returns a file of the model after comparing it with its checksum. It must
// not be changed: see Mapped.
func (s *spec) read(model fs.FS, name string) ([]byte, error) {
	data, err := bytesOf(model, name)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrNoModel, err)
	}
	sum := sha256.Sum256(data)
	if want := s.Files[name].SHA256; hex.EncodeToString(sum[:]) != want {
		return nil, fmt.Errorf("%w: %s is not the file that model.json describes", ErrNoModel, name)
	}
	return data, nil
}

func (s *spec) info() photo.Model {
	terms := s.Terms
	if terms == "" {
		terms = s.Licence
	}
	scale := s.LogitScale
	if scale <= 0 {
		scale = clipLogitScale
	}
	return photo.Model{
		LogitScale: scale, Name: s.Name, Version: s.Version, Dim: s.Dim,
		Fingerprint: s.fingerprint(), Terms: terms, Quality: s.Quality, Languages: s.Languages,
	}
}
