package query

import "testing"

func TestTags(t *testing.T) {
	for _, c := range []struct {
		tag, other string
		same       bool
		rest       string // of tag below other
	}{
		{"Family", "family", true, ""},
		{"STRASSE", "Straße", true, ""},
		{"cafe\u0301", "Café", true, ""},
		{"Family / Anna", "family/anna", true, ""},
		{"Straße/Anna/Bob", "STRASSE", false, "Anna/Bob"},
		{"Familiar", "Family", false, ""},
		{"Familyx/Anna", "Family", false, ""},
		{"Family", "Family/Anna", false, ""},
	} {
		if got := SameTag(c.tag, c.other); got != c.same {
			t.Errorf("%q and %q are one: %v", c.tag, c.other, got)
		}
		if rest, ok := TagWithin(c.tag, c.other); rest != c.rest || ok != (c.rest != "") {
			t.Errorf("%q within %q: %q, %v", c.tag, c.other, rest, ok)
		}
	}
}
