package duplicates

import (
	"context"
	"encoding/binary"
	"encoding/json"
	"hash/fnv"
	"path/filepath"

	"recollect/engine/catalog"
	"recollect/engine/durable"
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
	groups, err := s.Groups(ctx, false)
	return len(groups), err
}

// basis returns what a number of groups depends on, as it is now, without the number. It reads a row of each photo that
// was looked at, since one may have another content by now, and compares nothing.
func (s *Service) basis(ctx context.Context) (counted, error) {
	of := counted{Version: countedVersion}
	h, row := fnv.New64a(), []byte(nil)
	err := s.o.Catalog.Looks(ctx, func(p catalog.Seen) error {
		of.Photos++
		row = binary.LittleEndian.AppendUint64(append(row[:0], p.Hash[:]...), uint64(p.ID))
		row = binary.LittleEndian.AppendUint64(row, uint64(p.Look))
		row = binary.LittleEndian.AppendUint64(row, uint64(p.Taken.Time.UnixNano()))
		row = append(append(row, p.Taken.From...), 0)
		h.Write(append(append(row, p.Camera...), 0))
		return nil
	})
	if err != nil {
		return of, err
	}
	of.Sum = h.Sum64()
	apart, err := s.o.Catalog.Apart(ctx)
	if err != nil {
		return of, err
	}
	for pair := range apart { // in any order
		h := fnv.New64a()
		h.Write(pair[0][:])
		h.Write(pair[1][:])
		of.Pairs ^= h.Sum64()
	}
	models, err := s.o.Catalog.Models(ctx)
	of.Apart, of.Model = len(apart), models.Serving
	return of, err
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
