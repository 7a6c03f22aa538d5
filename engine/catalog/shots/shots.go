// Package shots decides which files are of one shot, a RAW file with its JPEG, a film with its live
// photo, and which of them is the lead. It writes nothing.
package shots

import (
	"hash/fnv"
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

// roleOf decides by the extension; all files but RAW files and films are stills.
func roleOf(path string) role {
	switch f, _ := format.Named(path); f.Role {
	case format.RAW:
		return raw
	case format.Film:
		return film
	}
	return still
}

// name returns the same for all files that may be of one shot: those of one folder whose names
// differ at most in case and extension.
func name(path string) string {
	dir, name := filepath.Split(path)
	stem := strings.TrimSuffix(name, filepath.Ext(name))
	if utf8.ValidString(stem) { // others would all become equal
		stem = strings.ToLower(stem)
	}
	return dir + stem
}

// Of returns a hash by which the files of one shot are found. Files of other shots seldom have the
// same. It is never 0.
func Of(path string) int64 {
	h := fnv.New64a()
	h.Write([]byte(name(path)))
	return max(1, int64(h.Sum64()>>1))
}

// Member is what must be known of a file to decide whom it is shown with.
type Member struct {
	ID      photo.ID
	Path    string
	State   record.State
	Problem bool // that the user must learn of, whatever the file belongs to
	Lead    photo.ID
	Shot    int64 // as stored; Scan does not set it
	Taken   photo.Moment
}

// Scan reads a row of Query.
func Scan(row store.Scanner) (Member, error) {
	var (
		m      Member
		taken  int64
		offset *int
		from   photo.Source
	)
	err := row.Scan(&m.ID, &m.Path, &m.State, &m.Problem, &m.Lead, &taken, &offset, &from)
	m.Taken = record.Moment(taken, offset, from)
	return m, err
}

// Query finds what Scan reads, to be followed by a condition. The dates are those of the files.
const Query = `
	SELECT p.id, p.path, p.state, coalesce(r.kind, '-') = '', p.lead, coalesce(o.taken_ns, p.taken_ns),
		iif(o.photo_id IS NULL, p.taken_offset_s, o.taken_offset_s), coalesce(o.taken_from, p.taken_from)
	FROM photos p LEFT JOIN problems r ON r.photo_id = p.id LEFT JOIN originals o ON o.photo_id = p.id `

// Leads returns for every file of one shot, in any order, which photo it is shown with; 0: none. A
// RAW file is shown with the first picture beside it that can be shown, by path, unless their dates
// show that they are two shots. A film is shown with such a picture too, or else with the RAW file.
// A lead follows none.
func Leads(shot []Member) map[photo.ID]photo.ID {
	shot = slices.SortedFunc(slices.Values(shot), func(a, b Member) int { return strings.Compare(a.Path, b.Path) })
	to := make(map[photo.ID]photo.ID, len(shot))
	for _, follower := range []role{raw, film} {
		for _, f := range shot {
			if roleOf(f.Path) == follower && !f.Problem {
				to[f.ID] = leadOf(f, follower, shot, to)
			}
		}
	}
	return to
}

// leadOf returns the photo that f, of a role that follows, is shown with. to has the leads of the
// files before it.
func leadOf(f Member, follower role, shot []Member, to map[photo.ID]photo.ID) photo.ID {
	for leader := still; leader < follower; leader++ {
		for _, m := range shot {
			if roleOf(m.Path) == leader && m.State != record.Broken && to[m.ID] == 0 && together(m.Taken, f.Taken) {
				return m.ID
			}
		}
	}
	return 0
}

// together reports whether two dates may be those of one shot. Only cameras' own are compared, by
// their wall clocks: one file may know the offset, the other not.
func together(a, b photo.Moment) bool {
	return !byCamera(a) || !byCamera(b) || Wall(a).Sub(Wall(b)).Abs() <= sameShot
}

func byCamera(m photo.Moment) bool { return m.From == photo.FromExif || m.From == photo.FromCreated }

// Wall is the time on the clock, as UTC.
func Wall(m photo.Moment) time.Time {
	_, seconds := m.Zone()
	return m.Add(time.Duration(seconds) * time.Second).UTC()
}

// Group groups the files of one shot. Their numbers in the catalog are not enough: two shots may
// have the same.
func Group(all []Member) map[string][]Member {
	shots := map[string][]Member{}
	for _, m := range all {
		name := name(m.Path)
		shots[name] = append(shots[name], m)
	}
	return shots
}

// WithCompanions finds the photos in the list ?1 and the files that are shown with them.
const WithCompanions = `(SELECT value FROM json_each(?1)
	UNION SELECT p.id FROM json_each(?1) l CROSS JOIN photos lead ON lead.id = l.value AND lead.shot <> 0
		CROSS JOIN photos p ON p.shot = lead.shot AND p.lead = lead.id)`
