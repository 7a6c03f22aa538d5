package duplicates

import (
	"context"
	"encoding/binary"
	"encoding/json"
	"hash"
	"hash/fnv"
	"path/filepath"

	"recollect/engine/catalog"
	"recollect/engine/durable"
	"recollect/engine/photo"
)

// counted is how many groups Groups has found, and of what. It is kept in a file, so that a number can be told without
// looking for duplicates. The file is a cache: whatever is wrong with it makes the next Count look for them.
type counted struct {
	Version int    `json:"version"` // of the format, 1
	Groups  int    `json:"groups"`
	Photos  int    `json:"photos"` // that had been looked at
	Sum     uint64 `json:"sum"`    // of what was compared of them
	Apart   int    `json:"apart"`  // pairs that were told apart by a person
	Pairs   uint64 `json:"pairs"`  // the sum of these
	Model   string `json:"model"`  // whose vectors were compared
}

const (
	countedVersion = 1
	mostCounted    = 4096 // bytes of the file
)

// Count returns how many groups of duplicates Groups finds without shots. It looks for them only if, since the last
// time, what is compared of any photo has changed, or what was told apart, or the model; before that it waits for May.
func (s *Service) Count(ctx context.Context) (int, error) {
	now, err := s.basis(ctx)
	if err != nil {
		return 0, err
	}
	if kept, ok := s.keptCount(); ok {
		now.Groups = kept.Groups
		if kept == now {
			return kept.Groups, nil
		}
	}
	if s.o.May != nil {
		if err := s.o.May(ctx); err != nil {
			return 0, err
		}
	}
	begin, done := s.patiently(ctx)
	defer done()
	groups, err := s.find(ctx, false, begin)
	return len(groups), err
}

// patiently returns Begin as long as nobody calls Groups, who would wait for this: from then on it waits for nothing.
func (s *Service) patiently(ctx context.Context) (begin func(context.Context) (func(), error), done func()) {
	if s.o.Begin == nil {
		return atOnce, func() {}
	}
	patience, hurry := context.WithCancel(ctx)
	s.mu.Lock()
	s.hurry = hurry
	s.mu.Unlock()
	return func(ctx context.Context) (func(), error) {
		waiting, cancel := context.WithCancel(ctx)
		defer context.AfterFunc(patience, cancel)()
		defer cancel()
		end, err := s.o.Begin(waiting)
		if err != nil && patience.Err() != nil {
			return atOnce(ctx)
		}
		return end, err
	}, hurry
}

// basis returns what a number of groups depends on, as it is now, without the number. It reads a row of each photo that
// was looked at, since one may have another content by now, and compares nothing.
func (s *Service) basis(ctx context.Context) (counted, error) {
	sum := newSumOf()
	err := s.o.Catalog.Looks(ctx, func(p catalog.Seen) error {
		sum.add(p)
		return nil
	})
	if err != nil {
		return counted{}, err
	}
	apart, err := s.o.Catalog.Apart(ctx)
	if err != nil {
		return counted{}, err
	}
	models, err := s.o.Catalog.Models(ctx)
	return sum.with(apart, models.Serving), err
}

// sumOf computes a basis while photos are read.
type sumOf struct {
	photos int
	hash   hash.Hash64
	row    []byte // memory to use again
}

func newSumOf() *sumOf { return &sumOf{hash: fnv.New64a()} }

func (s *sumOf) add(p catalog.Seen) {
	s.photos++
	s.row = binary.LittleEndian.AppendUint64(append(s.row[:0], p.Hash[:]...), uint64(p.ID))
	s.row = binary.LittleEndian.AppendUint64(s.row, uint64(p.Look))
	_, offset := p.Taken.Zone()
	s.row = binary.LittleEndian.AppendUint64(s.row, uint64(p.Taken.UnixNano()))
	s.row = binary.LittleEndian.AppendUint32(s.row, uint32(offset))
	s.row = append(append(s.row, p.Taken.From...), byte(number(p.Taken.Doubtful)))
	s.row = append(append(s.row, p.Camera...), 0)
	s.hash.Write(s.row)
}

// with returns the basis of the photos with what was told apart and the model.
func (s *sumOf) with(apart map[[2]photo.Hash]bool, model string) counted {
	of := counted{
		Version: countedVersion, Photos: s.photos, Sum: s.hash.Sum64(), Apart: len(apart), Model: model,
	}
	for pair := range apart { // in any order
		h := fnv.New64a()
		h.Write(pair[0][:])
		h.Write(pair[1][:])
		of.Pairs ^= h.Sum64()
	}
	return of
}

func (s *Service) countPath() string {
	if s.o.Dir == "" {
		return ""
	}
	return filepath.Join(s.o.Dir, "index", "duplicates")
}

// keptCount returns the number that was kept last, if there is one.
func (s *Service) keptCount() (c counted, ok bool) {
	path := s.countPath()
	if path == "" {
		return c, false
	}
	data, err := readOwn(path, mostCounted)
	if err != nil || json.Unmarshal(data, &c) != nil {
		return counted{}, false
	}
	return c, c.Version == countedVersion && c.Groups >= 0
}

// keepCount keeps a number. Where that fails, the next Count looks for duplicates again.
func (s *Service) keepCount(c counted) {
	path := s.countPath()
	if kept, ok := s.keptCount(); path == "" || ok && kept == c {
		return
	}
	data, err := json.Marshal(c)
	if err == nil {
		err = durable.WriteFile(path, data, 0o600)
	}
	if err != nil {
		s.o.Log.Debug("duplicates are counted anew the next time", "err", err)
	}
}

// countOf returns how many groups are of a kind.
func countOf(groups []Group, k Kind) (n int) {
	for _, g := range groups {
		if g.Kind == k {
			n++
		}
	}
	return n
}
