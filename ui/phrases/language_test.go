package phrases

import (
	"testing"

	"recollect/words"
)

func TestMatch(t *testing.T) {
	for wanted, want := range map[string]string{
		"": "en", "C": "en", "en": "en", "en-GB": "en", "de": "de", "de-CH": "de", "pl-PL": "en", "not a tag": "en",
		"x-y-z": "en", "nl": "en",
	} {
		if got := Match(wanted); got != want {
			t.Errorf("%q: got %q, want %q", wanted, got, want)
		}
	}
	for _, l := range words.Languages() {
		if Match(l) != l || !Speaks(l) || Name(l) == "" {
			t.Errorf("%s: matched by %s, called %q", l, Match(l), Name(l))
		}
	}
}
