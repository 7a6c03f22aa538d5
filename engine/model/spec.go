package model

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"slices"

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
// what its tensors are called. Fields that are empty mean what they say below.
type Spec struct {
	Name    string `json:"name"`
	Version string `json:"version"`
	// Family is the kind of model, such as FamilyCLIP. Empty is the first kind, which the shipped model is of.
	Family    string `json:"family,omitempty"`
	Dim       int    `json:"dim"`
	ImageSize int    `json:"image_size"`
	// ResizeMode is Squash or Crop.
	ResizeMode string `json:"resize_mode"`
	// Resample is Bicubic or Bilinear, both antialiased as Pillow does. Empty is Bicubic.
	Resample     string     `json:"resample,omitempty"`
	Mean         [3]float32 `json:"mean"` // of pixel values in 0..1, RGB
	Std          [3]float32 `json:"std"`
	ChannelOrder string     `json:"channel_order"`
	Layout       string     `json:"layout"` // of pictures: NCHW or NHWC
	Licence      string     `json:"licence"`
	Terms        string     `json:"terms"`
	Quality      string     `json:"quality"`
	Languages    []string   `json:"languages"` // ISO 639-1 codes
	// Source and Revision say where the files come from, for people. Empty where nobody knows.
	Source   string `json:"source,omitempty"`
	Revision string `json:"revision,omitempty"`
	// LogitScale is what cosines are multiplied with; 0 is that of CLIP. LogitBias is added to
	// that by models that were trained with a sigmoid (SigLIP), for which it is negative; 0 is none.
	LogitScale float64 `json:"logit_scale"`
	LogitBias  float64 `json:"logit_bias,omitempty"`
	// QuickGELU says that the weights were trained with x*sigmoid(1.702*x) as the activation, as
	// OpenAI's were. A graph of them that computes another one gives other vectors.
	QuickGELU bool            `json:"quick_gelu,omitempty"`
	Vision    Tower           `json:"vision"`
	Text      Tower           `json:"text"`
	Tokenizer Tokenizing      `json:"tokenizer"`
	Files     map[string]File `json:"files"`

	// Calibration is that of calibration.json, or derived.
	Calibration relevance.Calibration `json:"-"`
}

// Families of models.
const (
	FamilyCLIP       = "clip"        // OpenAI's
	FamilyOpenCLIP   = "open_clip"   // LAION's, DataComp's and the like
	FamilySigLIP     = "siglip"      // sigmoid loss; sentences of a fixed length without a mask
	FamilySigLIP2    = "siglip2"     // the same with Gemma's tokenizer; many languages
	FamilyXLMRoberta = "xlm_roberta" // open_clip's with XLM-RoBERTa for sentences; many languages
)

// Values of Spec.ResizeMode.
const (
	Squash = "squash" // width and height independently
	Crop   = "crop"   // the shorter side to the size, then the middle
)

// Values of Spec.Resample.
const (
	Bicubic  = "bicubic"
	Bilinear = "bilinear"
)

// Types of elements of tensors.
const (
	Float32 = "float32"
	Float16 = "float16"
	Uint8   = "uint8"
	Int64   = "int64"
	Int32   = "int32"
)

// Layouts of pictures: batch, channels, height, width.
const (
	NCHW = "NCHW"
	NHWC = "NHWC"
)

// File is what a file of a model must be.
type File struct {
	Bytes  int64  `json:"bytes"`
	SHA256 string `json:"sha256"` // lower-case hexadecimal
}

// Tower is one of the two networks of a dual encoder.
type Tower struct {
	File string `json:"file"`
	// External are the files with weights that File refers to: slash-separated paths from the
	// model's folder, in which they have the place that File says.
	External []string `json:"external,omitempty"`
	Input    string   `json:"input"`  // of the tower for pictures
	Inputs   []string `json:"inputs"` // of the tower for text: token ids, then the attention mask if there is one
	Output   string   `json:"output"`
	// Element is the type of the inputs. Empty is Float32 for pictures and Int64 for text; Float16 and
	// Uint8, for graphs that normalise pixels of 0 to 255 themselves, and Int32 are others.
	Element string `json:"element,omitempty"`
	// OutputElement is the type of the output: Float32, which is also meant by empty, or Float16.
	OutputElement string `json:"output_element,omitempty"`
	// Batch is the batch size that the graph is made for; 0 is any.
	Batch int `json:"batch,omitempty"`
	// Length is the number of token ids that sentences are padded to; 0 is no padding.
	Length int `json:"length,omitempty"`
	// Normalised says that the graph gives unit vectors. Vectors are normalised in any case.
	Normalised bool `json:"normalised,omitempty"`
}

