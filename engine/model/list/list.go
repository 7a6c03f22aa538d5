// Package list is the list of search models that Recollect knows: where their files can be had, how
// these are checked, under which terms, how pictures and sentences are prepared for them, and what
// has been published of how good they are. The facts are data, in assets/models.json.
//
// Reading the list opens no file and makes no connection. Downloading is for package fetch.
package list

import (
	"encoding/json"
	"fmt"
	"path"
	"strings"
	"sync"

	"recollect/assets"
	"recollect/engine/model"
	"recollect/engine/photo"
)

// Offer says how a person gets a model.
type Offer string

// The ways to a model.
const (
	Embedded Offer = "embedded" // it is part of the program
	Download Offer = "download" // its files are at a public hub
	Import   Offer = "import"   // only from files that a person has
)

// Model is a search model. What it holds must not be changed: every caller is given the same.
type Model struct {
	ID    string `json:"id"`    // such as "siglip2-b16-256"
	Title string `json:"title"` // for people
	// Checkpoint is the name that its makers gave to the weights.
	Checkpoint string `json:"checkpoint"`
	Offer      Offer  `json:"offer"`
	Why        string `json:"why"` // it can only be imported, in sentences; else empty
	// Repository is where Files and Variants are at the hub. Revision is the commit that is meant;
	// empty: none is known, and the first download settles it.
	Repository string `json:"repository"`
	Revision   string `json:"revision"`
	// Files belong to every variant. Variants are the best first.
	Files    []File    `json:"files"`
	Variants []Variant `json:"variants"`
	// Known are files of other exports of the model, by which these are recognised.
	Known []File `json:"known"`
	// Original is the SHA-256 of the weights that the makers have published; empty where unknown.
	Original string `json:"original_sha256"`
	// LicenceKey names Licence in the data.
	LicenceKey string  `json:"licence"`
	Licence    Licence `json:"-"`
	// LanguagesSource says which languages Spec.Languages are; empty: the only ones.
	LanguagesSource string  `json:"languages_source"`
	Parameters      float64 `json:"parameters_millions"` // 0: unknown
	Activation      string  `json:"activation"`          // "quickgelu", "gelu", "gelu-tanh"; empty: other
	// Loss is what it was trained with: "softmax", or "sigmoid", which makes scores probabilities.
	Loss    string  `json:"loss"`
	Quality Quality `json:"quality"`
	Note    string  `json:"note"` // for people, in sentences; or empty
	// Description has the fields of model.json that all exports share. A logit scale of 0 with
	// "sigmoid" is unknown.
	Description model.Spec `json:"spec"`
}

// Variant is a set of files with the weights in one precision.
type Variant struct {
	Name  string `json:"name"` // "fp32", "fp16", "int8", "q4"
	Files []File `json:"files"`
}

// File is a file of a model.
type File struct {
	// Path is slash-separated, in the repository and in the model's folder.
	Path string `json:"path"`
	// Role is "vision", "text", "vision-data" and "text-data" (external weights), "vocab",
	// "merges", "tokenizer", "sentencepiece", or "config" and "preparation", which only importing reads.
	Role  string `json:"role"`
	Bytes int64  `json:"bytes"` // 0: not known beforehand
	// About estimates Bytes where these are not known.
	About  int64  `json:"about_bytes"`
	SHA256 string `json:"sha256"` // lower-case hexadecimal; empty: not known beforehand
	// Repository and Revision are those of the model unless given.
	Repository string `json:"repository"`
	Revision   string `json:"revision"`
	// Wrong says what is the matter with a known file: "plain-gelu" where the weights need
	// QuickGELU. Empty: nothing.
	Wrong string `json:"wrong"`
}

// Size returns the bytes of f, or an estimate.
func (f File) Size() int64 {
	if f.Bytes > 0 {
		return f.Bytes
	}
	return f.About
}

// Licence is what a person agrees to by using a model.
type Licence struct {
	Name  string `json:"name"` // such as "MIT"
	URL   string `json:"url"`
	Terms string `json:"terms"` // in sentences, to be shown before anything is downloaded
}

// Quality is what has been published of a model, in percent. 0 is unknown.
type Quality struct {
	ImageNet       float64 `json:"imagenet_top1"` // zero-shot, validation set
	ImageNetSource string  `json:"imagenet_source"`
	// COCO1 and COCO5 are recall@1 and recall@5 of pictures for sentences, on the 5,000 pictures of COCO's test set.
	COCO1        float64 `json:"coco_r1"`
	COCO5        float64 `json:"coco_r5"`
	COCOSource   string  `json:"coco_source"`
	Flickr       float64 `json:"flickr8k_r10"` // recall@10 of pictures for sentences, on Flickr8k's 1,000
	FlickrSource string  `json:"flickr8k_source"`
	Text         string  `json:"text"` // what else is said of it
}

// document is models.json.
type document struct {
	Hub      string             `json:"hub"`
	Licences map[string]Licence `json:"licences"`
	Models   []Model            `json:"models"`
}

