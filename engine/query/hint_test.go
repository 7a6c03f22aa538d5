package query

import (
	"slices"
	"strings"
	"testing"

	"recollect/engine/photo"
)

func TestUnseen(t *testing.T) {
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
		got := Parse(tt.line, Options{}).Unseen()
		for _, about := range []string{"count", "place", "text"} {
			if has := slices.Contains(got, photo.Reason("unseen:"+about)); has != strings.Contains(tt.want, about) {
				t.Errorf("%s: %q, want %q", tt.line, got, tt.want)
			}
		}
	}
}
