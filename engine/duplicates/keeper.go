package duplicates

import (
	"cmp"
	"path/filepath"
	"slices"
	"strings"

	"recollect/engine/photo"
)

// Reason is what a photo is better in than others of its group.
type Reason = photo.Advantage

// The reasons, the most important first.
const (
	Reachable  = photo.AdvantageReachable
	Whole      = photo.AdvantageWhole
	Resolution = photo.AdvantageResolution
	Original   = photo.AdvantageOriginal
	Metadata   = photo.AdvantageMetadata
	Date       = photo.AdvantageDate
	Bytes      = photo.AdvantageBytes
)

// ranking is how members are compared, in the order of the reasons: the greater is the better.
var ranking = []struct {
	reason Reason
	of     func(*Member) int64
}{
	{Reachable, func(m *Member) int64 { return number(!m.Away) }},
	{Whole, func(m *Member) int64 { return number(!m.Damaged) }},
	{Resolution, func(m *Member) int64 { return pixels(m) }},
	{Original, func(m *Member) int64 { return number(m.Original) }},
	{Metadata, func(m *Member) int64 { return int64(m.Metadata) }},
	{Date, func(m *Member) int64 { return -int64(trust(m.Taken)) }},
	{Bytes, func(m *Member) int64 { return m.Size }},
}

func number(is bool) int64 {
	if is {
		return 1
	}
	return 0
}

func pixels(m *Member) int64 { return int64(m.WidthPx) * int64(m.HeightPx) }

// sources of dates, the most trusted first.
var trusted = []photo.Source{
	photo.FromPerson, photo.FromExif, photo.FromCreated, photo.FromXMP, photo.FromIPTC, photo.FromPNG,
	photo.FromTakeout, photo.FromGPS, photo.FromName, photo.FromModified, photo.FromModTime,
}

// trust is the place of a date's source among all; a doubtful date comes last.
func trust(m photo.Moment) int {
	at := slices.Index(trusted, m.From)
	if m.Doubtful || at < 0 {
		return len(trusted)
	}
	return at
}

// group describes photos. Of those with equal content it has the best, unless kind is Exact; then each file is
// there once.
func (l *library) group(kind Kind, ids []photo.ID, photos map[photo.ID]photo.Photo) Group {
	g := Group{Kind: kind}
	for _, id := range ids {
		p, ok := photos[id]
		if !ok {
			continue
		}
		m := newMember(p)
		if c := l.by[p.Hash]; c != nil {
			m.Copies = len(c.photos)
		}
		g.Members = append(g.Members, m)
	}
	slices.SortFunc(g.Members, better)
	if kind == Exact {
		g.Members = files(g.Members)
	} else {
		g.Members = firstOfEach(g.Members, func(m Member) photo.Hash { return m.Hash })
	}
	g.Reasons = reasons(g.Members)
	return g
}

// files drops members that are one file under another path, by a hard link or because a drive can be reached in two
// ways: who removes such a copy may lose both.
func files(members []Member) []Member {
	return firstOfEach(members, func(m Member) string { return cmp.Or(m.Identity, m.Path) })
}

// firstOfEach returns the first of the members that have the same key.
func firstOfEach[K comparable](members []Member, key func(Member) K) []Member {
	seen := map[K]bool{}
	return slices.DeleteFunc(members, func(m Member) bool {
		was := seen[key(m)]
		seen[key(m)] = true
		return was
	})
}

func newMember(p photo.Photo) Member {
	return Member{Photo: p, Copies: 1, Metadata: Richness(p), Original: original(p)}
}

// better is the order of members: the one to keep first. Where nothing else tells them apart, it is the one whose
// name looks less like that of a copy, then the shorter path.
func better(a, b Member) int {
	for _, r := range ranking {
		if c := cmp.Compare(r.of(&b), r.of(&a)); c != 0 {
			return c
		}
	}
	return cmp.Or(cmp.Compare(number(copied(a.Path)), number(copied(b.Path))), cmp.Compare(len(a.Path), len(b.Path)),
		strings.Compare(a.Path, b.Path))
}

// reasons returns in what the first of members is better than some of them, and worse than none.
func reasons(members []Member) []Reason {
	var all []Reason
	for _, r := range ranking {
		if len(members) == 0 {
			break
		}
		first, least, most := r.of(&members[0]), r.of(&members[0]), r.of(&members[0])
		for i := range members {
			least, most = min(least, r.of(&members[i])), max(most, r.of(&members[i]))
		}
		if first == most && most > least {
			all = append(all, r.reason)
		}
	}
	return all
}

// Richness is how many of the facts are known that a camera or a person writes with a photo.
func Richness(p photo.Photo) int {
	m := p.Meta
	known := []bool{
		trust(p.Taken) < slices.Index(trusted, photo.FromName), p.Camera != "", m.Lens != "", m.ExposureSeconds > 0,
		m.FNumber > 0, m.ISO > 0, m.FocalMM > 0, m.Place != nil, m.Rating != 0, m.Label != "", m.Title != "",
		m.Caption != "",
	}
	n := len(m.Keywords) + len(m.People)
	for _, is := range known {
		if is {
			n++
		}
	}
	return n
}

// original reports whether a photo is the camera's own file, as far as its metadata and its name tell: it has
// the camera and the date of the shot, or one that a person has set in place of it, and does not call itself edited.
func original(p photo.Photo) bool {
	name := strings.ToLower(filepath.Base(p.Path))
	dated := byCamera(p.Taken) || p.Taken.From == photo.FromPerson
	return dated && p.Camera != "" && !strings.Contains(name, "edit")
}

// copied reports whether a name looks like that of a copy: "a (1).jpg", "a - Copy.jpg".
func copied(path string) bool {
	name := strings.ToLower(filepath.Base(path))
	name = strings.TrimSuffix(name, filepath.Ext(name))
	return strings.HasSuffix(name, "copy") || strings.HasSuffix(name, ")")
}
