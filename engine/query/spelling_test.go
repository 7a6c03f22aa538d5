package query

import "testing"

func TestCorrect(t *testing.T) {
	better := func(word string) string {
		return map[string]string{"runing": "running", "dgo": "dog", "peple": "people"}[word]
	}
	for line, want := range map[string]string{
		"runing dgo":          "running dog",
		"a Dgo, runing!":      "a dog, running!",
		"beach - peple":       "beach - people",
		"dgo type:png":        "dog type:png",
		`"dgo" tag:dgo`:       "",
		"dgo tag:runing dgo":  "dog tag:runing dog",
		"running dog":         "",
		"dgo's":               "",
		"":                    "",
		"été dgo":             "été dog",
		"@/a/dgo.jpg dgo.jpg": "",
	} {
		if got := Parse(line, Options{}).Correct(better); got != want {
			t.Errorf("%s: got %q, want %q", line, got, want)
		}
	}
}

func TestNearest(t *testing.T) {
	all := []string{"dog", "running", "mountain", "cat"}
	for word, want := range map[string]string{
		"dgo": "dog", "runing": "running", "montains": "mountain", "cot": "cat",
		"ct": "cat", "kayak": "", "runs": "", "rninung": "running", "mountian": "mountain", "odg": "dog", "tac": "",
	} {
		if got := Nearest(word, all); got != want {
			t.Errorf("%s: got %q, want %q", word, got, want)
		}
	}
}
