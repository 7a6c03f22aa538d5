package clip

import (
	"fmt"
	"slices"

	"recollect/engine/model"
)

// pipelineVersion is part of every fingerprint. Raise it when the preparation
// of pixels or words changes in a way that changes vectors.
const pipelineVersion = 1

// check refuses what this package would silently encode wrongly.
func check(s model.Spec) error {
	known := []struct {
		key, got string
		of       []string
	}{
		{"resize_mode", s.ResizeMode, []string{model.Squash, model.Crop}},
		{"resample", s.Resample, []string{"", model.Bicubic, model.Bilinear}},
		{"channel_order", s.ChannelOrder, []string{"RGB"}},
		{"layout", s.Layout, []string{model.NCHW, model.NHWC}},
		{"vision.element", s.Vision.Element, []string{"", model.Float32, model.Float16, model.Uint8}},
		{"vision.output_element", s.Vision.OutputElement, []string{"", model.Float32, model.Float16}},
		{"text.element", s.Text.Element, []string{"", model.Int64, model.Int32}},
		{"text.output_element", s.Text.OutputElement, []string{"", model.Float32, model.Float16}},
		{"tokenizer.type", s.Tokenizer.Type, []string{
			model.WordPiece, model.CLIPBPE, model.TokenizerJSON, model.SentencePiece,
		}},
	}
	for _, k := range known {
		if !slices.Contains(k.of, k.got) {
			return unsupported("%s %q, only %q are", k.key, k.got, k.of)
		}
	}
	if s.Family == "" && !first(s) {
		return unsupported("a model of the first kind with what only others have: it needs a family")
	}
	return checkNumbers(s)
}

// first reports whether nothing that a vector depends on is said of a model but what
// the fingerprint of the first kind counts.
func first(s model.Spec) bool {
	return s.Resample == "" && s.Layout == model.NCHW && s.Vision.Element == "" && s.Text.Element == "" &&
		s.Text.Length == 0 && s.Tokenizer.Type == model.WordPiece && !s.Tokenizer.Canonical
}

// The most that any model has, by a factor of ten or so: what is more is a mistake, or meant to do harm.
const (
	mostDim   = 1 << 14
	mostSide  = 1 << 12
	mostWords = 1 << 13
)

func checkNumbers(s model.Spec) error {
	most := s.Tokenizer.MaxTokens
	if s.Dim <= 0 || s.Dim > mostDim || s.ImageSize <= 0 || s.ImageSize > mostSide || most < 3 || most > mostWords {
		return unsupported("dim %d, image_size %d or max_tokens %d, which is out of range", s.Dim, s.ImageSize, most)
	}
	if n := len(s.Text.Inputs); n != 1 && n != 2 {
		return unsupported("text.inputs of %d names, only 1 and 2 are", n)
	}
	if s.Text.Length != 0 && (s.Text.Length < 3 || s.Text.Length > mostWords) {
		return unsupported("text.length %d, which is out of range", s.Text.Length)
	}
	if s.Vision.Batch < 0 || s.Vision.Batch > 1 || s.Text.Batch < 0 || s.Text.Batch > 1 {
		return unsupported("a batch of %d and %d, only 1 and any number are", s.Vision.Batch, s.Text.Batch)
	}
	for i, std := range s.Std {
		if !(std > 0) && s.Vision.Element != model.Uint8 {
			return unsupported("std %v of channel %d", std, i)
		}
	}
	return nil
}

func unsupported(what string, args ...any) error {
	return fmt.Errorf("%w: model.json: "+what+" not supported", append([]any{model.ErrNoModel}, args...)...)
}
