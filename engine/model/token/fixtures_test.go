package token

import (
	"bytes"
	"cmp"
	"compress/gzip"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"recollect/engine/model"
)

// fixtures holds what bench/models/tokens.py has written. RECOLLECT_TOKENIZERS names another
// folder of its output, such as one of the vocabularies of real models.
var fixtures = cmp.Or(os.Getenv("RECOLLECT_TOKENIZERS"), "testdata")

func readFixture(tb testing.TB, name string) []byte {
	tb.Helper()
	data, err := os.ReadFile(filepath.Join(fixtures, name))
	if err != nil {
		tb.Fatal(err)
	}
	if !strings.HasSuffix(name, ".gz") {
		return data
	}
	r, err := gzip.NewReader(bytes.NewReader(data))
	if err != nil {
		tb.Fatal(err)
	}
	if data, err = io.ReadAll(r); err != nil {
		tb.Fatal(err)
	}
	return data
}

// shareOfSigLIP stands in files for the table of characters of another, which is large.
const shareOfSigLIP = "@siglip.model.gz"

// set is a tokenizer and its name.
type set struct {
	Name      string           `json:"name"`
	Tokenizer model.Tokenizing `json:"tokenizer"`
}

func (s set) open(tb testing.TB) Tokenizer {
	tb.Helper()
	t, err := New(s.Tokenizer, func(name string) ([]byte, error) {
		data := readFixture(tb, name)
		if bytes.Contains(data, []byte(shareOfSigLIP)) {
			m, err := readSPM(readFixture(tb, shareOfSigLIP[1:]))
			if err != nil {
				return nil, err
			}
			charsmap := base64.StdEncoding.EncodeToString(m.charsmap)
			data = bytes.ReplaceAll(data, []byte(shareOfSigLIP), []byte(charsmap))
		}
		return data, nil
	})
	if err != nil {
		tb.Fatal(err)
	}
	return t
}

// readSets returns the texts and the tokenizers.
func readSets(tb testing.TB) (texts []string, sets []set) {
	tb.Helper()
	if err := json.Unmarshal(readFixture(tb, "texts.json.gz"), &texts); err != nil {
		tb.Fatal(err)
	}
	if err := json.Unmarshal(readFixture(tb, "sets.json"), &sets); err != nil {
		tb.Fatal(err)
	}
	return texts, sets
}

// TestFixtures compares the ids of all texts with those of the reference programs. The
// fixtures have two bytes of SHA-256 of the ids of each text.
func TestFixtures(t *testing.T) {
	texts, sets := readSets(t)
	if len(texts) != 2000 || len(sets) == 0 {
		t.Fatalf("%d texts and %d tokenizers", len(texts), len(sets))
	}
	for _, s := range sets {
		t.Run(s.Name, func(t *testing.T) {
			tokenizer := s.open(t)
			sums := readFixture(t, s.Name+".sums")
			if len(sums) != 2*len(texts) {
				t.Fatalf("%d bytes of sums", len(sums))
			}
			wrong := 0
			for i, text := range texts {
				got := strings.Trim(fmt.Sprint(tokenizer.Encode(text)), "[]")
				if sum := sha256.Sum256([]byte(got)); !bytes.Equal(sum[:2], sums[2*i:2*i+2]) {
					if wrong++; wrong <= 10 {
						t.Errorf("text %d: %q:\n got %s\nwant %s", i, text, got, wanted(s.Name, i))
					}
				}
			}
			if wrong > 0 {
				t.Errorf("%d texts differ", wrong)
			}
		})
	}
}

// wanted returns the ids of a text where the script was told to write them.
func wanted(name string, i int) string {
	ids, err := os.ReadFile(filepath.Join(fixtures, name+".ids"))
	if err != nil {
		return "others: run bench/models/tokens.py --ids"
	}
	return strings.Split(string(ids), "\n")[i]
}

// TestGoroutines: a tokenizer serves several goroutines.
func TestGoroutines(t *testing.T) {
	texts, sets := readSets(t)
	for _, s := range sets {
		tokenizer := s.open(t)
		want := make([][]int64, 100)
		for i := range want {
			want[i] = tokenizer.Encode(texts[i])
		}
		var all sync.WaitGroup
		for range 3 {
			all.Go(func() {
				for i := range want {
					if got := tokenizer.Encode(texts[i]); !slices.Equal(got, want[i]) {
						t.Errorf("%s: %q: got %v, want %v", s.Name, texts[i], got, want[i])
					}
				}
			})
		}
		all.Wait()
	}
}
