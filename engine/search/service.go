package search

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"sync/atomic"

	"recollect/engine/catalog"
	"recollect/engine/photo"
	"recollect/engine/query"
	"recollect/engine/relevance"
)

// Model is what a Service needs of the search model; *clip.Model is one.
type Model interface {
	Encoder
	LoadText() error   // gets ready for Text
	Words() []string   // of its vocabulary, the most frequent first
	Info() photo.Model // for the languages that it knows
}

// Pictures embeds pictures that are searched with. Errors are those of decode, of the encoder and
// of the catalog, or ctx's.
type Pictures interface {
	OfFile(ctx context.Context, path string) (photo.Vector, error)
	OfPhoto(context.Context, photo.ID) (photo.Vector, error)
}

// Options are the parts of a Service. All are needed.
type Options struct {
	Catalog     *catalog.Catalog
	Corpus      *Corpus
	Model       Model
	Calibration relevance.Calibration // of the model
	Bank        *Bank
	Pictures    Pictures
	// Fill loads all vectors of the catalog into the corpus, or returns at once while another goroutine does. It is
	// called before each search: most processes never search.
	Fill func(context.Context) error
	// Behind are the parts of the previous model, nil where there was none. They answer for the photos
	// in its corpus that Corpus lacks: those that are away and could not be embedded again.
	Behind *Options
	// Texts are texts that describe pictures, such as the names of things: their words are
	// preferred when another is misspelled.
	Texts []string
}

// Service answers the queries of a library. Its methods may be called from any goroutine.
type Service struct {
	now   atomic.Pointer[answerer]
	quiet quiet
}

// answerer answers queries with one model.
type answerer struct {
	o        Options
	behind   *answerer
	searcher *Searcher
	spelling spelling
}

// NewService returns a Service for an open library.
func NewService(o Options) *Service {
	s := new(Service)
	s.Use(o)
	return s
}

// Use replaces the parts, for example by those of another model. Queries that have begun are
// answered with the previous parts.
func (s *Service) Use(o Options) {
	a := newAnswerer(o)
	if o.Behind != nil {
		a.behind = newAnswerer(*o.Behind)
	}
	s.now.Store(a)
}

func newAnswerer(o Options) *answerer {
	with := &Searcher{Encoder: o.Model, Corpus: o.Corpus, Calibration: o.Calibration, Bank: o.Bank.ForSearch}
	return &answerer{o: o, searcher: with}
}

// Warm loads the network for sentences if it was unloaded, which takes some tenths of a second, so
// that the next search does not wait for it. If loading fails, Search reports why.
func (s *Service) Warm() { _ = s.now.Load().o.Model.LoadText() }

// Search answers q: see photo.Answer. A photo in q.Like is not among the hits; a file in q.Images
// is, if the library has it. Pieces of the line in q.Mistakes are left out, or taken for words. A
// query of filters alone is answered by every photo for which they hold, without the model. Errors:
// ErrEmpty, query.ErrTooLong, ort.ErrNoRuntime, model.ErrNoModel, those of decode for pictures,
// ctx's, or the catalog's.
func (s *Service) Search(ctx context.Context, q query.Query) (photo.Answer, error) {
	defer s.quiet.begin()()
	return s.now.Load().search(ctx, q)
}

func (s *answerer) search(ctx context.Context, q query.Query) (photo.Answer, error) {
	found, err := s.rank(ctx, q, albums{})
	if err != nil {
		return photo.Answer{}, err
	}
	tiles, err := s.o.Catalog.TilesOf(ctx, found.IDs())
	if err != nil {
		return photo.Answer{}, err
	}
	a := photo.Answer{Hits: make([]photo.Hit, 0, len(tiles)), Weak: found.Weak, Unsure: found.Unsure, Own: found.Own}
	for _, m := range found.Matches {
		if t, ok := tiles[m.ID]; ok { // it may have gone during the search
			a.Hits = append(a.Hits, photo.Hit{
				Tile: t, Score: float64(m.Score), Confidence: m.Confidence, Relevant: m.Relevant,
			})
		}
	}
	return a, nil
}

// Answer is Search without asking the catalog what the photos are. A photo may have gone during the search.
func (s *Service) Answer(ctx context.Context, q query.Query) (Answer, error) {
	defer s.quiet.begin()()
	return s.now.Load().rank(ctx, q, albums{})
}

// Rank returns the matches of Answer.
func (s *Service) Rank(ctx context.Context, q query.Query) ([]Match, error) {
	found, err := s.Answer(ctx, q)
	return found.Matches, err
}

