package config

import (
	"encoding/json"
	"fmt"
	"strings"

	"recollect/engine/model"
	"recollect/engine/photo"
)

// Config is config.json: that of Hugging Face's libraries, or open_clip's, which Immich keeps too;
// or open_clip_config.json, which has both of open_clip's parts.
type Config struct {
	File string `json:"-"` // empty: there is none

	// Hugging Face's
	Type       string `json:"model_type"`
	Projection int    `json:"projection_dim"`
	Text       part   `json:"text_config"`
	Vision     part   `json:"vision_config"`

	// open_clip's
	Dim       int      `json:"embed_dim"`
	QuickGELU bool     `json:"quick_gelu"`
	Bias      *float64 `json:"init_logit_bias"`
	TextCfg   *struct {
		Context   int    `json:"context_length"`
		Vocab     int    `json:"vocab_size"`
		Model     string `json:"hf_model_name"`
		Tokenizer string `json:"hf_tokenizer_name"`
		Kwargs    struct {
			Clean    string `json:"clean"`
			StripSep bool   `json:"strip_sep_token"` // CLIPA's, with BERT's tokenizer
		} `json:"tokenizer_kwargs"`
	} `json:"text_cfg"`
	VisionCfg struct {
		Size  *extent `json:"image_size"`
		Model string  `json:"timm_model_name"`
	} `json:"vision_cfg"`

	Preparation *openCLIP `json:"preprocess_cfg"`
}

// part is one network in Hugging Face's config.json.
type part struct {
	Activation string `json:"hidden_act"`
	Hidden     int    `json:"hidden_size"`
	Projection int    `json:"projection_size"`
	Positions  int    `json:"max_position_embeddings"`
	Vocab      int    `json:"vocab_size"`
	Px         int    `json:"image_size"`
}

// Read reads config.json or open_clip_config.json.
func Read(file string, data []byte) (c Config, err error) {
	var whole struct {
		Config
		Model *Config `json:"model_cfg"`
	}
	if err := json.Unmarshal(data, &whole); err != nil {
		return c, refuse("pack:config", photo.Args{"file": file})
	}
	c = whole.Config
	if whole.Model != nil {
		preparation := c.Preparation
		c = *whole.Model
		c.Preparation = preparation
	}
	c.File = file
	return c, nil
}

// Gemma is how many tokens Gemma's tokenizer has, which SigLIP 2 uses.
const Gemma = 256000

// Family returns the family that a configuration names; empty if it says nothing of that.
func (c Config) Family() (string, error) {
	unknown := func(name string) (string, error) {
		return "", refuse("pack:family", photo.Args{"family": Shorten(name)})
	}
	switch {
	case c.Type == "clip" && c.Quick():
		return model.FamilyCLIP, nil
	case c.Type == "clip":
		return model.FamilyOpenCLIP, nil
	case c.Type == "siglip" || c.Type == "siglip_model":
		if c.Text.Vocab == Gemma {
			return model.FamilySigLIP2, nil
		}
		return model.FamilySigLIP, nil
	case c.Type == "siglip2":
		return unknown("siglip2 naflex")
	case c.Type != "":
		return unknown(c.Type)
	case c.TextCfg == nil:
		return "", nil
	}
	t := *c.TextCfg
	switch {
	case strings.Contains(t.Model, "xlm-roberta"):
		return model.FamilyXLMRoberta, nil
	case t.Model != "":
		return unknown(t.Model)
	case t.Kwargs.StripSep:
		return unknown(t.Tokenizer)
	case t.Vocab == Gemma:
		return model.FamilySigLIP2, nil
	case c.Bias != nil || t.Kwargs.Clean == "canonicalize" && strings.Contains(c.VisionCfg.Model, "siglip"):
		return model.FamilySigLIP, nil
	case c.QuickGELU:
		return model.FamilyCLIP, nil
	}
	return model.FamilyOpenCLIP, nil
}

// Quick reports whether the weights were trained with x*sigmoid(1.702*x). Hugging Face's libraries
// take that for granted of CLIP where nothing is said.
func (c Config) Quick() bool {
	if c.Type == "clip" {
		return c.Text.Activation == "" || c.Text.Activation == "quick_gelu"
	}
	return c.QuickGELU
}

// Length is that of embeddings; 0 where nothing says so.
func (c Config) Length() int {
	switch {
	case c.Type == "clip":
		return c.Projection
	case c.Type == "siglip" && c.Text.Projection > 0:
		return c.Text.Projection
	case c.Type == "siglip":
		return c.Text.Hidden
	}
	return c.Dim
}

// ImagePx is the side of the pictures; 0 where nothing says so.
func (c Config) ImagePx() int {
	if c.VisionCfg.Size != nil {
		return max(0, c.VisionCfg.Size.side())
	}
	return c.Vision.Px
}

// Context is how many tokens a sentence may have; 0 where nothing says so.
func (c Config) Context() int {
	switch {
	case c.TextCfg != nil && c.TextCfg.Context > 0:
		return c.TextCfg.Context
	case c.TextCfg != nil:
		return 77 // open_clip's default
	}
	return c.Text.Positions
}

// refuse returns a fault with the reason of a code.
func refuse(code string, args photo.Args) error {
	return &photo.Fault{Code: code, Args: args, Text: fmt.Sprint(code, map[string]string(args))}
}

// mostText is how many characters of what a stranger has written people are shown.
const mostText = 80

// Shorten keeps a hostile text from filling the screen: it returns its end.
func Shorten(text string) string {
	if r := []rune(text); len(r) > mostText {
		text = "…" + string(r[len(r)-mostText:])
	}
	return text
}
