package catalog

import (
	"encoding/json"
	"errors"
	"fmt"
	"hash/fnv"
	"maps"
	"path/filepath"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"recollect/engine/catalog/record"
	"recollect/engine/catalog/store"
	"recollect/engine/format"
	"recollect/engine/photo"
)

// sameShot is how far the dates of two files of one shot may be apart: cameras
// write the second file a moment later.
const sameShot = 2 * time.Second

// role is what a file may be to others of its shot.
type role int

const (
	still role = iota // leads
	raw               // follows a still, else leads
	film              // follows one of the others
)

// roleOf tells by the extension; all files but RAW files and films are stills.
func roleOf(path string) role {
	switch f, _ := format.Named(path); f.Role {
	case format.RAW:
		return raw
	case format.Film:
		return film
	}
	return still
}

// shotName is the same for files that may be of one shot: those of one folder
// whose names differ in case and extension at most.
func shotName(path string) string {
	dir, name := filepath.Split(path)
	stem := strings.TrimSuffix(name, filepath.Ext(name))
	if utf8.ValidString(stem) { // others would all become alike
		stem = strings.ToLower(stem)
	}
	return dir + stem
}

// shotOf is the number that stands for path's shotName in the record. Others
// may have the same, seldom; it is never 0.
func shotOf(path string) int64 {
	h := fnv.New64a()
	h.Write([]byte(shotName(path)))
	return max(1, int64(h.Sum64()>>1))
}

// member is what must be known of a file to tell whom it is shown with.
type member struct {
	id      photo.ID
	path    string
	state   state
	problem bool // one that the user should be told of, whatever the file belongs to
	lead    photo.ID
	shot    int64 // only where it is to be compared with that of the path
	taken   photo.Moment
	hash    []byte
}

func scanMember(row store.Scanner) (member, error) {
	var (
		m      member
		taken  int64
		offset *int
		from   photo.Source
	)
	err := row.Scan(&m.id, &m.path, &m.state, &m.problem, &m.lead, &taken, &offset, &from, &m.hash)
	m.taken = record.Moment(taken, offset, from)
	return m, err
}

// memberQuery finds what scanMember reads.
const memberQuery = `
	SELECT p.id, p.path, p.state, coalesce(r.kind, '-') = '', p.lead, p.taken_ns, p.taken_offset_s, p.taken_from, p.hash
	FROM photos p LEFT JOIN problems r ON r.photo_id = p.id `

// leads tells for every file of one shot, in any order, which photo it is shown
// with; 0: none. A RAW file is shown with the first picture beside it that can be
// shown, by path, unless their dates say that they are two shots. A film is
// shown with such a picture too, or else with the RAW file. Whoever leads follows none.
func leads(shot []member) map[photo.ID]photo.ID {
	shot = slices.SortedFunc(slices.Values(shot), func(a, b member) int { return strings.Compare(a.path, b.path) })
	to := make(map[photo.ID]photo.ID, len(shot))
	for _, follower := range []role{raw, film} {
		for _, f := range shot {
			if roleOf(f.path) == follower && !f.problem {
				to[f.id] = leadOf(f, follower, shot, to)
			}
		}
	}
	return to
}

// leadOf is the photo that f, of a role that follows, is shown with. Those that
// come before it have theirs in to.
func leadOf(f member, follower role, shot []member, to map[photo.ID]photo.ID) photo.ID {
	for leader := still; leader < follower; leader++ {
		for _, m := range shot {
			if roleOf(m.path) == leader && m.state != broken && to[m.id] == 0 && together(m.taken, f.taken) {
				return m.id
			}
		}
	}
	return 0
}

// together reports whether two dates may be those of one shot. Only cameras' own
// are compared, by their wall clocks: one file may know the offset, the other not.
func together(a, b photo.Moment) bool {
	return !byCamera(a) || !byCamera(b) || wall(a).Sub(wall(b)).Abs() <= sameShot
}

