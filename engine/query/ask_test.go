package query

import (
	"reflect"
	"slices"
	"testing"
	"time"

	"recollect/engine/photo"
)

func TestWhatIsAskedFor(t *testing.T) {
	line := func(text string) Query { return Parse(text, Options{}) }
	tests := []struct {
		name                                    string
		q                                       Query
		blank, empty, onlyFilters, onlyPictures bool
		order                                   Sort
	}{
		{"nothing", Query{}, true, true, true, false, Newest},
		{"an empty line", line(""), true, true, true, false, Newest},
		{"a minus alone", line("-"), false, true, true, false, Newest},
		{"a filter without its value", line("type:"), false, true, true, false, Newest},
		{"a filter", line("type:png"), false, false, true, false, Newest},
		{"an order", line("sort:name"), false, false, true, false, ByName},
		{"words", line("sea type:png"), false, false, false, false, ByRelevance},
		{"words in an order", line("sea sort:oldest"), false, false, false, false, Oldest},
		{"a picture", line("@/a.jpg"), false, false, false, true, ByRelevance},
		{"a picture and a word", line("@/a.jpg sea"), false, false, false, false, ByRelevance},
		{"a picture beside the line", Query{Images: []string{"/a.jpg"}}, false, false, false, true, ByRelevance},
		{"a photo", Query{Like: []photo.ID{1}}, false, false, false, true, ByRelevance},
		{"something to keep away from", Query{Not: []string{"sea"}}, true, false, false, false, ByRelevance},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			q := tt.q
			got := []any{q.Blank(), q.Empty(), q.OnlyFilters(), q.OnlyPictures(), q.Order()}
			want := []any{tt.blank, tt.empty, tt.onlyFilters, tt.onlyPictures, tt.order}
			if !slices.Equal(got, want) {
				t.Errorf("got %v, want %v", got, want)
			}
		})
	}
}

func TestOnlyPictures(t *testing.T) {
	beside := func(text string, images ...string) Query {
		q := Parse(text, Options{})
		q.Images = images
		return q
	}
	for _, tt := range []struct {
		q    Query
		want bool
	}{
		{Query{Like: []photo.ID{1}}, true},
		{beside("date:2023", "/a.jpg"), true},
		{beside("@/a.jpg"), true},
		{beside("sea", "/a.jpg"), false},
		{beside("sea"), false},
		{beside("date:2023"), false},
	} {
		if got := tt.q.OnlyPictures(); got != tt.want {
			t.Errorf("%+v: got %v", tt.q, got)
		}
	}
}

func TestSame(t *testing.T) {
	q := Parse("sea", Options{})
	changes := map[string]func(*Query){
		"Text": func(q *Query) { q.Text = "lake" }, "AsTyped": func(q *Query) { q.AsTyped = true },
		"Not": func(q *Query) { q.Not = []string{"x"} }, "Images": func(q *Query) { q.Images = []string{"x"} },
		"Like": func(q *Query) { q.Like = []photo.ID{1} }, "All": func(q *Query) { q.All = true },
		"Limit": func(q *Query) { q.Limit = 1 },
	}
	for name, change := range changes {
		other := q
		change(&other)
		if q.Same(other) || other.Same(q) {
			t.Errorf("another %s is taken for the same", name)
		}
	}
	if later := Parse("sea", Options{Now: time.Now().Add(time.Hour)}); !q.Same(later) {
		t.Error("the same line is another query later")
	}
}

// "today" is another day tomorrow, and the rest of the query stays.
func TestAt(t *testing.T) {
	noon := time.Date(2024, 5, 12, 12, 0, 0, 0, time.UTC)
	q := Parse("without date:today", Options{Now: noon, AsTyped: true})
	q.Not, q.Images, q.Like, q.All, q.Limit = []string{"x"}, []string{"/a.jpg"}, []photo.ID{3}, true, 7
	if evening := q.At(noon.Add(11 * time.Hour)); !reflect.DeepEqual(evening, q) {
		t.Errorf("the same day: got %+v", evening)
	}
	next := q.At(noon.Add(24 * time.Hour))
	if !next.Same(q) {
		t.Errorf("the next day it asks for something else: %+v", next)
	}
	today := func(q Query) time.Time { return q.Filters[0].Condition.(Dates).From }
	if got, want := today(next), today(q).AddDate(0, 0, 1); !got.Equal(want) {
		t.Errorf("today is %v the next day, want %v", got, want)
	}
}

// Negations are found also where the line is read as it was typed.
func TestHeard(t *testing.T) {
	for line, want := range map[string][]string{
		"a street without cars":                      {"without cars"},
		"a street with no cars, and nobody at night": {"no cars", "nobody"},
		"dogs -cats":                         nil,
		"no":                                 nil,
		"street without any cars, no people": {"without any cars", "no people"},
		"lake without people date:2019":      {"without people"},
		"lake without people date:2019..2024 sunset datee:2": {"without people sunset"},
		"dog - cat":                nil,
		"dog -cat, without people": {"without people"},
		"no cars - grass":          {"no cars"},
		"mountain without people in winter without snow, fast": {"without people", "without snow"},
		"sea - no one": nil,
		"rooms without any of the people at night": {"without any of the people"},
	} {
		for _, asTyped := range []bool{false, true} {
			if got := Parse(line, Options{AsTyped: asTyped}).Negations; !slices.Equal(got, want) {
				t.Errorf("%s, as typed %v: got %q, want %q", line, asTyped, got, want)
			}
		}
	}
}

// What depends on the sentences alone is the same, however words of negation are read.
func TestSentencesAsTyped(t *testing.T) {
	for _, line := range []string{"three birds without a cage", "Hund ohne Leine am Strand", "peple, no dgo -peple"} {
		read, typed := Parse(line, Options{}), Parse(line, Options{AsTyped: true})
		if !reflect.DeepEqual(read.toward(), typed.toward()) {
			t.Errorf("%s: %q and %q", line, read.toward(), typed.toward())
		}
		same := func(w string) string { return w + w }
		if a, b := read.Correct(same), typed.Correct(same); a != b {
			t.Errorf("%s: %q and %q", line, a, b)
		}
	}
}
