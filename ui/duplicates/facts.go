package duplicates

import (
	"fmt"
	"path/filepath"
	"slices"
	"strings"

	"recollect/engine/photo"
	"recollect/ui/counts"
	"recollect/ui/details"
	"recollect/ui/phrases"
)

// fact is one detail of a photo. differs says that others of its group have another.
type fact struct {
	text    string
	differs bool
}

// facts returns what tells the photos of a group apart: the same number of facts for each, in the same order.
// Empty ones stand for nothing to say.
func facts(members []photo.Duplicate) [][]fact {
	all := make([][]fact, len(members))
	for i, m := range members {
		for _, text := range []string{
			filepath.Base(m.Path), folder(m.Path), pixels(m), strings.ToUpper(m.Format) + ", " + counts.Bytes(m.Size),
			taken(m.Taken), details.Source(m.Taken.From), place(m, members), metadata(m.Metadata), state(m),
		} {
			all[i] = append(all[i], fact{text: text})
		}
	}
	for k := range all[0] {
		for i := range all {
			if all[i][k].text != all[0][k].text {
				for j := range all {
					all[j][k].differs = true
				}
				break
			}
		}
	}
	return all
}

// folder returns where a file lies, short enough for a card: the last two folders.
func folder(path string) string {
	dir := filepath.Dir(path)
	above := filepath.Dir(dir)
	if up := filepath.Dir(above); up == above || filepath.Dir(up) == up {
		return dir
	}
	return filepath.Join("…", filepath.Base(above), filepath.Base(dir))
}

func pixels(m photo.Duplicate) string { return fmt.Sprintf("%d × %d", m.WidthPx, m.HeightPx) }

func taken(m photo.Moment) string { return phrases.Catalogue().Second(m.Time) }

// place says whether a photo has a place, and whether no other of its group has one.
func place(m photo.Duplicate, of []photo.Duplicate) string {
	others := slices.ContainsFunc(of, func(o photo.Duplicate) bool { return o.ID != m.ID && o.Meta.Place != nil })
	switch {
	case m.Meta.Place == nil:
		return phrases.Say("duplicates:no-place")
	case !others && len(of) > 1:
		return phrases.Say("duplicates:place-only")
	}
	return phrases.Say("duplicates:place")
}

func metadata(n int) string {
	if n == 0 {
		return phrases.Say("duplicates:no-metadata")
	}
	return phrases.Say("duplicates:metadata", "n", n)
}

// state says whether a photo is the camera's own, and what is wrong with it.
func state(m photo.Duplicate) string {
	var all []string
	switch {
	case m.Away:
		all = append(all, phrases.Say("duplicates:away"))
	case m.Damaged:
		all = append(all, phrases.Say("duplicates:damaged"))
	}
	if m.Softer {
		all = append(all, phrases.Say("duplicates:softer"))
	}
	if m.Original {
		all = append(all, phrases.Say("duplicates:original"))
	} else {
		all = append(all, phrases.Say("duplicates:edited"))
	}
	if m.Copies > 1 {
		all = append(all, phrases.Say("duplicates:copies", "n", m.Copies))
	}
	return strings.Join(all, ", ")
}

// reasons says why the first photo of a group is the one to keep.
func reasons(g photo.Duplicates) string {
	names := map[photo.Advantage]string{
		photo.AdvantageReachable:  phrases.Say("duplicates:for-reachable"),
		photo.AdvantageWhole:      phrases.Say("duplicates:for-whole"),
		photo.AdvantageResolution: phrases.Say("duplicates:for-resolution"),
		photo.AdvantageOriginal:   phrases.Say("duplicates:for-original"),
		photo.AdvantageMetadata:   phrases.Say("duplicates:for-metadata"),
		photo.AdvantageDate:       phrases.Say("duplicates:for-date"),
		photo.AdvantageBytes:      phrases.Say("duplicates:for-bytes"),
	}
	var all []string
	for _, r := range g.Reasons {
		all = append(all, names[r])
	}
	if len(all) == 0 {
		return phrases.Say("duplicates:keep-any")
	}
	return phrases.Say("duplicates:keep-for", "why", strings.Join(all, ", "))
}
