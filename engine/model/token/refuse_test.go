package token

import (
	"bytes"
	"compress/gzip"
	"errors"
	"regexp"
	"slices"
	"strings"
	"testing"

	"recollect/engine/model"
	"recollect/engine/photo"
)

// TestRefused: what a file asks for and nobody does is refused, with a code and a reason.
func TestRefused(t *testing.T) {
	const (
		vocab = `"model":{"type":"WordLevel","vocab":{"a":0},"unk_token":"a"}`
		whole = `{` + vocab + `,`
	)
	tests := []struct{ name, file, code, part string }{
		{"no JSON", `{"model"`, "token:damaged", ""},
		{"more after the end", `{` + vocab + `}}`, "token:damaged", ""},
		{"no model", `{}`, "token:damaged", ""},
		{"a model of another kind", `{"model":{"type":"Character"}}`, "token:unsupported", "model"},
		{"dropout", `{"model":{"type":"BPE","vocab":{},"merges":[],"dropout":0.1}}`, "token:unsupported", "dropout"},
		{"a merge of nothing", `{"model":{"type":"BPE","vocab":{"a":0},"merges":["a b"]}}`, "token:damaged", ""},
		{"a merge of three", `{"model":{"type":"BPE","vocab":{"a":0},"merges":["a b c"]}}`, "token:damaged", ""},
		{"an id below zero", `{"model":{"type":"WordLevel","vocab":{"a":-1}}}`, "token:damaged", ""},
		{"an id beyond all", `{"model":{"type":"WordLevel","vocab":{"a":99999999}}}`, "token:damaged", ""},
		{"half an id", `{"model":{"type":"WordLevel","vocab":{"a":0.5}}}`, "token:damaged", ""},
		{"no unknown piece", `{"model":{"type":"Unigram","vocab":[["a",0]]}}`, "token:damaged", ""},
		{"a normalizer", whole + `"normalizer":{"type":"Nmt"}}`, "token:unsupported", "normalizer"},
		{
			"a normalizer in a sequence", whole + `"normalizer":{"type":"Sequence","normalizers":[{"type":"Nmt"}]}}`,
			"token:unsupported", "normalizer",
		},
		{"a cutter", whole + `"pre_tokenizer":{"type":"UnicodeScripts"}}`, "token:unsupported", "pre_tokenizer"},
		{"a post-processor", whole + `"post_processor":{"type":"Magic"}}`, "token:unsupported", "post_processor"},
		{"truncation from the left", whole + `"truncation":{"direction":"Left"}}`, "token:unsupported", "truncation"},
		{
			"a pattern that looks ahead",
			whole + `"pre_tokenizer":{"type":"Split","pattern":{"Regex":"\\s+(?!\\S)"},"behavior":"Isolated"}}`,
			"token:unsupported", "pattern",
		},
		{
			"a behaviour", whole + `"pre_tokenizer":{"type":"Split","pattern":{"String":"a"},"behavior":"Odd"}}`,
			"token:unsupported", "behavior",
		},
		{
			"a template of two",
			whole + `"post_processor":{"type":"TemplateProcessing","single":[{"Sequence":{"id":"B"}}]}}`,
			"token:unsupported", "template",
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := New(model.Tokenizing{Type: model.TokenizerJSON, Files: []string{"tokenizer.json"}},
				func(string) ([]byte, error) { return []byte(tt.file), nil })
			if !errors.Is(err, model.ErrNoModel) {
				t.Fatalf("got %v", err)
			}
			reason, _ := photo.ReasonOf(err)
			if code, args := reason.Split(); code != tt.code || args["part"] != tt.part {
				t.Errorf("got %s of %q, want %s of %q", code, args["part"], tt.code, tt.part)
			}
		})
	}
}

func TestDamagedFiles(t *testing.T) {
	one := func(kind, file string) error {
		_, err := New(model.Tokenizing{Type: kind, Files: []string{"file"}}, func(string) ([]byte, error) {
			return []byte(file), nil
		})
		return err
	}
	piece := string(readFixture(t, "bpe.model.gz"))
	for name, err := range map[string]error{
		"nothing":              one(model.SentencePiece, ""),
		"a model cut off":      one(model.SentencePiece, piece[:len(piece)/2]+"\x0a"),
		"merges of nothing":    one(model.CLIPBPE, "#version\nab cd\n"),
		"a line of one":        one(model.CLIPBPE, "#version\nab\n"),
		"no real gzip":         one(model.CLIPBPE, "\x1f\x8b\x08"),
		"a vocabulary of none": one(model.WordPiece, ""),
		"another type":         one("tiktoken", ""),
	} {
		if !errors.Is(err, model.ErrNoModel) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// TestBigGzip: a file that unpacks to more than any vocabulary is refused.
func TestBigGzip(t *testing.T) {
	if _, err := inflate(pack(t, strings.Repeat("a", largest+1))); err == nil {
		t.Error("it was unpacked")
	}
}

func pack(t *testing.T, text string) []byte {
	t.Helper()
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	if _, err := w.Write([]byte(text)); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestPrefixAndCanonical(t *testing.T) {
	_, sets := readSets(t)
	for _, s := range sets {
		if s.Name != "siglip" {
			continue
		}
		plain := s.open(t)
		s.Tokenizer.Canonical, s.Tokenizer.Prefix = true, "a photo of "
		got, want := s.open(t).Encode("A DOG!!  show_"), plain.Encode("a photo of a dog show")
		if !slices.Equal(got, want) {
			t.Errorf("got %v, want %v", got, want)
		}
	}
}

// TestOldMerges: older files write a merge as one string.
func TestOldMerges(t *testing.T) {
	merges := regexp.MustCompile(`\["([^"\\ ]+)","([^"\\ ]+)"\]`)
	texts, sets := readSets(t)
	for _, s := range sets {
		if s.Name != "clip-json" {
			continue
		}
		was, old := s.open(t), merges.ReplaceAll(readFixture(t, s.Tokenizer.Files[0]), []byte(`"$1 $2"`))
		is, err := New(s.Tokenizer, func(string) ([]byte, error) { return old, nil })
		if err != nil || !bytes.Contains(old, []byte(`"t h"`)) {
			t.Fatal(err)
		}
		for _, text := range texts[:500] {
			if got, want := is.Encode(text), was.Encode(text); !slices.Equal(got, want) {
				t.Errorf("%q: got %v, want %v", text, got, want)
			}
		}
	}
}
