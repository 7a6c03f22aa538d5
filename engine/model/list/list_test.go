package list

import (
	"encoding/json"
	"net/url"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"recollect/assets"
	"recollect/engine/model"
	"recollect/engine/photo"
)

var (
	sha256Hex = regexp.MustCompile(`^[0-9a-f]{64}$`)
	commit    = regexp.MustCompile(`^[0-9a-f]{40}$`)
	id        = regexp.MustCompile(`^[a-z0-9]+(-[a-z0-9]+)*$`)
	language  = regexp.MustCompile(`^[a-z]{2}$`)
)

// allowed are the licences under which a model may be offered: they let everybody use it for any
// purpose. Models for research alone are never listed.
var allowed = []string{"MIT", "Apache-2.0"}

// roles are those that place knows, and those of files that only importing reads.
var roles = []string{
	"vision", "text", "vision-data", "text-data", "vocab", "merges", "tokenizer", "sentencepiece", "preparation",
	"config",
}

func https(t *testing.T, what, address string) {
	t.Helper()
	u, err := url.Parse(address)
	if err != nil || u.Scheme != "https" || u.Host == "" || u.User != nil {
		t.Errorf("%s: %q is no https address", what, address)
	}
}

func TestTheListIsSound(t *testing.T) {
	https(t, "hub", Hub())
	seen := map[string]bool{}
	for _, m := range Models() {
		if seen[m.ID] || !id.MatchString(m.ID) {
			t.Errorf("%q is no ID, or one that was there before", m.ID)
		}
		seen[m.ID] = true
		if m.Title == "" || m.Checkpoint == "" || m.Licence.Terms == "" {
			t.Errorf("%s: title %q, checkpoint %q, terms %q", m.ID, m.Title, m.Checkpoint, m.Licence.Terms)
		}
		checkOffer(t, m)
		checkDescription(t, m)
		checkQuality(t, m)
		checkFiles(t, m)
	}
	for _, family := range []string{
		model.FamilyCLIP, model.FamilyOpenCLIP, model.FamilySigLIP, model.FamilySigLIP2, model.FamilyXLMRoberta, "",
	} {
		if !slices.ContainsFunc(Models(), func(m Model) bool { return m.Description.Family == family }) {
			t.Errorf("no model of the family %q", family)
		}
	}
}

func checkOffer(t *testing.T, m Model) {
	t.Helper()
	if m.Offer == Embedded {
		if m.ID != "mini" {
			t.Errorf("%s is not part of the program", m.ID)
		}
		return
	}
	https(t, m.ID, m.Licence.URL)
	if !slices.Contains(allowed, m.Licence.Name) {
		t.Errorf("%s: licence %q", m.ID, m.Licence.Name)
	}
	switch m.Offer {
	case Download:
		if strings.Count(m.Repository, "/") != 1 || len(m.Variants) == 0 || m.Why != "" {
			t.Errorf("%s: repository %q, %d variants, %q", m.ID, m.Repository, len(m.Variants), m.Why)
		}
	case Import:
		if m.Repository != "" || len(m.Variants)+len(m.Files) > 0 || m.Why == "" || m.Parameters == 0 {
			t.Errorf("%s: what can only be imported has no files, and a reason", m.ID)
		}
	default:
		t.Errorf("%s: offer %q", m.ID, m.Offer)
	}
	if m.Revision != "" && !commit.MatchString(m.Revision) {
		t.Errorf("%s: revision %q", m.ID, m.Revision)
	}
	if m.Original != "" && !sha256Hex.MatchString(m.Original) {
		t.Errorf("%s: original %q", m.ID, m.Original)
	}
}

