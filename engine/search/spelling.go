package search

import (
	"context"
	"strings"
	"sync"
	"unicode"

	"recollect/engine/query"
	"recollect/engine/relevance"
)

// spelling has the words that are compared with possible misspellings.
type spelling struct {
	once   sync.Once
	likely []string        // words that describe pictures
	others []string        // words of the model's vocabulary, the most frequent first
	known  map[string]bool // all of them
}

// open collects the words of the things, of the prompts and of the model.
func (s *spelling) open(o Options) {
	s.once.Do(func() {
		s.known = map[string]bool{}
		for _, w := range wordsOf(append(relevance.Prompts(), o.Texts...)) {
			if !s.known[w] {
				s.known[w] = true
				s.likely = append(s.likely, w)
			}
		}
		s.others = o.Model.Words()
		for _, w := range s.others {
			s.known[w] = true
		}
	})
}

// wordsOf are the words of texts in lower case.
func wordsOf(texts []string) []string {
	return strings.FieldsFunc(strings.ToLower(strings.Join(texts, " ")), func(r rune) bool {
		return !unicode.IsLetter(r)
	})
}

// Correct returns the line of q with misspelled words replaced by those that were probably meant.
// It is empty if every word is known: to the vocabulary, the model or the library, by the names of
// its files, its captions, and everything that filters can ask for.
func (s *Service) Correct(ctx context.Context, q query.Query) (string, error) {
	return s.now.Load().correct(ctx, q)
}

func (s *answerer) correct(ctx context.Context, q query.Query) (string, error) {
	s.spelling.open(s.o)
	var unknown []string
	q.Correct(func(word string) string {
		if !s.spelling.knows(word) {
			unknown = append(unknown, word)
		}
		return ""
	})
	if len(unknown) == 0 || len(s.spelling.others) == 0 || q.Foreign(s.o.Model.Info().Languages) != "" {
		return "", nil
	}
	own, err := s.ownWords(ctx)
	if err != nil {
		return "", err
	}
	spelled, err := s.o.Catalog.Spelled(ctx, unknown)
	if err != nil {
		return "", err
	}
	inLibrary := map[string]bool{}
	for _, w := range own {
		inLibrary[w] = true
	}
	return q.Correct(func(word string) string {
		if _, is := spelled[word]; is || inLibrary[word] || s.spelling.knows(word) {
			return ""
		}
		for _, words := range [][]string{s.spelling.likely, own, s.spelling.others} {
			if w := query.Nearest(word, words); w != "" {
				return w
			}
		}
		return ""
	}), nil
}

// knows reports whether word, or its singular, is a word.
func (s *spelling) knows(word string) bool {
	return s.known[word] || s.known[strings.TrimSuffix(word, "s")] || s.known[strings.TrimSuffix(word, "es")]
}

// ownWords are those of the names that filters can ask for.
func (s *answerer) ownWords(ctx context.Context) ([]string, error) {
	var names []string
	for _, of := range valued {
		values, err := s.o.Catalog.Values(ctx, of.property)
		if err != nil {
			return nil, err
		}
		names = append(names, values...)
	}
	return wordsOf(names), nil
}
