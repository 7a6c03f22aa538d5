package config

import (
	"encoding/json"
	"math"
	"slices"
	"strconv"
	"strings"

	"recollect/engine/model"
	"recollect/engine/photo"
)

// Preparation is how a picture becomes the input of a network, in the terms of model.Spec.
type Preparation struct {
	File           string // that says so; empty: nobody
	Px             int    // of the square; 0 where File does not say
	Mode, Resample string
	Mean, Std      [3]float32
}

// OpenAI's mean and standard deviation of pixels in 0..1, with which CLIP was trained.
var (
	CLIPMean = [3]float32{0.48145466, 0.4578275, 0.40821073}
	CLIPStd  = [3]float32{0.26862954, 0.26130258, 0.27577711}
)

// extent is a size as configurations give it: a number, a pair, or an object.
type extent struct{ shortest, longest, height, width int }

// UnmarshalJSON implements json.Unmarshaler.
func (e *extent) UnmarshalJSON(data []byte) error {
	var number float64
	var list []float64
	var object struct {
		Shortest float64 `json:"shortest_edge"`
		Longest  float64 `json:"longest_edge"`
		Height   float64 `json:"height"`
		Width    float64 `json:"width"`
	}
	switch {
	case json.Unmarshal(data, &number) == nil:
		e.shortest = px(number)
	case json.Unmarshal(data, &list) == nil:
		if len(list) == 1 {
			list = append(list, list[0])
		}
		if len(list) == 2 {
			e.height, e.width = px(list[0]), px(list[1])
		}
	default:
		if err := json.Unmarshal(data, &object); err != nil {
			return err
		}
		*e = extent{px(object.Shortest), px(object.Longest), px(object.Height), px(object.Width)}
	}
	return nil
}

// mostPx is the largest side of a picture that any network could take.
const mostPx = 1 << 12

// px is a size as a number of pixels, -1 for one that cannot be.
func px(v float64) int {
	if v != math.Trunc(v) || v < 0 || v > mostPx {
		return -1
	}
	return int(v)
}

// side is the length of a square's sides, of either form; 0 is none, -1 is no square.
func (e extent) side() int {
	switch {
	case e.longest != 0 || e.height != e.width:
		return -1
	case e.height != 0:
		return e.height
	}
	return e.shortest
}

// triple is a number for each channel, or one for all.
type triple [3]float32

// UnmarshalJSON implements json.Unmarshaler.
func (t *triple) UnmarshalJSON(data []byte) error {
	var one float32
	if json.Unmarshal(data, &one) == nil {
		*t = triple{one, one, one}
		return nil
	}
	var all []float32
	if err := json.Unmarshal(data, &all); err != nil || len(all) != 3 {
		return strconv.ErrRange
	}
	copy(t[:], all)
	return nil
}

// processor is preprocessor_config.json of Hugging Face's libraries.
type processor struct {
	Type      string   `json:"image_processor_type"`
	Extractor string   `json:"feature_extractor_type"` // what Type was called before
	Resize    *bool    `json:"do_resize"`
	Crop      *bool    `json:"do_center_crop"`
	Rescale   *bool    `json:"do_rescale"`
	Normalise *bool    `json:"do_normalize"`
	Size      *extent  `json:"size"`
	CropSize  *extent  `json:"crop_size"`
	Resample  *int     `json:"resample"`
	Factor    *float64 `json:"rescale_factor"`
	Mean      *triple  `json:"image_mean"`
	Std       *triple  `json:"image_std"`
}

// class is the name of the processor, whichever version of the library wrote it.
func (p processor) class() string {
	name := p.Type
	if name == "" {
		name = p.Extractor
	}
	for _, end := range []string{"Fast", "Pil", "ImageProcessor", "FeatureExtractor"} {
		name = strings.TrimSuffix(name, end)
	}
	return name
}

// like reports whether the processor prepares pictures as a family's does, and as which one.
func (p processor) like() (siglip, ok bool) {
	switch p.class() {
	case "Siglip":
		return true, true
	case "CLIP", "ChineseCLIP", "":
		return false, true
	}
	return false, false
}

