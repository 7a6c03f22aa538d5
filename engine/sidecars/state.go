package sidecars

import (
	"context"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"time"

	"recollect/engine/catalog/store"
	"recollect/engine/durable"
	"recollect/engine/file"
	"recollect/engine/photo"
)

// kept is what the library keeps about its sidecars, in a file. All of it but Written can be found again by comparing
// all sidecars: a file that cannot be read is as good as none.
type kept struct {
	// Sequence is the catalog's, up to which all that is said was written.
	Sequence  int64      `json:"sequence"`
	Written   int        `json:"written"`   // since they are written by themselves
	Conflicts []photo.ID `json:"conflicts"` // photos that have some, by ID
	Later     []photo.ID `json:"later"`     // photos that could not be written, by ID
}

// progress is what is known while the program runs.
type progress struct {
	done, total int
	trouble     error // of the last photo that could not be written
}

// stamp tells versions of a file apart.
type stamp struct {
	size int64
	time time.Time
}

func stampOf(path string) stamp {
	info, err := os.Lstat(path)
	if err != nil {
		return stamp{}
	}
	return stamp{info.Size(), info.ModTime()}
}

// maxKept limits the file of kept: a million photos with conflicts have some megabytes.
const maxKept = 64 << 20

func (s *Service) keptPath() string { return filepath.Join(s.Library, "sidecars.kept") }

// switchPath is the file that is there while sidecars are written by themselves.
func (s *Service) switchPath() string { return filepath.Join(s.Library, "sidecars.on") }

// On reports whether sidecars are written by themselves.
func (s *Service) On() bool {
	_, err := os.Lstat(s.switchPath())
	return err == nil
}

// SetOn has sidecars written by themselves from now on, by Follow, or not any more. Those that are there stay.
func (s *Service) SetOn(_ context.Context, on bool) error {
	defer s.tell()
	switch {
	case on == s.On():
		return nil
	case !on:
		return os.Remove(s.switchPath())
	}
	unlock, err := s.lock()
	if err != nil {
		return err
	}
	defer unlock()
	if err := s.change(func(k *kept) { k.Sequence, k.Written = everything, 0 }); err != nil {
		return err
	}
	return durable.WriteFile(s.switchPath(), nil, 0o600)
}

// State says how far sidecars are written by themselves.
func (s *Service) State() photo.SidecarState {
	on := s.On()
	s.mu.Lock()
	defer s.mu.Unlock()
	st := photo.SidecarState{
		On: on, Done: s.progress.done, Total: s.progress.total, Written: s.kept.Written, Failed: len(s.kept.Later),
		Conflicts: len(s.kept.Conflicts),
	}
	if st.Failed > 0 {
		st.Trouble = s.progress.trouble
	}
	return st
}

// tell tells the state.
func (s *Service) tell() {
	if s.OnChange != nil {
		s.OnChange(s.State())
	}
}

// reload reads what another process has kept, and reports whether it has.
func (s *Service) reload() bool {
	now := stampOf(s.keptPath())
	s.mu.Lock()
	defer s.mu.Unlock()
	if now == s.seen {
		return false
	}
	s.seen = now
	s.kept = kept{Sequence: everything}
	data, err := file.Read(s.keptPath(), maxKept)
	if err != nil || json.Unmarshal(data, &s.kept) != nil {
		s.kept = kept{Sequence: everything}
	}
	return true
}

// change changes what is kept. The lock is held.
func (s *Service) change(how func(*kept)) error {
	s.reload()
	s.mu.Lock()
	k := s.kept
	s.mu.Unlock()
	k.Conflicts, k.Later = slices.Clone(k.Conflicts), slices.Clone(k.Later)
	how(&k)
	data, err := json.Marshal(k)
	if err != nil {
		return err
	}
	if err := durable.WriteFile(s.keptPath(), data, 0o600); err != nil {
		return err
	}
	s.mu.Lock()
	s.kept, s.seen = k, stampOf(s.keptPath())
	s.mu.Unlock()
	s.tell()
	return nil
}

// note keeps which of photos have conflicts and which could not be written. The lock is held.
func (s *Service) note(ids []photo.ID, results []Result) error {
	conflicts, later := map[photo.ID]bool{}, map[photo.ID]bool{}
	wrote := 0
	for _, r := range results {
		if r.Err != nil {
			later[r.ID] = true
			s.mu.Lock()
			s.progress.trouble = r.Err
			s.mu.Unlock()
		}
		if len(r.Conflicts) > 0 {
			conflicts[r.ID] = true
		}
		if r.Wrote {
			wrote++
		}
	}
	s.reload()
	s.mu.Lock()
	k := s.kept
	s.mu.Unlock()
	nowIn := among(k.Conflicts, ids, conflicts)
	nowLater := among(k.Later, ids, later)
	if wrote == 0 && slices.Equal(nowIn, k.Conflicts) && slices.Equal(nowLater, k.Later) {
		return nil
	}
	return s.change(func(k *kept) { k.Conflicts, k.Later, k.Written = nowIn, nowLater, k.Written+wrote })
}

// among returns a list without ids, but with those that hold, by ID.
func among(list, ids []photo.ID, hold map[photo.ID]bool) []photo.ID {
	asked := make(map[photo.ID]bool, len(ids))
	for _, id := range ids {
		asked[id] = true
	}
	rest := slices.DeleteFunc(slices.Clone(list), func(id photo.ID) bool { return asked[id] })
	for id := range hold {
		rest = append(rest, id)
	}
	slices.Sort(rest)
	return slices.Compact(rest)
}

// gone reports whether an error means that a photo is not in the library any more.
func gone(err error) bool { return errors.Is(err, store.ErrNotFound) }