func byCamera(m photo.Moment) bool { return m.From == photo.FromExif || m.From == photo.FromCreated }

// wall is what the clock showed, as UTC.
func wall(m photo.Moment) time.Time {
	_, seconds := m.Zone()
	return m.Add(time.Duration(seconds) * time.Second).UTC()
}

// Regrouped tells whom a transaction took out of the grid and whom it put there again.
type Regrouped struct {
	Hidden []photo.ID // shown by themselves before, with another photo by now
	// Shown by themselves again: those whose content the model that serves knows, with
	// their vectors. Others are waiting.
	Shown map[photo.ID]photo.Vector
}

// Regroup decides anew which files are shown together, where that may have
// changed since the transaction began or Regroup was called last. Update calls
// it at the end for who does not want to know.
func (t *Tx) Regroup() (Regrouped, error) {
	out := Regrouped{Shown: map[photo.ID]photo.Vector{}}
	if len(t.touched) == 0 && len(t.returned) == 0 {
		return out, nil
	}
	touched, err := json.Marshal(slices.Collect(maps.Keys(t.touched)))
	if err != nil {
		return out, err
	}
	members, err := store.Collect(t.ctx, t.sql, scanMember, memberQuery+`WHERE p.shot IN (SELECT value FROM json_each(?))`, string(touched))
	if err != nil {
		return out, err
	}
	for _, shot := range byShot(members) {
		to := leads(shot)
		for _, m := range shot {
			if err := t.follow(m, to[m.id], &out); err != nil {
				return out, err
			}
		}
	}
	if err := t.welcome(&out); err != nil {
		return out, err
	}
	t.touched, t.returned = nil, nil
	return out, nil
}

// welcome tells out which photos are back and shown by themselves.
func (t *Tx) welcome(out *Regrouped) error {
	ids, err := json.Marshal(t.returned)
	if err != nil || len(t.returned) == 0 {
		return err
	}
	back, err := store.Collect(t.ctx, t.sql, scanMember, memberQuery+`WHERE p.lead = 0 AND p.state = 1 AND p.id IN (SELECT value FROM json_each(?))`, string(ids))
	if err != nil {
		return err
	}
	for _, m := range back {
		if err := t.show(m, out); err != nil {
			return fmt.Errorf("%s, which is back: %w", m.path, err)
		}
	}
	return nil
}

// byShot puts files of one shot together. Their numbers in the record alone do
// not tell: those of two shots may be the same.
func byShot(all []member) map[string][]member {
	shots := map[string][]member{}
	for _, m := range all {
		name := shotName(m.path)
		shots[name] = append(shots[name], m)
	}
	return shots
}

// follow records that m is shown with the photo lead, and tells out.
func (t *Tx) follow(m member, lead photo.ID, out *Regrouped) error {
	if m.lead == lead {
		return nil
	}
	if err := t.exec(`UPDATE photos SET lead = ? WHERE id = ?`, lead, m.id); err != nil {
		return err
	}
	switch {
	case m.lead == 0:
		out.Hidden = append(out.Hidden, m.id)
		return nil
	case lead != 0 || m.state != encoded:
		return nil
	}
	if err := t.show(m, out); err != nil {
		return fmt.Errorf("%s, shown by itself again: %w", m.path, err)
	}
	return nil
}

// show tells out of a photo whose content the model that serves knows.
func (t *Tx) show(m member, out *Regrouped) error {
	serving, err := t.value(modelKey)
	if err != nil {
		return err
	}
	v, err := vector(t.ctx, t.sql, serving, m.hash)
	if errors.Is(err, ErrNotFound) {
		return nil
	}
	out.Shown[m.id] = v
	return err
}

// touch remembers a shot for Regroup; 0 is that of a photo whose shot is not known.
func (t *Tx) touch(shot int64) {
	if shot == 0 {
		return
	}
	if t.touched == nil {
		t.touched = map[int64]bool{}
	}
	t.touched[shot] = true
}
