package duplicates

import (
	"context"
	"errors"

	"recollect/engine/catalog"
	"recollect/engine/photo"
)

// fewFresh is how many fresh contents have only the vectors read of what is near them: those of all take longer
// to read than these to find one by one.
const fewFresh = 50

// forget drops what is known of contents that are gone, and finds those that are fresh.
func (l *library) forget() {
	for p := range l.known.pairs {
		if l.by[p[0]] == nil || l.by[p[1]] == nil {
			delete(l.known.pairs, p)
		}
	}
	for _, c := range l.contents {
		if c.fresh = !l.known.contents[c.fingerprint()]; c.fresh {
			l.fresh = append(l.fresh, c)
		}
	}
}

// sketch sets the sketches of the contents that fresh ones may be linked with.
func (s *Service) sketch(ctx context.Context, l *library) error {
	if len(l.fresh) == 0 {
		return nil
	}
	if len(l.fresh) > fewFresh {
		of := make(map[photo.ID]*content, len(l.contents))
		for _, c := range l.contents {
			for _, id := range c.photos {
				of[id] = c
			}
		}
		return s.o.Catalog.Vectors(ctx, l.model, func(id photo.ID, v photo.Vector, _ []float32) error {
			if c := of[id]; c != nil && c.sketch.size == 0 {
				c.sketch = sketchOf(v)
			}
			return nil
		})
	}
	l.index = newIndex(l.contents)
	some := map[*content]bool{}
	for _, c := range l.fresh {
		some[c] = true
		l.index.each(c.look, func(b *content, _ int) {
			if related(c, b) != strangers {
				some[b] = true
			}
		})
	}
	for c := range some {
		v, err := s.o.Catalog.VectorBy(ctx, l.model, c.hash)
		switch {
		case err == nil:
			c.sketch = sketchOf(v)
		case !errors.Is(err, catalog.ErrNotFound):
			return err
		}
	}
	return nil
}

// addKnown adds to links those of pairs that are known to be alike.
func (l *library) addKnown(ctx context.Context, c *comparer, links []link) ([]link, error) {
	has := make(map[[2]photo.Hash]bool, len(links))
	for _, k := range links {
		has[hashes(k.a, k.b)] = true
	}
	for p, likeness := range l.known.pairs {
		if likeness < leastLikeness || has[p] {
			continue
		}
		k, err := c.compare(ctx, l.by[p[0]], l.by[p[1]])
		if err != nil {
			return nil, err
		}
		if k.relation != strangers {
			links = append(links, k)
		}
	}
	return links, ctx.Err()
}

// keep writes what is known by now. Contents that have no vector or no picture yet are compared again.
func (l *library) keep(path string, c *comparer) error {
	changed := c.memory.news || len(l.fresh) > 0 || len(l.known.contents) != len(l.contents)
	if path == "" || !changed {
		return nil
	}
	next := newKnown(l.model)
	next.pairs = l.known.pairs
	for _, x := range l.contents {
		if seen := !x.fresh || x.sketch.size > 0; seen && !c.unseen[x.hash] {
			next.contents[x.fingerprint()] = true
		}
	}
	return next.write(path)
}
