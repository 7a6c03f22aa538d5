package tags

import (
	"testing"

	"recollect/engine/query"
)

func TestAsked(t *testing.T) {
	for line, want := range map[string]string{
		Line("Family"):                   "Family",
		Line("Family/Anna and Bob"):      "Family/Anna and Bob",
		"tag:Family":                     "",
		Line("Family") + " dog":          "",
		"-" + Line("Family"):             "",
		Line("Family") + " is:favourite": "",
		"folder:/Family":                 "",
		"dog":                            "",
		"":                               "",
	} {
		if got := Asked(query.Parse(line, query.Options{})); got != want {
			t.Errorf("%s asks for %q, want %q", line, got, want)
		}
	}
	q := query.Parse(Line("Family"), query.Options{})
	q.Images = []string{"/a.jpg"}
	if got := Asked(q); got != "" {
		t.Errorf("with a picture it asks for %q", got)
	}
}

func TestRenamed(t *testing.T) {
	for tag, want := range map[string]string{
		"Family": "People", "family": "People", "Family/Anna": "People/Anna", "Familiar": "Familiar", "Sea": "Sea",
	} {
		if got := Renamed(tag, "Family", "People"); got != want {
			t.Errorf("%s is called %s, want %s", tag, got, want)
		}
	}
	if got := Renamed("STRASSE/Anna", "Straße", "Road"); got != "Road/Anna" {
		t.Errorf("as searching compares: %s", got)
	}
}
