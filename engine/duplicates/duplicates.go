// Package duplicates finds photos that a library has more than once: exact copies of a file, and the same
// picture saved again, smaller, in another format, brighter, with a few percent cut off, with a border or some
// words on it. It also finds near-identical shots, which are no duplicates and can be shown together.
//
// Perceptual hashes (package look), which the catalog has, say which pictures may be the same. What is near by
// hash is confirmed by the cosine similarity of the embeddings and by the texture of small pictures. Groups are
// of complete linkage: all of one are the same picture as all others.
//
// Two photos to which a camera gave different times are never duplicates; taken within ten seconds by one camera
// they are shots of one scene. RAW files beside a JPEG, and films of live photos, follow their photo and are
// not looked at. Pictures without structure, such as black ones, are duplicates only if their files are equal.
//
// What a person has told apart is neither in one group nor in one stack. What is done about duplicates is a
// person's choice: the package records such choices, and leaves files alone.
package duplicates

import (
	"bytes"
	"cmp"
	"context"
	"image"
	"log/slog"
	"path/filepath"
	"runtime"
	"slices"
	"sync"

	"golang.org/x/sync/errgroup"

	"recollect/engine/catalog"
	"recollect/engine/decode"
	"recollect/engine/photo"
	"recollect/engine/thumb"
)

// Group is photos that are the same, or look the same.
type Group = photo.Duplicates

// Member is a photo of a Group.
type Member = photo.Duplicate

// Kind says how alike the photos of a Group are.
type Kind = photo.DuplicateKind

// The kinds.
const (
	Exact = photo.DuplicateExact
	Near  = photo.DuplicateNear
	Shots = photo.DuplicateShots
)

// Options are the parts of a Service. All but May and Begin are needed.
type Options struct {
	Catalog *catalog.Catalog
	Thumbs  *thumb.Cache
	Budget  *decode.Budget
	// Dir is the folder of the library. What was compared is kept in its folder of indexes, so that the next Groups
	// costs what has changed since; empty: nothing is kept.
	Dir string
	Log *slog.Logger
	// May is called before Count looks for duplicates, which can wait, and may block; nil: it begins at once.
	May func(context.Context) error
	// Begin is called before Count compares a photo with others, and may block until a processor may be used; end is
	// called after that. nil: there is no bound. Groups, for which a person waits, has none.
	Begin func(context.Context) (end func(), err error)
}

// known returns the file in which it is kept what was compared.
func (o Options) known() string {
	if o.Dir == "" {
		return ""
	}
	return filepath.Join(o.Dir, "index", "look-alikes")
}

// Service finds duplicates in a library. Its methods may be called from any goroutine.
type Service struct {
	o      Options
	turn   chan struct{} // has room while nobody looks for groups
	mu     sync.Mutex
	memory *memory // of what Stacks compared
	hurry  func()  // has Count wait no longer for processors; nil: there was none
}

// New returns a Service for an open library.
func New(o Options) *Service { return &Service{o: o, turn: make(chan struct{}, 1)} }

// Groups returns the exact copies and near duplicates of the library, with shots also what was taken in bursts:
// by kind, then by the path of the photo to keep. It looks at photos that have been analysed; Waiting tells how
// many were not. The first time 100,000 photos take some seconds; afterwards it is what has changed that takes
// time. One call waits for another. Errors are the catalog's and ctx's.
func (s *Service) Groups(ctx context.Context, withShots bool) ([]Group, error) {
	s.mu.Lock()
	if s.hurry != nil {
		s.hurry()
	}
	s.mu.Unlock()
	return s.find(ctx, withShots, atOnce)
}

// atOnce is a begin of find that waits for nothing.
func atOnce(ctx context.Context) (end func(), err error) { return func() {}, ctx.Err() }