var read = sync.OnceValue(func() document {
	var d document
	if err := json.Unmarshal(assets.Models, &d); err != nil {
		panic(err) // it is part of the program
	}
	for i := range d.Models {
		d.Models[i].Licence = d.Licences[d.Models[i].LicenceKey]
	}
	return d
})

// Hub is the address that repositories are below, without a slash at the end.
func Hub() string { return read().Hub }

// Models returns all models: the embedded one, then family by family, the smallest first.
func Models() []Model { return read().Models }

// Find returns the model of an ID.
func Find(id string) (Model, bool) {
	for _, m := range Models() {
		if m.ID == id {
			return m, true
		}
	}
	return Model{}, false
}

// Identify returns the model that a file belongs to, by the file's SHA-256 in lower-case
// hexadecimal. Files that several models share, which tokenizers are, identify none.
func Identify(sha256 string) (Model, File, bool) {
	for _, m := range Models() {
		for _, f := range m.networks() {
			if sha256 != "" && f.SHA256 == sha256 {
				return m, f, true
			}
		}
	}
	return Model{}, File{}, false
}

// Like returns the model whose scores are most like those of a model of a family that is not listed, or
// of which a scale is not known: the nearest in size that has one. ok is false if the family has none.
func Like(s model.Spec) (like Model, ok bool) {
	nearest := 0
	for _, m := range Models() {
		d := m.Description
		if d.Family != s.Family || d.LogitScale == 0 {
			continue
		}
		distance := max(d.Dim-s.Dim, s.Dim-d.Dim) + max(d.ImageSize-s.ImageSize, s.ImageSize-d.ImageSize)
		if !ok || distance < nearest {
			like, nearest, ok = m, distance, true
		}
	}
	return like, ok
}

// networks returns the files of all variants and of other exports.
func (m *Model) networks() []File {
	var all []File
	for _, v := range m.Variants {
		all = append(all, v.Files...)
	}
	return append(all, m.Known...)
}

// Variant returns a variant by name, the first for "".
func (m *Model) Variant(name string) (Variant, bool) {
	for _, v := range m.Variants {
		if name == "" || v.Name == name {
			return v, true
		}
	}
	return Variant{}, false
}

// All returns the files of a variant, "" for the first, with those that all variants share, and
// with the repository and the revision of each. It returns nil if there is no such variant.
func (m *Model) All(variant string) []File {
	v, ok := m.Variant(variant)
	if !ok {
		return nil
	}
	var all []File
	for _, f := range append(append([]File(nil), v.Files...), m.Files...) {
		if f.Repository == "" {
			f.Repository, f.Revision = m.Repository, m.Revision
		}
		all = append(all, f)
	}
	return all
}

// Bytes returns how much the files of a variant take, by estimate where that is not known.
func (m *Model) Bytes(variant string) (n int64) {
	for _, f := range m.All(variant) {
		n += f.Size()
	}
	return n
}

// Entry describes for people a model that is not installed.
func (m *Model) Entry() photo.ModelEntry {
	e := photo.ModelEntry{
		ID: m.ID, Title: m.Title, Family: m.Description.Family, State: photo.ModelAvailable,
		Bytes: m.Bytes(""), MemoryBytes: m.memory(), Dim: m.Description.Dim, ImagePx: m.Description.ImageSize,
		Languages: m.Description.Languages, Licence: m.Licence.Name, Terms: m.Licence.Terms,
		Source: m.address(),
		Quality: photo.ModelQuality{
			ImageNet: m.Quality.ImageNet, COCO1: m.Quality.COCO1, COCO: m.Quality.COCO5, Flickr: m.Quality.Flickr,
			Text: m.Quality.Text, ImageNetSource: m.Quality.ImageNetSource, COCOSource: m.Quality.COCOSource,
			FlickrSource: m.Quality.FlickrSource,
		},
	}
	switch m.Offer {
	case Embedded:
		e.State, e.Family = photo.ModelEmbedded, m.ID
	case Import:
		e.State = photo.ModelImportOnly
	}
	for _, v := range m.Variants {
		e.Variants = append(e.Variants, photo.ModelVariant{Name: v.Name, Bytes: m.Bytes(v.Name)})
	}
	return e
}

// address is where the files are, for people; empty where they cannot be had.
func (m *Model) address() string {
	if m.Repository == "" {
		return ""
	}
	return strings.TrimPrefix(Hub(), "https://") + "/" + m.Repository
}

// memory estimates the bytes that the networks of the first variant take: their weights.
func (m *Model) memory() (n int64) {
	v, ok := m.Variant("")
	for _, f := range v.Files {
		n += f.Size()
	}
	if !ok {
		n = int64(m.Parameters * 4e6)
	}
	return n
}

// URL returns the address of a file below hub, which is Hub() or a mirror of it. f is one of All.
func (f File) URL(hub string) string {
	revision := f.Revision
	if revision == "" {
		revision = "main"
	}
	return fmt.Sprintf("%s/%s/resolve/%s/%s", hub, f.Repository, revision, path.Clean(f.Path))
}
