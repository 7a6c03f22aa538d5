package main

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"recollect/engine/decode"
	"recollect/engine/model/clip"
	"recollect/engine/photo"
	"recollect/engine/relevance"
	"recollect/engine/search"
	"recollect/engine/texts"
)

// encoder is a model that remembers its bank beside the runtime's library.
type encoder struct {
	*clip.Model
	cache texts.Cache
}

func openModel(model, library string) *encoder {
	m := clip.Open(clip.Options{Model: os.DirFS(model), LibraryDirs: []string{library}})
	return &encoder{m, texts.Cache{Dir: filepath.Join(library, "texts"), Encoder: m}}
}

func (e *encoder) bank(ctx context.Context) (*relevance.Bank, error) {
	vs, err := e.cache.Vectors(ctx, relevance.Prompts())
	return relevance.NewBank(vs), err
}

// judged is a judged sentence.
type judged struct {
	text, kind string
	picture    int          // the place of a picture that is asked with instead of a text; else -1
	bare       photo.Vector // the words alone
	vector     photo.Vector // as search embeds them
	crowd      float64
	relevant   map[int]bool
	maybe      map[int]bool // these count neither way
}

// set is a folder of pictures and its judged sentences.
type set struct {
	name     string
	paths    []string // relative, slash-separated
	vectors  []photo.Vector
	traits   []relevance.Traits
	scale    relevance.Scale // of sentences
	bank     *relevance.Bank
	corpus   *search.Corpus // photo i has the ID i+1
	queries  []*judged
	pictures []*judged
	shows    []*judged // general things, with all pictures that show them
}

// load reads JUDGEMENTS[+SHOWS]=DIR and embeds everything.
func (e *encoder) load(ctx context.Context, bank *relevance.Bank, arg string) (*set, error) {
	file, dir, ok := strings.Cut(arg, "=")
	if !ok {
		return nil, fmt.Errorf("want JUDGEMENTS[+SHOWS]=DIR")
	}
	file, shows, _ := strings.Cut(file, "+")
	s := &set{name: filepath.Base(filepath.Dir(file)) + "/" + filepath.Base(file), bank: bank}
	if err := s.embedPictures(ctx, e, dir); err != nil {
		return nil, err
	}
	s.scale = relevance.Default().SentenceScale(s.corpus.Mean())
	if err := s.readQueries(ctx, e, file); err != nil || shows == "" {
		return s, err
	}
	return s, s.readQueries(ctx, e, shows)
}

func (s *set) embedPictures(ctx context.Context, e *encoder, dir string) error {
	if err := e.Load(); err != nil {
		return err
	}
	s.corpus = search.NewCorpus(e.Info().Dim)
	return filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		pic, err := decode.File(ctx, photo.File{Path: path}, decode.Options{ShortPx: e.SizePx()})
		if err != nil {
			return nil // a list of names, a film
		}
		vs, err := e.Images(ctx, []clip.Pixels{e.Prepare(decode.Flatten(pic.Image))})
		if err != nil {
			return err
		}
		name, err := filepath.Rel(dir, path)
		t := s.bank.Traits(vs[0])
		s.paths = append(s.paths, filepath.ToSlash(name))
		s.vectors, s.traits = append(s.vectors, vs[0]), append(s.traits, t)
		s.corpus.Add(photo.ID(len(s.paths)), vs[0], t)
		return err
	})
}

func (s *set) readQueries(ctx context.Context, e *encoder, file string) error {
	f, err := os.Open(file)
	if err != nil {
		return err
	}
	defer f.Close()
	for lines := bufio.NewScanner(f); lines.Scan(); {
		var j struct {
			Query, Image, Kind string
			Relevant, Maybe    []string
		}
		if err := json.Unmarshal(lines.Bytes(), &j); err != nil {
			return err
		}
		q := &judged{text: j.Query, kind: j.Kind, picture: slices.Index(s.paths, j.Image)}
		if q.relevant, err = s.numbers(j.Relevant); err != nil {
			return err
		}
		if q.maybe, err = s.numbers(j.Maybe); err != nil {
			return err
		}
		if q.picture >= 0 {
			s.pictures = append(s.pictures, q)
			continue
		}
		if err := q.embed(ctx, e, s.bank); err != nil {
			return err
		}
		if q.kind == "shows" {
			s.shows = append(s.shows, q)
			continue
		}
		s.queries = append(s.queries, q)
	}
	return nil
}

func (q *judged) embed(ctx context.Context, e *encoder, bank *relevance.Bank) (err error) {
	if q.bare, err = e.Text(ctx, q.text); err != nil {
		return err
	}
	if q.vector, err = search.Embed(ctx, e, q.text); err != nil {
		return err
	}
	q.crowd = bank.Traits(q.vector).Crowd()
	return nil
}

// numbers returns the places of the named pictures.
func (s *set) numbers(names []string) (map[int]bool, error) {
	out := map[int]bool{}
	for _, name := range names {
		before := len(out)
		for i, path := range s.paths {
			if path == name || strings.HasSuffix(name, "/") && strings.HasPrefix(path, name) {
				out[i] = true
			}
		}
		if len(out) == before {
			return nil, fmt.Errorf("no picture %s", name)
		}
	}
	return out, nil
}

// deviations returns how the picture i scores for a vector, in standard
// deviations.
func (s *set) deviations(v photo.Vector, i int) float64 {
	return s.scale.Of(float64(photo.Dot(v, s.vectors[i])) - relevance.Default().HubWeight*float64(s.traits[i].Hub))
}
