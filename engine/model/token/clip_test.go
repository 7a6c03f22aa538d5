package token

import (
	"bufio"
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"recollect/engine/model"
)

// shared is where the vocabulary of OpenAI's CLIP and ids that its own tokenizer gave lie
// on machines that have them.
var shared = filepath.Join(root, "../shared/data/clip-ref")

func TestCLIPEqualsOpenAI(t *testing.T) {
	lines, err := os.ReadFile(filepath.Join(shared, "clip_token_vectors_dev.jsonl"))
	if err != nil {
		t.Skip("the real vocabulary is not here; TestFixtures has a small one: ", err)
	}
	c := openIn(t, model.Tokenizing{Type: model.CLIPBPE, Files: []string{"bpe_simple_vocab_16e6.txt.gz"}}, shared)
	n := 0
	for s := bufio.NewScanner(bytes.NewReader(lines)); s.Scan(); n++ {
		var want struct {
			Text string  `json:"text"`
			IDs  []int64 `json:"ids"`
		}
		if err := json.Unmarshal(s.Bytes(), &want); err != nil {
			t.Fatal(err)
		}
		if got := c.Encode(want.Text); !slices.Equal(got, want.IDs) {
			t.Errorf("%q:\n got %v\nwant %v", want.Text, got, want.IDs)
		}
	}
	if n == 0 {
		t.Error("no texts")
	}
}
