package model

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"

	"recollect/engine/photo"
	"recollect/engine/relevance"
)

// ErrNoModel means that a model's files are missing, incomplete or not what
// their description says.
var ErrNoModel error = &photo.Fault{
	Code: "model:none",
	Text: "the search model is missing or damaged",
}

// Spec is model.json: how pixels and words must be prepared for a model and
// what its tensors are called.
type Spec struct {
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
	Vision       Tower      `json:"vision"`
	Text         Tower      `json:"text"`
	Tokenizer    Tokenizing `json:"tokenizer"`
	Files        map[string]struct {
		Bytes  int64  `json:"bytes"`
		SHA256 string `json:"sha256"`
	} `json:"files"`

	// Calibration is that of calibration.json, or the default.
	Calibration relevance.Calibration `json:"-"`
}

// Tower is one of the two networks of a dual encoder.
type Tower struct {
	File   string   `json:"file"`
	Input  string   `json:"input"`
	Inputs []string `json:"inputs"`
	Output string   `json:"output"`
}

// Tokenizing is how sentences become numbers.
type Tokenizing struct {
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

// clipLogitScale is for models that name none: CLIP's, which training held at the
// highest that was allowed (Radford et al. 2021, section 2.5).
const clipLogitScale = 100

// Read reads model.json, and calibration.json where there is one. Whether a family of
// models can work with what it says, the package of that family checks. Errors wrap ErrNoModel.
func Read(files fs.FS) (Spec, error) {
	var s Spec
	data, err := fs.ReadFile(files, "model.json")
	if err != nil {
		return s, fmt.Errorf("%w: %w", ErrNoModel, err)
	}
	if err := json.Unmarshal(data, &s); err != nil {
		return s, fmt.Errorf("%w: model.json: %w", ErrNoModel, err)
	}
	s.Calibration, err = readCalibration(files)
	return s, err
}

// readCalibration reads calibration.json; without it the calibration is the default.
func readCalibration(files fs.FS) (relevance.Calibration, error) {
	c := relevance.Default()
	data, err := fs.ReadFile(files, "calibration.json")
	if errors.Is(err, fs.ErrNotExist) {
		return c, nil
	}
	if err == nil {
		err = json.Unmarshal(data, &c)
	}
	if err != nil {
		return c, fmt.Errorf("%w: calibration.json: %w", ErrNoModel, err)
	}
	return c, nil
}

// Fingerprint names everything that a vector depends on. pipeline is the version of the code
// that prepares pixels and words.
func (s *Spec) Fingerprint(pipeline int) string {
	h := sha256.New()
	fmt.Fprintf(h, "%d %s %d %d %s %v %v %q",
		pipeline, s.Name, s.Dim, s.ImageSize, s.ResizeMode, s.Mean, s.Std, s.Tokenizer.Prefix)
	for _, name := range []string{s.Vision.File, s.Text.File, s.Tokenizer.Vocab} {
		fmt.Fprintf(h, " %s", s.Files[name].SHA256)
	}
	return hex.EncodeToString(h.Sum(nil)[:8])
}

// ReadFile returns a file of the model after comparing it with its checksum. It must
// not be changed: see Mapped.
func (s *Spec) ReadFile(files fs.FS, name string) ([]byte, error) {
	data, err := bytesOf(files, name)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrNoModel, err)
	}
	sum := sha256.Sum256(data)
	if want := s.Files[name].SHA256; hex.EncodeToString(sum[:]) != want {
		return nil, fmt.Errorf("%w: %s is not the file that model.json describes", ErrNoModel, name)
	}
	return data, nil
}

// Info describes the model, but for its provider. pipeline is as in Fingerprint.
func (s *Spec) Info(pipeline int) photo.Model {
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
		Fingerprint: s.Fingerprint(pipeline), Terms: terms, Quality: s.Quality, Languages: s.Languages,
	}
}