// Tokenizing is how sentences become numbers.
type Tokenizing struct {
	// Type is one of the constants below.
	Type string `json:"type"`
	// Vocab is the file of WordPiece; Files are those of the other types, in the order that they say.
	Vocab     string   `json:"vocab,omitempty"`
	Files     []string `json:"files,omitempty"`
	MaxTokens int      `json:"max_tokens"` // with special tokens
	PadID     int64    `json:"pad_id"`
	UnkID     int64    `json:"unk_id"`
	ClsID     int64    `json:"cls_id"` // the first token, where the type has no rule of its own
	SepID     int64    `json:"sep_id"` // the last token, likewise
	MaxRunes  int      `json:"max_chars_per_word,omitempty"`
	// Canonical lower-cases a sentence and removes its punctuation first, as SigLIP does.
	Canonical bool   `json:"canonical,omitempty"`
	Prefix    string `json:"text_prefix"`
}

// Values of Tokenizing.Type.
const (
	WordPiece     = "wordpiece-bert-uncased" // Vocab
	CLIPBPE       = "clip-bpe"               // Files: vocab.json and merges.txt, or OpenAI's one file
	TokenizerJSON = "tokenizer.json"         // Files: that of Hugging Face
	SentencePiece = "sentencepiece"          // Files: a model of SentencePiece
)

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
	s.Calibration, err = s.readCalibration(files)
	return s, err
}

// readCalibration reads calibration.json; without it the calibration is derived.
func (s *Spec) readCalibration(files fs.FS) (relevance.Calibration, error) {
	c := relevance.Default()
	data, err := fs.ReadFile(files, "calibration.json")
	if errors.Is(err, fs.ErrNotExist) {
		scale := s.LogitScale
		if scale <= 0 {
			scale = clipLogitScale
		}
		return relevance.Derived(scale, s.LogitBias), nil
	}
	if err == nil {
		err = json.Unmarshal(data, &c)
	}
	if err != nil {
		return c, fmt.Errorf("%w: calibration.json: %w", ErrNoModel, err)
	}
	return c, nil
}

// Fingerprint names everything that a vector depends on. pipeline is the version of the code that
// prepares pixels and words. The model's name counts for the first kind only: it always has, and
// libraries would be embedded again without it.
func (s *Spec) Fingerprint(pipeline int) string {
	h := sha256.New()
	kind := s.Family
	if kind == "" {
		kind = s.Name
	}
	fmt.Fprintf(h, "%d %s %d %d %s %v %v %q",
		pipeline, kind, s.Dim, s.ImageSize, s.ResizeMode, s.Mean, s.Std, s.Tokenizer.Prefix)
	for _, name := range []string{s.Vision.File, s.Text.File, s.Tokenizer.Vocab} {
		fmt.Fprintf(h, " %s", s.Files[name].SHA256)
	}
	if s.Family != "" {
		s.hashMore(h)
	}
	return hex.EncodeToString(h.Sum(nil)[:8])
}

// hashMore adds to a fingerprint what the first kind of model has one value of. Names of files
// and inputs are not among it.
func (s *Spec) hashMore(h io.Writer) {
	t := s.Tokenizer
	fmt.Fprintf(h, " %q %q %q %q %d %q %q %q", s.Resample, s.Layout, s.Vision.Output, s.Vision.Element,
		s.Text.Length, s.Text.Output, s.Text.Element, t.Type)
	fmt.Fprintf(h, " %d %d %d %d %d %d %v", t.MaxTokens, t.PadID, t.UnkID, t.ClsID, t.SepID, t.MaxRunes, t.Canonical)
	for _, name := range slices.Concat(t.Files, s.Vision.External, s.Text.External) {
		fmt.Fprintf(h, " %s", s.Files[name].SHA256)
	}
}

// ReadFile returns a file of the model after comparing it with its checksum. It must
// not be changed: see Mapped.
func (s *Spec) ReadFile(files fs.FS, name string) ([]byte, error) {
	data, err := bytesOf(files, name)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrNoModel, err)
	}
	sum := sha256.Sum256(data)
	return data, s.compare(name, sum[:])
}

// CheckFile is ReadFile for a file that is not needed: it reads it piece by piece.
func (s *Spec) CheckFile(files fs.FS, name string) error {
	f, err := files.Open(name)
	if err != nil {
		return fmt.Errorf("%w: %w", ErrNoModel, err)
	}
	defer f.Close()
	h := sha256.New()
	if _, err := io.Copy(h, f); err != nil {
		return fmt.Errorf("%w: %s: %w", ErrNoModel, name, err)
	}
	return s.compare(name, h.Sum(nil))
}

// compare reports a file whose checksum is not that of model.json.
func (s *Spec) compare(name string, sum []byte) error {
	if want := s.Files[name].SHA256; hex.EncodeToString(sum) != want {
		return fmt.Errorf("%w: %s is not the file that model.json describes", ErrNoModel, name)
	}
	return nil
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
		LogitScale: scale, LogitBias: s.LogitBias, Name: s.Name, Version: s.Version, Dim: s.Dim,
		Fingerprint: s.Fingerprint(pipeline), Terms: terms, Quality: s.Quality, Languages: s.Languages,
	}
}