// find is Groups, with what is called before photos are compared, as Options.Begin.
func (s *Service) find(
	ctx context.Context, withShots bool, begin func(context.Context) (func(), error),
) ([]Group, error) {
	select {
	case s.turn <- struct{}{}:
		defer func() { <-s.turn }()
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	all, err := s.read(ctx)
	if err != nil {
		return nil, err
	}
	c := newComparer(s.sources(all.model))
	c.apart = all.apart
	links, err := all.links(ctx, c, begin)
	if err != nil {
		return nil, err
	}
	found := map[Kind][][]photo.ID{Exact: all.copies()}
	near, err := c.clusters(ctx, links, same)
	if err != nil {
		return nil, err
	}
	found[Near] = firsts(near)
	if withShots {
		links = slices.DeleteFunc(links, func(l link) bool { return l.relation != shots })
		bursts, err := c.clusters(ctx, links, shots)
		if err != nil {
			return nil, err
		}
		found[Shots] = firsts(bursts)
	}
	if err := all.keep(s.o.known(), c); err != nil {
		s.o.Log.Warn("duplicates are found anew the next time", "err", err)
	}
	groups, err := s.groups(ctx, all, found)
	if err == nil {
		of := all.basis
		of.Groups = len(groups) - countOf(groups, Shots)
		s.keepCount(of)
	}
	return groups, err
}

// groups describes what was found of each kind.
func (s *Service) groups(ctx context.Context, all *library, found map[Kind][][]photo.ID) ([]Group, error) {
	var ids []photo.ID
	for _, some := range found {
		ids = append(ids, slices.Concat(some...)...)
	}
	photos, err := s.o.Catalog.PhotosOf(ctx, ids)
	if err != nil {
		return nil, err
	}
	var groups []Group
	for _, kind := range []Kind{Exact, Near, Shots} {
		for _, some := range found[kind] {
			if g := all.group(kind, some, photos); len(g.Members) > 1 { // others have gone meanwhile
				groups = append(groups, g)
			}
		}
	}
	return groups, s.markSofter(ctx, groups)
}

// Waiting is how many photos that can be reached have not been looked at yet.
func (s *Service) Waiting(ctx context.Context) (int, error) {
	p, err := s.o.Catalog.Progress(ctx, catalog.LookKey)
	return p.Missing, err
}

// library is what is known of all contents.
type library struct {
	model    string // whose vectors are compared
	contents []*content
	by       map[photo.Hash]*content
	index    *index
	known    *known
	apart    map[[2]photo.Hash]bool // told apart by a person
	basis    counted                // what a number of its groups depends on
	fresh    []*content             // those that were not compared with all others
}

// read reads what the catalog has of all photos.
func (s *Service) read(ctx context.Context) (*library, error) {
	models, err := s.o.Catalog.Models(ctx)
	if err != nil {
		return nil, err
	}
	l := &library{model: models.Serving, by: map[photo.Hash]*content{}, known: readKnown(s.o.known(), models.Serving)}
	sum := newSumOf()
	err = s.o.Catalog.Looks(ctx, func(seen catalog.Seen) error {
		l.add(seen)
		sum.add(seen)
		return nil
	})
	if err != nil {
		return nil, err
	}
	if l.apart, err = s.o.Catalog.Apart(ctx); err != nil {
		return nil, err
	}
	l.basis = sum.with(l.apart, l.model)
	l.forget()
	return l, s.sketch(ctx, l)
}

func (l *library) add(seen catalog.Seen) *content {
	if c := l.by[seen.Hash]; c != nil {
		c.photos = append(c.photos, seen.ID)
		return c
	}
	c := newContent(seen)
	l.by[seen.Hash] = c
	l.contents = append(l.contents, c)
	return c
}

// mostNear is how many other contents one is compared with, the nearest by hash. It bounds the time where
// thousands of pictures are nearly the same, as those of a camera that watches a door.
const mostNear = 64

// links returns the links between contents: those that are known, and those of what is fresh.
func (l *library) links(
	ctx context.Context, c *comparer, begin func(context.Context) (func(), error),
) ([]link, error) {
	c.memory = &memory{model: l.model, alike: true, pairs: l.known.pairs}
	if len(l.fresh) > 0 && l.index == nil {
		l.index = newIndex(l.contents)
	}
	var mu sync.Mutex
	var links []link
	g, within := errgroup.WithContext(ctx)
	workers := runtime.GOMAXPROCS(0)
	for w := range workers {
		g.Go(func() error {
			for i := w; i < len(l.fresh); i += workers {
				end, err := begin(within)
				if err != nil {
					return err
				}
				some, err := c.linksOf(within, l.fresh[i], l.partners(l.fresh[i]))
				end()
				if err != nil {
					return err
				}
				mu.Lock()
				links = append(links, some...)
				mu.Unlock()
			}
			return nil
		})
	}
	if err := g.Wait(); err != nil {
		return nil, err
	}
	c.memory.alike = false // what clusters asks for is remembered either way
	return l.addKnown(ctx, c, links)
}

// partners returns the contents that a fresh one is compared with, of other fresh ones those whose hash is greater, so
// that each link comes once.
func (l *library) partners(a *content) []*content {
	return slices.DeleteFunc(l.nearest(a), func(b *content) bool {
		return b.fresh && bytes.Compare(a.hash[:], b.hash[:]) >= 0
	})
}

// linksOf returns the links of a content with others.
func (c *comparer) linksOf(ctx context.Context, a *content, others []*content) ([]link, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	var links []link
	for _, b := range others {
		k, err := c.compare(ctx, a, b)
		if err != nil {
			return nil, err
		}
		if k.relation != strangers {
			links = append(links, k)
		}
	}
	return links, nil
}

// nearest returns the contents that may be linked with a, the nearest by hash first.
func (l *library) nearest(a *content) []*content {
	var found [near + 1][]*content
	n := 0
	l.index.each(a.look, func(b *content, distance int) {
		if a != b && related(a, b) != strangers && !a.sketch.far(&b.sketch) {
			found[distance] = append(found[distance], b)
			n++
		}
	})
	if n == 0 {
		return nil
	}
	all := make([]*content, 0, min(n, mostNear))
	for _, some := range found {
		all = append(all, some[:min(len(some), mostNear-len(all))]...)
	}
	return all
}

// copies returns the photos of contents that several have, unless a person wants them all.
func (l *library) copies() (groups [][]photo.ID) {
	for _, c := range l.contents {
		if len(c.photos) > 1 && !l.apart[hashes(c, c)] {
			groups = append(groups, c.photos)
		}
	}
	return groups
}

// firsts returns a photo of each content of clusters. Which one group decides.
func firsts(clusters [][]*content) (groups [][]photo.ID) {
	for _, contents := range clusters {
		var ids []photo.ID
		for _, c := range contents {
			ids = append(ids, c.photos...)
		}
		groups = append(groups, ids)
	}
	slices.SortFunc(groups, func(a, b []photo.ID) int { return cmp.Compare(slices.Min(a), slices.Min(b)) })
	return groups
}

// sources reads vectors from the catalog, and pictures from the cache of thumbnails or, where that has none, the
// photos.
func (s *Service) sources(model string) sources {
	return sources{
		vector: func(ctx context.Context, h photo.Hash) (photo.Vector, error) {
			return s.o.Catalog.VectorBy(ctx, model, h)
		},
		tile: func(ctx context.Context, c *content) (*image.RGBA, error) {
			if img, err := s.o.Thumbs.Get(ctx, c.hash, thumb.Small); err == nil || ctx.Err() != nil {
				return img, ctx.Err()
			}
			for _, id := range c.photos {
				if img := s.decode(ctx, id, c.hash); img != nil {
					return img, nil
				}
			}
			return nil, ctx.Err()
		},
	}
}

// decode returns a small picture of a photo from its file; nil if that is away, or has another content by now.
func (s *Service) decode(ctx context.Context, id photo.ID, want photo.Hash) *image.RGBA {
	p, err := s.o.Catalog.Photo(ctx, id)
	if err != nil || p.Away {
		return nil
	}
	pic, err := decode.File(ctx, p.File, decode.Options{LongPx: thumb.Small, Budget: s.o.Budget})
	if err != nil || pic.Hash != want {
		return nil
	}
	return pic.OnScreen(thumb.Small)
}
