package token

import (
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"recollect/engine/model"
)

const root = "../../.."

// mini is the shipped model's folder.
var mini = filepath.Join(root, "assets/models/mini")

func openIn(tb testing.TB, s model.Tokenizing, dir string) Tokenizer {
	tb.Helper()
	t, err := New(s, func(name string) ([]byte, error) { return os.ReadFile(filepath.Join(dir, name)) })
	if err != nil {
		tb.Fatal(err)
	}
	return t
}

func openMini(tb testing.TB) *wordPiece {
	tb.Helper()
	s, err := model.Read(os.DirFS(mini))
	if err != nil {
		tb.Fatal(err)
	}
	return openIn(tb, s.Tokenizer, mini).(*wordPiece)
}

func TestWordPieceEqualsReference(t *testing.T) {
	data, err := os.ReadFile(filepath.Join(root, "testdata/models/mini/reference.json"))
	if err != nil {
		t.Fatal(err)
	}
	var r struct {
		Texts []struct {
			Text string  `json:"text"`
			IDs  []int64 `json:"ids"`
		} `json:"texts"`
	}
	if err := json.Unmarshal(data, &r); err != nil {
		t.Fatal(err)
	}
	if len(r.Texts) < 200 {
		t.Fatalf("the reference has only %d texts", len(r.Texts))
	}
	w := openMini(t)
	for _, want := range r.Texts {
		if got := w.Encode(want.Text); !slices.Equal(got, want.IDs) {
			t.Errorf("%q:\n got %v\nwant %v", want.Text, got, want.IDs)
		}
	}
}

func FuzzWordPiece(f *testing.F) {
	w := openMini(f)
	for _, s := range []string{"", "a dog", "[SEP]x", "狗 🇫🇷 ﬀ \xff", strings.Repeat("a", 200), "don't stop", "\u0301"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		ids := w.Encode(text)
		if len(ids) < 2 || len(ids) > w.spec.MaxTokens {
			t.Fatalf("%d tokens", len(ids))
		}
		if ids[0] != w.spec.ClsID || ids[len(ids)-1] != w.spec.SepID {
			t.Fatalf("%v does not stand between [CLS] and [SEP]", ids)
		}
		for _, id := range ids {
			if id < 0 || id >= int64(len(w.pieces.Vocab)) {
				t.Fatalf("id %d is not in the vocabulary", id)
			}
		}
	})
}