func checkDescription(t *testing.T, m Model) {
	t.Helper()
	d := m.Description
	for i := range 3 {
		if d.Mean[i] < 0.3 || d.Mean[i] > 0.6 || d.Std[i] < 0.2 || d.Std[i] > 0.6 {
			t.Errorf("%s: mean %v, standard deviation %v", m.ID, d.Mean, d.Std)
		}
	}
	if d.Dim < 256 || d.Dim > 2048 || d.ImageSize < 200 || d.ImageSize > 512 {
		t.Errorf("%s: %d dimensions, pictures of %d", m.ID, d.Dim, d.ImageSize)
	}
	if d.ResizeMode != model.Squash && d.ResizeMode != model.Crop {
		t.Errorf("%s: resize mode %q", m.ID, d.ResizeMode)
	}
	sigmoid := m.Loss == "sigmoid"
	if sigmoid != strings.HasPrefix(d.Family, "siglip") || !sigmoid && m.Loss != "softmax" {
		t.Errorf("%s: loss %q", m.ID, m.Loss)
	}
	known := d.LogitScale != 0
	if (known || !sigmoid) && (d.LogitScale < 10 || d.LogitScale > 200) || sigmoid && known != (d.LogitBias < -5) ||
		!sigmoid && d.LogitBias != 0 {
		t.Errorf("%s: logits are %v * cosine + %v", m.ID, d.LogitScale, d.LogitBias)
	}
	if d.QuickGELU != (m.Activation == "quickgelu") || d.QuickGELU != (d.Family == model.FamilyCLIP) {
		t.Errorf("%s: activation %q, QuickGELU %v", m.ID, m.Activation, d.QuickGELU)
	}
	if k := d.Tokenizer; k.MaxTokens < 16 || k.MaxTokens > 128 || k.PadID < 0 || k.Canonical != sigmoid {
		t.Errorf("%s: tokenizer %+v", m.ID, k)
	}
	if len(d.Languages) == 0 || (len(d.Languages) > 1) != (m.LanguagesSource != "") ||
		(len(d.Languages) > 1) != strings.Contains(m.Title, "multilingual") {
		t.Errorf("%s: %q in %v (%s)", m.ID, m.Title, d.Languages, m.LanguagesSource)
	}
	for _, l := range d.Languages {
		if !language.MatchString(l) {
			t.Errorf("%s: language %q", m.ID, l)
		}
	}
}

func checkQuality(t *testing.T, m Model) {
	t.Helper()
	q := m.Quality
	for _, f := range []struct {
		percent float64
		source  string
	}{{q.ImageNet, q.ImageNetSource}, {q.COCO1, q.COCOSource}, {q.COCO5, q.COCOSource}, {q.Flickr, q.FlickrSource}} {
		if f.percent != 0 && (f.percent < 20 || f.percent > 100 || f.source == "") {
			t.Errorf("%s: %v of %q", m.ID, f.percent, f.source)
		}
	}
	if q.COCO5 != 0 && q.COCO5 <= q.COCO1 {
		t.Errorf("%s: recall@1 %v, recall@5 %v", m.ID, q.COCO1, q.COCO5)
	}
	if m.Offer != Embedded {
		https(t, m.ID, q.ImageNetSource)
		https(t, m.ID, q.COCOSource)
	}
}

func checkFiles(t *testing.T, m Model) {
	t.Helper()
	for _, v := range m.Variants {
		if !slices.Contains([]string{"fp32", "fp16", "int8", "q4"}, v.Name) {
			t.Errorf("%s: variant %q", m.ID, v.Name)
		}
		paths := map[string]bool{}
		for _, f := range m.All(v.Name) {
			https(t, m.ID, f.URL(Hub()))
			if paths[f.Path] || f.Size() <= 0 || (f.Bytes > 0) == (f.About > 0) || f.Wrong != "" {
				t.Errorf("%s: %+v", m.ID, f)
			}
			paths[f.Path] = true
		}
	}
	for _, f := range slices.Concat(m.networks(), m.Files) {
		if !filepath.IsLocal(filepath.FromSlash(f.Path)) || strings.ContainsAny(f.Path, `\:?#%`) ||
			f.SHA256 != "" && !sha256Hex.MatchString(f.SHA256) || !slices.Contains(roles, f.Role) || f.Bytes < 0 ||
			f.Revision != "" && !commit.MatchString(f.Revision) {
			t.Errorf("%s: %+v", m.ID, f)
		}
	}
}

// Every variant has the files that a description needs: both networks, and a tokenizer of its type.
func TestVariantsAreComplete(t *testing.T) {
	for _, m := range Models() {
		for _, v := range m.Variants {
			roles := map[string]int{}
			for _, f := range m.All(v.Name) {
				roles[f.Role]++
			}
			words := map[string]bool{
				model.CLIPBPE:       roles["vocab"] == 1 && roles["merges"] == 1,
				model.TokenizerJSON: roles["tokenizer"] == 1,
				model.SentencePiece: roles["sentencepiece"] == 1,
			}
			if roles["vision"] != 1 || roles["text"] != 1 || !words[m.Description.Tokenizer.Type] {
				t.Errorf("%s %s: %v", m.ID, v.Name, roles)
			}
		}
		if len(m.Description.Tokenizer.Files) > 0 || m.Description.Files != nil {
			t.Errorf("%s: files belong to variants", m.ID)
		}
	}
	m, _ := Find("openai-clip-vit-b32")
	if m.All("fp8") != nil {
		t.Error("a variant that there is not")
	}
	if _, ok := Find("another"); ok {
		t.Error("a model that there is not")
	}
}

