package query

import (
	"strings"
	"testing"
)

func TestHint(t *testing.T) {
	tests := []struct{ line, want string }{ // count, place, text
		{"three birds", "count"},
		{"three little birds on a wire", "count"},
		{"2 dogs and 3 cats", "count"},
		{"four children", "count"},
		{"a dozen red roses", "count"},
		{"zwei Hunde", "count"},
		{"drei kleine Katzen", "count"},
		{"birds", ""},
		{"four seasons", ""},
		{"vier Jahreszeiten", ""},
		{"seven wonders of the world", ""},
		{"five o'clock tea", ""},
		{"10 minutes later", ""},
		{"vor drei Jahren", ""},
		{"sunset in 2023", ""},
		{"100 balloons", ""},
		{"an elf in the woods", ""},
		{"two glass vases", "count"},
		{"a bus with number two", ""},
		{"route 66", ""},

		{"a cat to the left of a dog", "place"},
		{"cat on the right, dog on the left", "place"},
		{"ein Hund links von einer Katze", "place"},
		{"Berge im Hintergrund", "place"},
		{"a bird above a house", "place"},
		{"above the clouds", ""},
		{"left hand", ""},
		{"people in front of a church", ""},

		{"a sign that says stop", "text"},
		{"the word love", "text"},
		{"ein Schild mit der Aufschrift Halt", "text"},
		{"Plakat, auf dem steht: Eis", "text"},
		{"a sign", ""},
		{"handwriting", ""},

		{"two dogs to the left of a sign saying stop", "count place text"},
		{"beach - three birds", ""},
		{`"three birds"`, ""},
		{"album:three birds", ""},
		{"tag:two dogs", ""},
		{"@two.jpg", ""},
	}
	for _, tt := range tests {
		got := Parse(tt.line, Options{}).Hint()
		for _, w := range []struct{ name, text string }{{"count", "how many"}, {"place", "where"}, {"text", "written"}} {
			if has := strings.Contains(got, w.text); has != strings.Contains(tt.want, w.name) {
				t.Errorf("%s: %q, want %q", tt.line, got, tt.want)
			}
		}
	}
	const all = "Matching by meaning only: how many there are, where things are and what is written is not looked at."
	if got := Parse("two dogs to the left of a sign saying stop", Options{}).Hint(); got != all {
		t.Errorf("got %q, want %q", got, all)
	}
}
