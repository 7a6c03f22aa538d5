package sidecars

import (
	"context"
	"errors"
	"slices"

	"recollect/engine/photo"
	"recollect/engine/sidecar"
)

// Conflicts returns up to n photos that have conflicts, from the one at an index on, by ID, with all their sidecars
// that have some, and how many there are. Each is compared anew: one that has none any more is not one of them.
func (s *Service) Conflicts(ctx context.Context, from, n int) (page []photo.Differing, total int, err error) {
	unlock, err := s.lock()
	if err != nil {
		return nil, 0, err
	}
	defer unlock()
	if err := s.finish(); err != nil {
		return nil, 0, err
	}
	s.reload()
	for photos := 0; photos < n; {
		s.mu.Lock()
		all := s.kept.Conflicts
		s.mu.Unlock()
		if from+photos >= len(all) {
			break
		}
		ids := all[from+photos : min(from+n, len(all))]
		var settled []photo.ID
		for _, id := range ids {
			if ctx.Err() != nil {
				return nil, 0, ctx.Err()
			}
			d, unread, err := s.differing(ctx, id)
			if err != nil {
				return nil, 0, err
			}
			if len(d) == 0 && !unread {
				settled = append(settled, id)
				continue
			}
			page = append(page, d...)
			photos++
		}
		if len(settled) > 0 {
			err := s.change(func(k *kept) { k.Conflicts = among(k.Conflicts, settled, nil) })
			if err != nil {
				return nil, 0, err
			}
		}
	}
	return page, s.State().Conflicts, nil
}

// differing returns the sidecars of a photo that have conflicts, and whether some cannot be read at present. A photo
// that is not in the library any more has none.
func (s *Service) differing(ctx context.Context, id photo.ID) (all []photo.Differing, unread bool, err error) {
	p, said, err := s.said(ctx, id)
	if gone(err) {
		return nil, false, nil
	}
	if err != nil {
		return nil, false, err
	}
	paths, err := s.filesOf(ctx, p)
	if err != nil {
		return nil, false, err
	}
	beside := folders{}
	for _, path := range paths {
		r := Result{ID: id, Path: path}
		if _, _, err := r.plan(beside, said); err != nil {
			unread = true
		} else if len(r.Conflicts) > 0 {
			all = append(all, photo.Differing{Photo: p, Path: path, Sidecar: r.Sidecar, Conflicts: r.Conflicts})
		}
	}
	return all, unread, nil
}

// Settle settles conflicts: what the person says is written over what the sidecar says, or the person no longer says
// it. It returns of how many photos, and what undoes all of that. A sidecar that could not be written is an error
// after which others are settled, and may be undone.
func (s *Service) Settle(ctx context.Context, how []photo.Settlement) (
	n int, undo func(context.Context) error, err error,
) {
	unlock, err := s.lock()
	if err != nil {
		return 0, nil, err
	}
	defer unlock()
	if err := s.finish(); err != nil {
		return 0, nil, err
	}
	p := settling{Service: s, beside: folders{}, how: map[photo.ID][]photo.Settlement{}}
	if err := p.plan(ctx, how); err != nil {
		return 0, nil, err
	}
	failed, err := s.run(p.job)
	if err != nil {
		return 0, nil, err
	}
	back := func(context.Context) error { return nil }
	if len(p.yields) > 0 {
		if back, err = s.Yield(ctx, p.yields); err != nil {
			_, again := s.run(p.back)
			return 0, nil, errors.Join(err, again)
		}
	}
	for _, err = range failed {
		break
	}
	open := map[photo.ID]bool{}
	for _, id := range p.left {
		open[id] = true
	}
	for id := range p.settled {
		if slices.ContainsFunc(p.wrote[id], func(path string) bool { return failed[path] != nil }) {
			open[id] = true
		}
		if !open[id] {
			n++
		}
	}
	kept := s.change(func(k *kept) { k.Conflicts = among(k.Conflicts, p.ids, open) })
	return n, func(ctx context.Context) error { return s.unsettle(ctx, p, back) },
		errors.Join(err, kept)
}

// unsettle undoes what was settled.
func (s *Service) unsettle(ctx context.Context, p settling, back func(context.Context) error) error {
	unlock, err := s.lock()
	if err != nil {
		return err
	}
	defer unlock()
	if err := s.finish(); err != nil {
		return err
	}
	failed, err := s.run(p.back)
	for _, e := range failed {
		err = errors.Join(err, e)
	}
	err = errors.Join(err, back(ctx))
	open := map[photo.ID]bool{}
	for id := range p.settled {
		open[id] = true
	}
	return errors.Join(err, s.change(func(k *kept) { k.Conflicts = among(k.Conflicts, nil, open) }))
}

