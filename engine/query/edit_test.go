package query

import (
	"testing"
)

func TestWithSort(t *testing.T) {
	tests := []struct {
		line string
		sort Sort
		want string
	}{
		{"", Newest, "sort:newest"},
		{"sea", Newest, "sea sort:newest"},
		{"sea sort:newest", Oldest, "sea sort:oldest"},
		{"sort:name sea", "", "sea"},
		{"sort:name sea sort:size", ByRating, "sea sort:rating"},
		{"a  SORT:name b", "", "a b"},
		{"sea -sort:name", "", "sea"},
		{`"sort:name"`, Newest, `"sort:name" sort:newest`},
		{"sort:newest", "", ""},
		{"sea", "", "sea"},
	}
	for _, tt := range tests {
		got := Parse(tt.line, Options{}).WithSort(tt.sort)
		if got != tt.want {
			t.Errorf("%q by %s: got %q, want %q", tt.line, tt.sort, got, tt.want)
		}
		if q := Parse(got, Options{}); q.Sort != tt.sort {
			t.Errorf("%q is sorted by %q, want %q", got, q.Sort, tt.sort)
		}
	}
}

func TestRepair(t *testing.T) {
	tests := []struct {
		line, want string // want is empty where nothing is known
	}{
		{"sea datee:2023", "sea date:2023"},
		{"kamera:pixel sea", "camera:pixel sea"},
		{"zebra:1", ""},
		{"sea -type:pgn now", "sea -type:png now"},
		{"type:gif|pgn", "type:gif|png"},
		{`colour:"puple"`, "colour:purple"},
		{"is:favorit", "is:favourite"},
		{"sort:newst", "sort:newest"},
		{"date:soon", ""},
		{"rating:9", ""},
		{"camera:", ""},
	}
	for _, tt := range tests {
		mistakes := Parse(tt.line, Options{}).Mistakes
		if len(mistakes) != 1 {
			t.Errorf("%s has %d mistakes", tt.line, len(mistakes))
			continue
		}
		got, ok := Repair(tt.line, mistakes[0])
		if ok != (tt.want != "") || ok && got != tt.want {
			t.Errorf("%s: got %q, %v, want %q", tt.line, got, ok, tt.want)
		}
		if says := mistakes[0].Meant != ""; says != ok {
			t.Errorf("%s: it says %q, and it can be repaired: %v", tt.line, mistakes[0].Meant, ok)
		}
	}
}

func FuzzEdit(f *testing.F) {
	for _, line := range []string{"", "sea sort:name", "type:pgn|gif", "datee:1", `colour:"x`, "\xff:a"} {
		f.Add(line)
	}
	f.Fuzz(func(t *testing.T, line string) {
		q := Parse(line, Options{})
		for _, m := range q.Mistakes {
			if got, ok := Repair(line, m); ok && got == line {
				t.Errorf("%q: repaired to the same", line)
			}
		}
		if got := q.WithSort(""); len(got) > len(line) {
			t.Errorf("%q without an order is %q", line, got)
		}
		q.Unseen()
	})
}

func TestOnlyText(t *testing.T) {
	for line, want := range map[string]string{
		"": "", "dog": "", "tag:zoo": "zoo", "tag:zoo dog": "zoo", "-tag:zoo": "",
		"tag:zoo thing:dog": "", "rating:3": "",
	} {
		if got, ok := Parse(line, Options{}).OnlyText(); got.Want != want || ok != (want != "") {
			t.Errorf("%s asks for %q, %v, want %q", line, got.Want, ok, want)
		}
	}
	q := Parse("tag:zoo", Options{})
	q.Images = []string{"/a.jpg"}
	if got, ok := q.OnlyText(); ok {
		t.Errorf("with a picture it asks for %q", got.Want)
	}
}

func TestThing(t *testing.T) {
	for line, want := range map[string]string{
		"": "", "dog": "", "thing:dog": "dog", `sea thing:"palm tree" date:2023`: "palm tree", "-thing:dog": "",
		`"thing:dog"`: "", "thing:": "", "Thing:dog sea": "dog",
	} {
		if got := Parse(line, Options{}).Thing(); got != want {
			t.Errorf("%s asks for %q, want %q", line, got, want)
		}
	}
}
