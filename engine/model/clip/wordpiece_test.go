package clip

import (
	"io/fs"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"recollect/engine/model"
)

func openWords(tb testing.TB) *wordPiece {
	tb.Helper()
	s, err := model.Read(modelFS())
	if err != nil {
		tb.Fatal(err)
	}
	vocab, err := fs.ReadFile(modelFS(), s.Tokenizer.Vocab)
	if err != nil {
		tb.Fatal(err)
	}
	w, err := newWordPiece(s.Tokenizer, vocab)
	if err != nil {
		tb.Fatal(err)
	}
	return w
}

func TestTokenIDsEqualReference(t *testing.T) {
	w := openWords(t)
	texts := readReference(t).Texts
	if len(texts) < 200 {
		t.Fatalf("the reference has only %d texts", len(texts))
	}
	for _, want := range texts {
		if got := w.encode(want.Text); !slices.Equal(got, want.IDs) {
			t.Errorf("%q:\n got %v\nwant %v", want.Text, got, want.IDs)
		}
	}
}

func FuzzEncode(f *testing.F) {
	w := openWords(f)
	for _, s := range []string{"", "a dog", "[SEP]x", "狗 🇫🇷 ﬀ \xff", strings.Repeat("a", 200), "don't stop", "\u0301"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		ids := w.encode(text)
		if len(ids) < 2 || len(ids) > w.spec.MaxTokens {
			t.Fatalf("%d tokens", len(ids))
		}
		if ids[0] != w.spec.ClsID || ids[len(ids)-1] != w.spec.SepID {
			t.Fatalf("%v does not stand between [CLS] and [SEP]", ids)
		}
		for _, id := range ids {
			if id < 0 || id >= int64(len(w.vocab)) {
				t.Fatalf("id %d is not in the vocabulary", id)
			}
		}
		if !utf8.ValidString(normalise(text)) {
			t.Fatalf("normalise gave invalid text")
		}
	})
}