// settling is what is to be done to settle conflicts.
type settling struct {
	*Service
	beside folders
	how    map[photo.ID][]photo.Settlement // 0: of all photos

	ids       []photo.ID            // of the photos
	left      []photo.ID            // those that have conflicts still
	settled   map[photo.ID]bool     // those that have fewer
	wrote     map[photo.ID][]string // the sidecars that are written
	job, back []sidecar.Replacement // what is written, and what undoes that
	yields    []photo.Yield
}

// plan finds what is to be done.
func (p *settling) plan(ctx context.Context, how []photo.Settlement) error {
	p.wrote, p.settled = map[photo.ID][]string{}, map[photo.ID]bool{}
	for _, h := range how {
		p.how[h.ID] = append(p.how[h.ID], h)
		p.ids = append(p.ids, h.ID)
	}
	if len(p.how[0]) > 0 {
		p.mu.Lock()
		p.ids = slices.Clone(p.kept.Conflicts)
		p.mu.Unlock()
	}
	slices.Sort(p.ids)
	p.ids = slices.Compact(p.ids)
	for _, id := range p.ids {
		if ctx.Err() != nil {
			return ctx.Err()
		}
		if err := p.photo(ctx, id); err != nil && !gone(err) {
			return err
		}
	}
	return nil
}

// photo plans for one photo.
func (p *settling) photo(ctx context.Context, id photo.ID) error {
	ph, said, err := p.said(ctx, id)
	if err != nil {
		return err
	}
	paths, err := p.filesOf(ctx, ph)
	if err != nil {
		return err
	}
	y := photo.Yield{ID: id}
	yielded := map[string]bool{}
	open := false
	for _, path := range paths {
		f, err := p.beside.open(path)
		if err != nil { // as on a drive that is away
			open = true
			continue
		}
		keep := func(c photo.Conflict) bool {
			mine := p.mine(id, path, c) == 1
			if mine {
				p.settled[id] = true
			}
			return mine
		}
		c, rest := sidecar.PlanKeeping(f.Packet, said, keep)
		for _, conflict := range rest {
			if p.mine(id, path, conflict) == 0 {
				open = true
				continue
			}
			p.settled[id] = true
			p.yield(&y, yielded, f.Packet, conflict, path == ph.Path)
		}
		if c.Empty() {
			continue
		}
		r, ok, err := f.Merge(c)
		if err != nil {
			return err
		}
		if ok {
			p.job, p.back = append(p.job, r), append(p.back, f.Back(r))
			p.wrote[id] = append(p.wrote[id], r.Path)
		}
	}
	if len(yielded) > 0 {
		p.yields = append(p.yields, y)
	}
	if open {
		p.left = append(p.left, id)
	}
	return nil
}

// mine is 1 where what the person says holds, -1 where what the sidecar says does, and 0 where neither was said.
func (p *settling) mine(id photo.ID, path string, c photo.Conflict) int {
	for _, of := range []photo.ID{id, 0} {
		for _, h := range p.how[of] {
			switch {
			case !h.Of(id, path, c):
			case h.Mine:
				return 1
			default:
				return -1
			}
		}
	}
	return 0
}

// yield adds to y that what the sidecar says of a field holds. The library reads what a photo's own sidecar says; what
// that of a RAW file says is said by the person from now on.
func (p *settling) yield(y *photo.Yield, yielded map[string]bool, packet []byte, c photo.Conflict, own bool) {
	key := string(c.Field)
	if c.Field == photo.TagField {
		key += "/" + c.Said
	}
	if yielded[key] {
		return
	}
	yielded[key] = true
	switch {
	case c.Field == photo.TagField:
		y.Tags = append(y.Tags, c.Said)
	case own:
		y.Edit.AsInFile = append(y.Edit.AsInFile, c.Field)
	default:
		e := sidecar.Theirs(packet, c.Field)
		y.Edit.AsInFile = append(y.Edit.AsInFile, e.AsInFile...)
		y.Edit = joined(y.Edit, e)
	}
}

// joined returns an edit with the fields that another one sets.
func joined(a, b photo.Edit) photo.Edit {
	switch {
	case b.Rating != nil:
		a.Rating = b.Rating
	case b.Label != nil:
		a.Label = b.Label
	case b.Title != nil:
		a.Title = b.Title
	case b.Caption != nil:
		a.Caption = b.Caption
	case b.Taken != nil:
		a.Taken = b.Taken
	case b.Place != nil:
		a.Place = b.Place
	}
	return a
}
