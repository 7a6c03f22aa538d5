package config

import (
	"testing"

	"recollect/engine/model"
	"recollect/engine/photo"
)

var half = [3]float32{.5, .5, .5}

func TestPreparation(t *testing.T) {
	clip := func(px int) Preparation {
		return Preparation{File: "f", Px: px, Mode: model.Crop, Resample: model.Bicubic, Mean: CLIPMean, Std: CLIPStd}
	}
	siglip := func(px int) Preparation {
		return Preparation{File: "f", Px: px, Mode: model.Squash, Resample: model.Bicubic, Mean: half, Std: half}
	}
	squashed := clip(378)
	squashed.Mode = model.Squash
	smooth := siglip(336)
	smooth.Resample = model.Bilinear
	plain := clip(224)
	plain.Mean, plain.Std = [3]float32{}, [3]float32{1, 1, 1}
	for _, tt := range []struct {
		name string
		read func(string, []byte) (Preparation, error)
		text string
		want Preparation // zero: refused
	}{
		{"Xenova's CLIP", ReadProcessor, `{"crop_size": {"height": 224, "width": 224}, "do_center_crop": true,
			"do_convert_rgb": true, "do_normalize": true, "do_rescale": true, "do_resize": true,
			"feature_extractor_type": "CLIPFeatureExtractor", "image_mean": [0.48145466, 0.4578275, 0.40821073],
			"image_processor_type": "CLIPFeatureExtractor", "image_std": [0.26862954, 0.26130258, 0.27577711],
			"resample": 3, "rescale_factor": 0.00392156862745098, "size": {"shortest_edge": 224}}`, clip(224)},
		{"CLIP", ReadProcessor, `{"crop_size": {"height": 336, "width": 336}, "size": {"shortest_edge": 336},
			"image_processor_type": "CLIPImageProcessor",
			"feature_extractor_type": "CLIPFeatureExtractor"}`, clip(336)},
		{"CLIP of old", ReadProcessor, `{"feature_extractor_type": "CLIPFeatureExtractor", "size": 224,
			"crop_size": 224,
			"do_center_crop": true}`, clip(224)},
		{"nothing said", ReadProcessor, `{}`, clip(224)},
		{"SigLIP", ReadProcessor, `{"do_normalize": true, "do_rescale": true, "do_resize": true,
			"image_mean": [0.5, 0.5, 0.5], "image_processor_type": "SiglipImageProcessor", "image_std": [0.5, 0.5, 0.5],
			"processor_class": "SiglipProcessor", "resample": 3, "rescale_factor": 0.00392156862745098,
			"size": {"height": 384, "width": 384}}`, siglip(384)},
		{"SigLIP 2", ReadProcessor, `{"do_convert_rgb": null,
			"image_processor_type": "SiglipImageProcessor", "resample": 2,
			"size": {"height": 336, "width": 336}}`, smooth},
		{"a square that is cropped to itself", ReadProcessor, `{"image_processor_type": "CLIPImageProcessor",
			"size": {"height": 378, "width": 378}, "crop_size": {"height": 378, "width": 378}}`, squashed},
		{"not normalised", ReadProcessor, `{"do_normalize": false}`, plain},
		{"one number for three", ReadProcessor, `{"image_mean": 0.5, "image_std": 0.5,
			"image_processor_type": "SiglipImageProcessor", "size": 256}`, siglip(256)},
		{"no crop", ReadProcessor, `{"do_center_crop": false, "size": {"shortest_edge": 224}}`, Preparation{}},
		{"no resizing", ReadProcessor, `{"do_resize": false}`, Preparation{}},
		{"no scaling", ReadProcessor, `{"do_rescale": false}`, Preparation{}},
		{"another scale", ReadProcessor, `{"rescale_factor": 1}`, Preparation{}},
		{"a rectangle", ReadProcessor, `{"size": {"height": 224, "width": 448}}`, Preparation{}},
		{"the longest side", ReadProcessor, `{"size": {"longest_edge": 224}}`, Preparation{}},
		{"half a pixel", ReadProcessor, `{"size": 224.5, "crop_size": 224.5}`, Preparation{}},
		{"huge", ReadProcessor, `{"size": 1e300, "crop_size": 1e300}`, Preparation{}},
		{"negative", ReadProcessor, `{"size": -224, "crop_size": -224}`, Preparation{}},
		{"four channels", ReadProcessor, `{"image_mean": [0, 0, 0, 0]}`, Preparation{}},
		{"not even that", ReadProcessor, `[]`, Preparation{}},
		{"open_clip", ReadOpenCLIP, `{"size": [224, 224], "mode": "RGB", "interpolation": "bicubic",
			"resize_mode": "shortest", "fill_color": 0}`, clip(224)},
		{"open_clip, one number", ReadOpenCLIP, `{"size": 378, "resize_mode": "squash"}`, squashed},
		{"open_clip, SigLIP", ReadOpenCLIP, `{"size": [256, 256], "mean": [0.5, 0.5, 0.5], "std": [0.5, 0.5, 0.5],
			"resize_mode": "squash"}`, siglip(256)},
		{"open_clip, borders", ReadOpenCLIP, `{"size": 224, "resize_mode": "longest"}`, Preparation{}},
		{"open_clip, grey", ReadOpenCLIP, `{"size": 224, "mode": "L"}`, Preparation{}},
		{"open_clip, nearest", ReadOpenCLIP, `{"size": 224, "interpolation": "nearest"}`, Preparation{}},
		{"open_clip, a rectangle", ReadOpenCLIP, `{"size": [224, 448]}`, Preparation{}},
		{"open_clip's own file", ReadOpenCLIPConfig, `{"model_cfg": {"embed_dim": 768,
			"vision_cfg": {"image_size": 256},
			"text_cfg": {"context_length": 64}}, "preprocess_cfg": {"mean": [0.5, 0.5, 0.5], "std": [0.5, 0.5, 0.5],
			"interpolation": "bicubic", "resize_mode": "squash"}}`, siglip(256)},
		{"open_clip's own file without it", ReadOpenCLIPConfig, `{"model_cfg": {}}`, Preparation{}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got, err := tt.read("f", []byte(tt.text))
			if err != nil {
				got = Preparation{}
			}
			if got != tt.want {
				t.Errorf("want %+v, got %+v, %v", tt.want, got, err)
			}
		})
	}
}

