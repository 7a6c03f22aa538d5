package clip

import (
	"fmt"

	"recollect/engine/model"
)

// pipelineVersion is part of every fingerprint. Raise it when the preparation
// of pixels or words changes in a way that changes vectors.
const pipelineVersion = 1

// check refuses what this package would silently encode wrongly.
func check(s model.Spec) error {
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
			return fmt.Errorf("%w: model.json: %s %q is not supported, only %q is", model.ErrNoModel, v.key, v.got,
				v.want)
		}
	}
	if s.Dim <= 0 || s.Dim > 1<<14 || s.ImageSize <= 0 || s.ImageSize > 1<<12 || s.Tokenizer.MaxTokens < 3 {
		return fmt.Errorf("%w: model.json: dim %d, image_size %d or max_tokens %d is out of range",
			model.ErrNoModel, s.Dim, s.ImageSize, s.Tokenizer.MaxTokens)
	}
	if len(s.Text.Inputs) != 2 {
		return fmt.Errorf("%w: model.json: text.inputs has %d names, not 2", model.ErrNoModel, len(s.Text.Inputs))
	}
	for i, std := range s.Std {
		if std == 0 {
			return fmt.Errorf("%w: model.json: std of channel %d is zero", model.ErrNoModel, i)
		}
	}
	return nil
}