// A model whose scale nobody has published is taken to be like its nearest relative.
func TestLike(t *testing.T) {
	for id, want := range map[string]string{
		"siglip-b16-224": "siglip-b16-256", "siglip2-b32-256": "siglip2-b16-256",
		"openai-clip-vit-l14": "openai-clip-vit-l14",
	} {
		m, _ := Find(id)
		if like, ok := Like(m.Description); !ok || like.ID != want {
			t.Errorf("%s is like %q", id, like.ID)
		}
	}
	if like, ok := Like(model.Spec{Family: "another"}); ok {
		t.Errorf("a family that there is not is like %q", like.ID)
	}
}

func TestEntry(t *testing.T) {
	m, _ := Find("openai-clip-vit-b32")
	e := m.Entry()
	const files = 862328 + 524619 + 2224119 + 520
	if e.State != photo.ModelAvailable || e.Bytes != 351685709+254058553+files || e.Dim != 512 || e.ImagePx != 224 ||
		e.MemoryBytes != 351685709+254058553 || len(e.Variants) != 3 ||
		e.Variants[1].Bytes != 89117001+64504507+files ||
		e.Licence != "MIT" || e.Quality.ImageNet != 63.32 || e.Quality.COCO != 55.94 {
		t.Errorf("got %+v", e)
	}
	m, _ = Find("openclip-vit-bigg14-laion2b")
	if e = m.Entry(); e.State != photo.ModelImportOnly || e.Variants != nil || e.MemoryBytes < 10e9 {
		t.Errorf("got %+v", e)
	}
	m, _ = Find("mini")
	if e = m.Entry(); e.State != photo.ModelEmbedded || e.Quality.Flickr != 72 {
		t.Errorf("got %+v", e)
	}
}

// What the list says of the embedded model is what the model says itself.
func TestMini(t *testing.T) {
	s, err := model.Read(assets.Mini())
	if err != nil {
		t.Fatal(err)
	}
	m, _ := Find("mini")
	d := m.Description
	if d.Dim != s.Dim || d.ImageSize != s.ImageSize || d.ResizeMode != s.ResizeMode || d.Mean != s.Mean ||
		d.Std != s.Std || d.LogitScale != s.LogitScale || d.Tokenizer.Type != s.Tokenizer.Type ||
		d.Tokenizer.MaxTokens != s.Tokenizer.MaxTokens || m.Licence.Terms != s.Terms || m.Quality.Text != s.Quality ||
		!slices.Equal(d.Languages, s.Languages) {
		t.Errorf("the list says %+v, the model %+v", d, s)
	}
}

func TestIdentify(t *testing.T) {
	m, f, ok := Identify("fd6e1402a588279d1723c7534d4bcba5bc0b14b47dfab0e46f8c47b8270d7d40")
	if !ok || m.ID != "openai-clip-vit-b32" || f.Role != "vision" || f.Wrong != "" {
		t.Errorf("got %s %+v %v", m.ID, f, ok)
	}
	m, f, ok = Identify("b80cf0af751533a6712d92247f0ddc0c95208748bc59a1a27f33e67be6864e3b")
	if !ok || m.ID != "openai-clip-vit-b32" || f.Role != "text" || f.Wrong != "plain-gelu" {
		t.Errorf("got %s %+v %v", m.ID, f, ok)
	}
	for _, sum := range []string{"", strings.Repeat("0", 64)} {
		if _, _, ok := Identify(sum); ok {
			t.Errorf("%q identifies a model", sum)
		}
	}
}

// A misspelt name of a field is not passed over.
func TestEveryFieldIsRead(t *testing.T) {
	d := json.NewDecoder(strings.NewReader(string(assets.Models)))
	d.DisallowUnknownFields()
	into := struct {
		About string `json:"about"`
		document
	}{}
	if err := d.Decode(&into); err != nil {
		t.Error(err)
	}
}
