package token

import (
	"fmt"
	"runtime"
	"strings"
	"testing"
	"time"
	"unicode/utf8"
)

// TestLongTexts: the time is in proportion to a sentence, whatever it is. What is quadratic
// would take many minutes for a megabyte.
func TestLongTexts(t *testing.T) {
	_, sets := readSets(t)
	texts := map[string]string{
		"one letter": "a", "words": "a dog ", "one ideograph": "犬", "a mark": "\u0301", "spaces": " ",
		"entities": "&amp;", "added tokens": "<mask>", "emoji": "👩‍🚀", "quotes": "'s",
		"syllables": "haha", "brackets": "[SEP]",
	}
	kinds := map[string]int{ // and the longest text
		"clip-two": 1 << 17, "clip-json": 1 << 17, "siglip": 1 << 20,
		"gemma": 1 << 20, "xlmr": 1 << 20, "bert-uncased": 1 << 20,
	}
	for _, s := range sets {
		longest, ok := kinds[s.Name]
		if !ok {
			continue
		}
		t.Run(s.Name, func(t *testing.T) {
			tokenizer := s.open(t)
			for name, text := range texts {
				size := 1 << 14
				if name == "one letter" {
					size = longest
				}
				text = strings.Repeat(text, size/len(text))
				began := time.Now()
				if ids := tokenizer.Encode(text); len(ids) > s.Tokenizer.MaxTokens {
					t.Errorf("%s: %d ids", name, len(ids))
				}
				if took := time.Since(began); took > time.Minute {
					t.Errorf("%s: %v", name, took)
				}
			}
		})
	}
}

func TestWords(t *testing.T) {
	_, sets := readSets(t)
	for _, s := range sets {
		words := s.open(t).Words()
		switch s.Name {
		case "unigram", "roberta":
			continue // dog is a piece of the user there; Ġ tells where words begin, not where they end
		}
		found := map[string]bool{}
		for _, w := range words {
			if utf8.RuneCountInString(w) == 0 || strings.ContainsAny(w, "▁<> ") {
				t.Errorf("%s: %q is no word", s.Name, w)
			}
			found[w] = true
		}
		if !found["dog"] || len(words) < 50 {
			t.Errorf("%s: %d words, with dog: %v", s.Name, len(words), found["dog"])
		}
	}
}

func BenchmarkEncode(b *testing.B) {
	_, sets := readSets(b)
	for _, s := range sets {
		t := s.open(b)
		b.Run(s.Name, func(b *testing.B) {
			for b.Loop() {
				t.Encode("two young children and a black dog are running on the beach at sunset")
			}
		})
	}
}

// BenchmarkOpen measures reading the files of a tokenizer, and what stays in memory.
func BenchmarkOpen(b *testing.B) {
	_, sets := readSets(b)
	for _, s := range sets {
		b.Run(s.Name, func(b *testing.B) {
			files := map[string][]byte{}
			for _, f := range s.Tokenizer.Files {
				files[f] = readFixture(b, f)
			}
			read := func(name string) ([]byte, error) {
				if data, ok := files[name]; ok {
					return data, nil
				}
				return nil, fmt.Errorf("no file %s", name)
			}
			var before, after runtime.MemStats
			runtime.GC()
			runtime.ReadMemStats(&before)
			var t Tokenizer
			for b.Loop() {
				t, _ = New(s.Tokenizer, read)
			}
			b.StopTimer()
			runtime.GC()
			runtime.ReadMemStats(&after)
			b.ReportMetric(float64(int64(after.HeapAlloc)-int64(before.HeapAlloc))/1e6, "MB")
			runtime.KeepAlive(t)
			runtime.KeepAlive(files)
		})
	}
}