func TestConfig(t *testing.T) {
	for _, tt := range []struct {
		name, text  string
		family      string // empty: refused, or not said
		dim, px, of int
		quick       bool
	}{
		{"OpenAI's", `{"model_type": "clip", "projection_dim": 512, "text_config": {"max_position_embeddings": 77},
			"vision_config": {"image_size": 224}}`, model.FamilyCLIP, 512, 224, 77, true},
		{
			"LAION's at Hugging Face", `{"model_type": "clip", "projection_dim": 768,
			"text_config": {"hidden_act": "gelu",
			"max_position_embeddings": 77}, "vision_config": {"hidden_act": "gelu", "image_size": 224}}`,
			model.FamilyOpenCLIP, 768, 224, 77, false,
		},
		{"SigLIP", `{"model_type": "siglip", "text_config": {"model_type": "siglip_text_model", "vocab_size": 32000,
			"hidden_size": 768, "max_position_embeddings": 64}}`, model.FamilySigLIP, 768, 0, 64, false},
		{"SigLIP 2", `{"model_type": "siglip", "text_config": {"vocab_size": 256000, "hidden_size": 768,
			"projection_size": 1152, "max_position_embeddings": 64}}`, model.FamilySigLIP2, 1152, 0, 64, false},
		{"SigLIP 2 of any size", `{"model_type": "siglip2"}`, "", 0, 0, 0, false},
		{
			"open_clip", `{"embed_dim": 512, "vision_cfg": {"image_size": 224, "layers": 12, "width": 768,
			"patch_size": 32},
			"text_cfg": {"context_length": 77, "vocab_size": 49408, "width": 512, "heads": 8, "layers": 12}}`,
			model.FamilyOpenCLIP, 512, 224, 77, false,
		},
		{"open_clip, QuickGELU", `{"embed_dim": 512, "quick_gelu": true, "vision_cfg": {"image_size": [224, 224]},
			"text_cfg": {"vocab_size": 49408}}`, model.FamilyCLIP, 512, 224, 77, true},
		{"open_clip, SigLIP 2", `{"embed_dim": 768, "init_logit_bias": -10, "custom_text": true, "vision_cfg": {
			"image_size": 256, "timm_model_name": "vit_base_patch16_siglip_256"}, "text_cfg": {"context_length": 64,
			"vocab_size": 256000,
			"tokenizer_kwargs": {"clean": "canonicalize"}}}`, model.FamilySigLIP2, 768, 256, 64, false},
		{"open_clip, SigLIP", `{"embed_dim": 768, "init_logit_bias": -10, "vision_cfg": {"image_size": 224},
			"text_cfg": {"context_length": 64, "vocab_size": 32000}}`, model.FamilySigLIP, 768, 224, 64, false},
		{"open_clip, XLM-R", `{"embed_dim": 512, "vision_cfg": {"image_size": 224}, "text_cfg": {
			"hf_model_name": "xlm-roberta-base"}}`, model.FamilyXLMRoberta, 512, 224, 77, false},
		{
			"open_clip, NLLB", `{"embed_dim": 512, "text_cfg": {"hf_model_name": "facebook/nllb-200-distilled-600M"}}`,
			"", 512, 0, 77, false,
		},
		{
			"open_clip, CLIPA", `{"embed_dim": 768, "text_cfg": {"context_length": 32, "vocab_size": 32000,
			"hf_tokenizer_name": "bert-base-uncased", "tokenizer_kwargs": {"strip_sep_token": true}}}`,
			"", 768, 0, 32, false,
		},
		{"another", `{"model_type": "blip"}`, "", 0, 0, 0, false},
		{"none", `{"some": "thing"}`, "", 0, 0, 0, false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			c, err := Read("f", []byte(tt.text))
			if err != nil {
				t.Fatal(err)
			}
			family, err := c.Family()
			if family != tt.family || c.Length() != tt.dim || c.ImagePx() != tt.px || c.Context() != tt.of ||
				c.Quick() != tt.quick {
				t.Errorf("got %q, %d, %d, %d, %v, %v", family, c.Length(), c.ImagePx(), c.Context(), c.Quick(), err)
			}
		})
	}
}