// ReadProcessor reads preprocessor_config.json. What it does not say has the defaults of the class
// that it names.
func ReadProcessor(file string, data []byte) (Preparation, error) {
	wrong := func(what string) (Preparation, error) {
		return Preparation{}, refuse("pack:preparation", photo.Args{"file": file, "what": what})
	}
	var c processor
	if err := json.Unmarshal(data, &c); err != nil {
		return Preparation{}, refuse("pack:config", photo.Args{"file": file})
	}
	siglip, ok := c.like()
	switch {
	case !ok:
		return wrong(Shorten(c.class()))
	case c.Resize != nil && !*c.Resize:
		return wrong("do_resize")
	case c.Rescale != nil && !*c.Rescale:
		return wrong("do_rescale")
	case c.Factor != nil && math.Abs(*c.Factor*255-1) > 1e-6:
		return wrong("rescale_factor")
	}
	p := Preparation{File: file, Mean: CLIPMean, Std: CLIPStd}
	if siglip {
		p.Mean, p.Std = [3]float32{.5, .5, .5}, [3]float32{.5, .5, .5}
	}
	if c.Mean != nil {
		p.Mean = *c.Mean
	}
	if c.Std != nil {
		p.Std = *c.Std
	}
	if c.Normalise != nil && !*c.Normalise {
		p.Mean, p.Std = [3]float32{}, [3]float32{1, 1, 1}
	}
	switch code := c.Resample; {
	case code == nil || *code == 3:
		p.Resample = model.Bicubic
	case *code == 2:
		p.Resample = model.Bilinear
	default:
		return wrong("resample " + strconv.Itoa(*code))
	}
	if !p.geometry(c, siglip) {
		return wrong("size, crop_size")
	}
	return p, p.check()
}

// geometry reads how a picture becomes a square; false is another way than the two that there are.
func (p *Preparation) geometry(c processor, siglip bool) bool {
	size := extent{shortest: 224}
	if siglip {
		size = extent{height: 224, width: 224}
	}
	if c.Size != nil {
		size = *c.Size
	}
	if siglip && size.shortest > 0 && size.height == 0 { // a number alone is a square there
		size = extent{height: size.shortest, width: size.shortest}
	}
	crops := !siglip
	if c.Crop != nil {
		crops = *c.Crop
	}
	crop := size
	if c.CropSize != nil {
		crop = *c.CropSize
	}
	p.Px, p.Mode = size.side(), model.Crop
	if size.height != 0 {
		p.Mode = model.Squash
	}
	if crops {
		return p.Px > 0 && crop.side() == p.Px
	}
	return p.Px > 0 && p.Mode == model.Squash
}

// openCLIP is what open_clip, and Immich, say of the preparation of pictures.
type openCLIP struct {
	Size     *extent `json:"size"`
	Mean     *triple `json:"mean"`
	Std      *triple `json:"std"`
	Resample string  `json:"interpolation"`
	Mode     string  `json:"resize_mode"`
	Colours  string  `json:"mode"`
}

// ReadOpenCLIP reads preprocess_cfg.json, or the part of that name of open_clip_config.json. What it
// does not say has open_clip's defaults.
func ReadOpenCLIP(file string, data []byte) (Preparation, error) {
	var c openCLIP
	if err := json.Unmarshal(data, &c); err != nil {
		return Preparation{}, refuse("pack:config", photo.Args{"file": file})
	}
	return c.preparation(file)
}

func (c openCLIP) preparation(file string) (Preparation, error) {
	p := Preparation{File: file, Mean: CLIPMean, Std: CLIPStd, Mode: model.Crop, Resample: model.Bicubic}
	if c.Mean != nil {
		p.Mean = *c.Mean
	}
	if c.Std != nil {
		p.Std = *c.Std
	}
	if c.Mode == "squash" {
		p.Mode = model.Squash
	}
	if c.Resample == "bilinear" {
		p.Resample = model.Bilinear
	}
	if c.Size != nil {
		p.Px = c.Size.side()
	}
	wrong := ""
	switch {
	case !slices.Contains([]string{"", "shortest", "squash"}, c.Mode):
		wrong = "resize_mode " + c.Mode
	case !slices.Contains([]string{"", "bicubic", "bilinear", "random"}, c.Resample):
		wrong = "interpolation " + c.Resample
	case c.Colours != "" && c.Colours != "RGB":
		wrong = "mode " + c.Colours
	case p.Px < 0:
		wrong = "size"
	}
	if wrong != "" {
		return p, refuse("pack:preparation", photo.Args{"file": file, "what": Shorten(wrong)})
	}
	return p, p.check()
}

// check refuses numbers that pixels cannot be normalised with.
func (p Preparation) check() error {
	for i := range 3 {
		m, s := p.Mean[i], p.Std[i]
		if !(m >= -1 && m <= 2) || !(s >= 1e-3 && s <= 10) {
			return refuse("pack:preparation", photo.Args{"file": p.File, "what": "image_mean, image_std"})
		}
	}
	return nil
}

// ReadOpenCLIPConfig reads open_clip_config.json, which has the preparation beside the model. The
// File of the result is empty where it has none.
func ReadOpenCLIPConfig(file string, data []byte) (Preparation, error) {
	c, err := Read(file, data)
	if err != nil || c.Preparation == nil {
		return Preparation{}, err
	}
	p, err := c.Preparation.preparation(file)
	if p.Px == 0 {
		p.Px = c.ImagePx()
	}
	return p, err
}
