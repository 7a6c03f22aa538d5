package token

import (
	"errors"
	"os"
	"strings"
	"testing"
	"time"

	"recollect/engine/model"
)

// odd are sentences that tokenizers have stumbled over.
var odd = []string{
	"", " ", "a dog", "<mask>", "[SEP]x", "狗 🇫🇷 ﬀ \xff", strings.Repeat("a", 200), "don't stop", "\u0301", "▁▁", "\x00",
	"&amp;amp;", "\xe2\x96", "<|startoftext|>", "\n\n\n", "İſΣ", "👩‍🚀", strings.Repeat("\u0301", 40),
}

func FuzzEncode(f *testing.F) {
	for _, s := range odd {
		f.Add(s)
	}
	_, sets := readSets(f)
	all := map[string]Tokenizer{}
	for _, s := range sets {
		all[s.Name] = s.open(f)
	}
	f.Fuzz(func(t *testing.T, text string) {
		for _, s := range sets {
			ids := all[s.Name].Encode(text)
			if len(ids) > s.Tokenizer.MaxTokens {
				t.Errorf("%s: %d ids", s.Name, len(ids))
			}
			for _, id := range ids {
				if id < 0 || id > 1<<14 {
					t.Errorf("%s: the id %d", s.Name, id)
				}
			}
		}
	})
}

// fuzzFiles opens whatever a file holds. What opens must encode.
func fuzzFiles(f *testing.F, s model.Tokenizing) {
	f.Fuzz(func(t *testing.T, data []byte) {
		began := time.Now()
		defer func() {
			if took := time.Since(began); took > 5*time.Second {
				t.Errorf("%v", took)
			}
		}()
		tokenizer, err := New(s, func(string) ([]byte, error) { return data, nil })
		if err != nil {
			if !errors.Is(err, model.ErrNoModel) {
				t.Errorf("an error of another kind: %v", err)
			}
			return
		}
		for _, text := range odd {
			tokenizer.Encode(text)
		}
		tokenizer.Words()
	})
}

func FuzzSentencePiece(f *testing.F) {
	for _, name := range []string{"unigram.model.gz", "bpe.model.gz"} {
		f.Add(readFixture(f, name)[:4000])
		f.Add(readFixture(f, name))
	}
	f.Add([]byte("\x0a\x07\x0a\x01a\x15\x00\x00\x00\x00"))
	fuzzFiles(f, model.Tokenizing{Type: model.SentencePiece, Files: []string{"a"}, MaxTokens: 16})
}

func FuzzTokenizerJSON(f *testing.F) {
	for _, kind := range []string{
		`"BPE","vocab":{"a":0,"b":1,"ab":2,"▁":3},"merges":["a b",["a","b"]],"unk_token":"a","byte_fallback":true`,
		`"Unigram","unk_id":0,"vocab":[["<unk>",0],["a",-1.5],["▁",-2]]`,
		`"WordPiece","vocab":{"[UNK]":0,"a":1,"##b":2},"unk_token":"[UNK]"`,
	} {
		for _, parts := range []string{
			`"normalizer":{"type":"NFC"},"pre_tokenizer":{"type":"Metaspace","replacement":"▁"}`,
			`"normalizer":{"type":"Sequence","normalizers":[` +
				`{"type":"Replace","pattern":{"Regex":"\\s+"},"content":" "}]}`,
			`"pre_tokenizer":{"type":"ByteLevel"},` +
				`"post_processor":{"type":"BertProcessing","sep":["a",1],"cls":["b",2]}`,
			`"added_tokens":[{"id":1,"content":"a","lstrip":true,"rstrip":true,"normalized":true,"single_word":true}]`,
			`"normalizer":{"type":"Precompiled","precompiled_charsmap":"BAAAAAAAAAA="},"truncation":{"max_length":7}`,
		} {
			f.Add([]byte(`{"model":{"type":` + kind + `},` + parts + `}`))
		}
	}
	fuzzFiles(f, model.Tokenizing{Type: model.TokenizerJSON, Files: []string{"a"}})
}

func FuzzMerges(f *testing.F) {
	f.Add([]byte("#version\na b\nab c</w>\n"))
	f.Add([]byte("\x1f\x8b\x08"))
	if data, err := os.ReadFile("testdata/clip-merges.txt.gz"); err == nil {
		f.Add(data)
	}
	fuzzFiles(f, model.Tokenizing{Type: model.CLIPBPE, Files: []string{"a"}, MaxTokens: 16})
}