// rank is Answer with a cache of albums.
func (s *answerer) rank(ctx context.Context, q query.Query, inside albums) (Answer, error) {
	if err := query.Check(q.Text); err != nil {
		return Answer{}, err
	}
	parts, omit, err := s.parts(ctx, q)
	if err != nil {
		return Answer{}, err
	}
	only, err := s.selected(ctx, q, inside)
	if err != nil {
		return Answer{}, err
	}
	if len(parts) == 0 {
		return s.filtered(ctx, only, q)
	}
	if err := s.o.Fill(ctx); err != nil {
		return Answer{}, err
	}
	sq := Query{Parts: parts, Only: only, Omit: omit, All: q.All, Limit: q.Limit}
	sorted := q.Sort != "" && q.Sort != query.ByRelevance
	if sorted {
		sq.Limit = 0 // the newest need not be among the best
	}
	found, err := s.searcher.Search(ctx, sq)
	if err == nil && s.behind != nil {
		found, err = s.withBehind(ctx, q, sq, found)
	}
	if err != nil || !sorted {
		return found, err
	}
	found.Matches, err = s.sorted(ctx, found.Matches, q.Sort, q.Limit)
	return found, err
}

// parts returns what photos should look like according to q, and the photos that are no answer
// because q searches with them.
func (s *answerer) parts(ctx context.Context, q query.Query) ([]Part, *photo.Set, error) {
	var parts []Part
	var omit *photo.Set
	add := func(v photo.Vector, weight float64, err error) error {
		parts = append(parts, Part{Picture: v, Weight: weight})
		return err
	}
	for _, p := range q.Parts {
		if p.Picture == "" {
			parts = append(parts, Part{Text: p.Text, Weight: p.Weight})
			continue
		}
		v, err := s.o.Pictures.OfFile(ctx, p.Picture)
		if err := add(v, p.Weight, err); err != nil {
			return nil, nil, err
		}
	}
	for _, not := range q.Not {
		if not = strings.TrimSpace(not); not != "" {
			parts = append(parts, Part{Text: not, Weight: -1})
		}
	}
	for _, path := range q.Images {
		v, err := s.o.Pictures.OfFile(ctx, path)
		if err := add(v, 1, err); err != nil {
			return nil, nil, err
		}
	}
	if len(q.Like) > 0 {
		omit = photo.NewSet(q.Like...)
	}
	for _, id := range q.Like {
		v, err := s.o.Pictures.OfPhoto(ctx, id)
		if err := add(v, 1, err); err != nil {
			return nil, nil, err
		}
	}
	return parts, omit, nil
}

// filtered answers a query of filters and an order alone; an order alone sorts all photos.
func (s *answerer) filtered(ctx context.Context, only *photo.Set, q query.Query) (Answer, error) {
	by := q.Sort
	if only == nil && by == "" {
		return Answer{}, ErrEmpty
	}
	ids, ordered, err := s.inOrder(ctx, q)
	if err != nil {
		return Answer{}, err
	}
	if ordered {
		ids = slices.DeleteFunc(ids, func(id photo.ID) bool { return !only.Has(id) })
		a := all(ids[:min(len(ids), cmp.Or(q.Limit, len(ids)))])
		a.Own = q.Limit == 0
		return a, nil
	}
	if only == nil {
		if only, err = s.o.Catalog.Select(ctx, nil); err != nil {
			return Answer{}, err
		}
	}
	if by == "" || by == query.ByRelevance {
		by = query.Newest
	}
	ids, err = s.o.Catalog.First(ctx, only, by, q.Limit)
	return all(ids), err
}

// all is the answer of photos for which filters hold.
func all(ids []photo.ID) Answer {
	matches := make([]Match, len(ids))
	for i, id := range ids {
		matches[i] = Match{ID: id, Confidence: 1, Relevant: true}
	}
	return Answer{Matches: matches}
}

// sorted sorts matches and keeps the first of them, all if limit is 0.
func (s *answerer) sorted(ctx context.Context, matches []Match, by query.Sort, limit int) ([]Match, error) {
	of := make(map[photo.ID]Match, len(matches))
	set := photo.NewSet()
	for _, m := range matches {
		of[m.ID] = m
		set.Add(m.ID)
	}
	ids, err := s.o.Catalog.First(ctx, set, by, limit)
	if err != nil {
		return nil, err
	}
	out := make([]Match, len(ids))
	for i, id := range ids {
		out[i] = of[id]
	}
	return out, nil
}