func FuzzRead(f *testing.F) {
	for _, text := range []string{
		`{"size": {"shortest_edge": 224}, "crop_size": 224, "image_mean": [0.5, 0.5, 0.5], "resample": 3}`,
		`{"size": [224, 224], "interpolation": "bicubic", "resize_mode": "squash", "std": 1}`,
		`{"model_cfg": {"embed_dim": 768, "vision_cfg": {"image_size": 256}, "text_cfg": {}}, "preprocess_cfg": {}}`,
		`{"model_type": "siglip", "text_config": {"vocab_size": 256000}}`, `{"model_cfg": {"model_cfg": {}}}`,
	} {
		f.Add([]byte(text))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		for _, read := range []func(string, []byte) (Preparation, error){
			ReadProcessor, ReadOpenCLIP, ReadOpenCLIPConfig,
		} {
			p, err := read("f", data)
			if _, ok := photo.ReasonOf(err); err != nil && !ok {
				t.Errorf("no reason: %v", err)
			}
			if err == nil && (p.Px < 0 || p.Px > mostPx || p.File != "" && p.Std[0] <= 0) {
				t.Errorf("got %+v", p)
			}
		}
		c, err := Read("f", data)
		if err == nil {
			_, err = c.Family()
			_, _, _ = c.Length(), c.ImagePx(), c.Context()
		}
		if _, ok := photo.ReasonOf(err); err != nil && !ok {
			t.Errorf("no reason: %v", err)
		}
	})
}
