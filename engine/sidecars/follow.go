package sidecars

import (
	"context"
	"errors"
	"time"

	"recollect/engine/photo"
)

// The paces of Follow.
const (
	lookEvery  = time.Second     // for what was said
	laterEvery = 5 * time.Minute // for sidecars that could not be written
	chunk      = 500             // photos at a time
)

// Follow writes sidecars by themselves, while that is on, until ctx ends: of all photos at first, then of those that
// change. What another program has changed is left, and is a conflict. warn is told what goes wrong; it is tried
// again later.
func (s *Service) Follow(ctx context.Context, warn func(error)) {
	tick := time.NewTicker(lookEvery)
	defer tick.Stop()
	s.tell()
	was := s.On()
	var again time.Time // when what could not be written is tried again
	var wait time.Time  // until when nothing is tried
	for {
		on := s.On()
		if s.reload() || on != was { // by another process
			s.tell()
		}
		was = on
		now := time.Now()
		if on && !now.Before(wait) {
			late := !now.Before(again)
			if late {
				again = now.Add(laterEvery)
			}
			err := s.catchUp(ctx, late)
			if err != nil && ctx.Err() == nil && !errors.Is(err, ErrInUse) {
				warn(err)
				wait = now.Add(laterEvery)
			}
		}
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
	}
}

// catchUp writes the sidecars of all photos that have changed and, if late is set, of those that could not be written
// before.
func (s *Service) catchUp(ctx context.Context, late bool) error {
	s.mu.Lock()
	since, ids := s.kept.Sequence, []photo.ID(nil)
	if late {
		ids = append(ids, s.kept.Later...)
	}
	s.mu.Unlock()
	seq, err := s.Catalog.Sequence(ctx)
	if err != nil {
		return err
	}
	if seq != since {
		var more []photo.ID
		if more, seq, err = s.Catalog.ForSidecars(ctx, since); err != nil {
			return err
		}
		ids = append(ids, more...)
	}
	if len(ids) > 0 {
		defer s.step(0, 0)
	}
	for from := 0; from < len(ids); from += chunk {
		s.step(from, len(ids))
		if err := s.writeNow(ctx, ids[from:min(from+chunk, len(ids))]); err != nil || !s.On() {
			return err
		}
	}
	if seq == since {
		return nil
	}
	return s.reached(seq, len(ids) > 0)
}

// writeNow writes the sidecars of photos, while that is on.
func (s *Service) writeNow(ctx context.Context, ids []photo.ID) error {
	unlock, err := s.lock()
	if err != nil {
		return err
	}
	defer unlock()
	if err := s.finish(); err != nil || !s.On() {
		return err
	}
	_, err = s.write(ctx, ids, false)
	return err
}

// step tells how many of how many photos are done.
func (s *Service) step(done, total int) {
	s.mu.Lock()
	s.progress.done, s.progress.total = done, total
	s.mu.Unlock()
	s.tell()
}

// reached records up to where all that is said was written. Where nothing was written the
// number stays in memory: after a restart looking again costs little.
func (s *Service) reached(seq int64, keep bool) error {
	if !keep {
		s.mu.Lock()
		s.kept.Sequence = seq
		s.mu.Unlock()
		return nil
	}
	unlock, err := s.lock()
	if err != nil {
		return err
	}
	defer unlock()
	if !s.On() {
		return nil
	}
	return s.change(func(k *kept) { k.Sequence = seq })
}
