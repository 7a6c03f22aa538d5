package search

import (
	"context"
	"slices"
	"strings"
	"time"

	"recollect/engine/catalog/filter"
	"recollect/engine/photo"
	"recollect/engine/places"
	"recollect/engine/query"
	"recollect/engine/things"
)

// mostKnown is the most answers that Known gives.
const mostKnown = 4

// Known finds what in the library the words of q name: files, times, cameras, people, albums, tags,
// folders, and texts of photos. The longest names come first. No answer repeats an earlier one for
// the same words. It returns nil if the words name nothing.
func (s *Service) Known(ctx context.Context, q query.Query) ([]photo.Known, error) {
	return s.now.Load().known(ctx, q)
}

func (s *answerer) known(ctx context.Context, q query.Query) ([]photo.Known, error) {
	names := q.Names()
	if len(names) == 0 {
		return nil, nil
	}
	k := nameFinder{s: s, now: q.Now, spelled: map[string]filter.Spelled{}}
	var err error
	if k.spelled, err = s.o.Catalog.Spelled(ctx, singles(names)); err != nil {
		return nil, err
	}
	for _, of := range valued {
		all, err := s.o.Catalog.Values(ctx, of.property)
		if err != nil {
			return nil, err
		}
		k.values = append(k.values, all)
	}
	for _, name := range names {
		if err := k.lookUp(ctx, name); err != nil || len(k.found) >= mostKnown {
			return k.found, err
		}
	}
	return k.found, nil
}

// valued are the properties whose values are names.
var valued = []struct {
	property query.Property
	kind     photo.KnownKind
}{
	{query.Camera, photo.KnownCamera},
	{query.Person, photo.KnownPerson},
	{query.Album, photo.KnownAlbum},
	{query.Tag, photo.KnownTag},
	{query.Folder, photo.KnownFolder},
}

// singles are those of names that are one word.
func singles(names []string) []string {
	return slices.DeleteFunc(slices.Clone(names), func(name string) bool { return strings.Contains(name, " ") })
}

// nameFinder collects what names are the names of.
type nameFinder struct {
	s       *answerer
	now     time.Time
	spelled map[string]filter.Spelled
	values  [][]string // of valued
	found   []photo.Known
	taken   []taken
}

// taken are words that are already the name of something.
type taken struct {
	kind  photo.KnownKind
	words string
}

// lookUp finds what name is the name of.
func (k *nameFinder) lookUp(ctx context.Context, name string) error {
	if k.spelled[name].Name {
		line, cond := query.FilterText("name", name), query.Text{In: query.Name, Want: name}
		if err := k.add(ctx, photo.KnownFile, name, name, line, cond); err != nil {
			return err
		}
	}
	if dates, ok := query.Period(name, k.now); ok {
		if err := k.add(ctx, photo.KnownTime, name, name, "date:"+name, dates); err != nil {
			return err
		}
	}
	if named, ok := placeName(name); ok {
		line, cond := query.FilterText(string(query.Place), name), query.Text{In: query.Place, Want: name}
		if err := k.add(ctx, photo.KnownPlace, name, named, line, cond); err != nil {
			return err
		}
	}
	for i, of := range valued {
		for _, value := range k.values[i] {
			if !filter.HasWords(value, name) {
				continue
			}
			line, cond := query.FilterText(string(of.property), name), query.Text{In: of.property, Want: name}
			if err := k.add(ctx, of.kind, name, spelledIn(value, name), line, cond); err != nil {
				return err
			}
			break
		}
	}
	if k.spelled[name].Text && !k.spelled[name].Name {
		return k.add(ctx, photo.KnownWritten, name, name, `"`+name+`"`, query.Phrase(name))
	}
	return nil
}

// placeName returns how a city or country of a name is written; ok is false if there is none.
func placeName(name string) (written string, ok bool) {
	g, err := places.Open()
	if err != nil {
		return "", false
	}
	if all := g.Named(name); len(all) > 0 {
		return all[0].Name, true
	}
	if country := places.Country(name); country != "" && len([]rune(name)) > 2 { // "in" is India's code
		return places.CountryName(country), true
	}
	return "", false
}

// spelledIn is name as value spells it.
func spelledIn(value, name string) string {
	at := strings.Index(strings.ToLower(value), name)
	if end := at + len(name); at >= 0 && end <= len(value) && strings.EqualFold(value[at:end], name) {
		return value[at:end]
	}
	return name
}

// add adds what line, which asks for cond, finds, unless it finds nothing or a longer name is
// already one of its kind.
func (k *nameFinder) add(
	ctx context.Context, kind photo.KnownKind, words, name, line string, cond query.Condition,
) error {
	if slices.ContainsFunc(k.taken, func(t taken) bool { return t.kind == kind && filter.HasWords(t.words, words) }) {
		return nil
	}
	q := query.Query{Options: query.Options{Now: k.now}, Filters: []query.Filter{{Condition: cond}}}
	ids, err := k.s.selected(ctx, q, albums{})
	if err != nil || ids.Len() == 0 {
		return err
	}
	k.taken = append(k.taken, taken{kind, words})
	k.found = append(k.found, photo.Known{Kind: kind, Name: name, Line: line, Count: ids.Len()})
	return nil
}

// Values returns the library's values for a filter's key, such as the names of its cameras, of
// photos that are found, to complete what is typed. There are none for other keys.
func (s *Service) Values(ctx context.Context, key string) ([]string, error) {
	if !query.FromLibrary(key) {
		return nil, nil
	}
	values, err := s.now.Load().o.Catalog.Values(ctx, query.Property(key))
	// The screening categories are not offered as searches.
	return slices.DeleteFunc(values, func(v string) bool { return strings.HasPrefix(v, things.ScreenPrefix) }), err
}
