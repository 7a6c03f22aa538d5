package filter

import "testing"

func TestHasWords(t *testing.T) {
	for _, tt := range []struct {
		text, words string
		want        bool
	}{
		{"Canon EOS 5D", "eos", true},
		{"Canon EOS 5D", "eos 5", false},
		{"research sea", "sea", true},
		{"research", "sea", false},
		{"Été 2008", "ete", true},
		{"été", "t", false},
		{"img_2041", "2041", true},
		{"", "a", false},
	} {
		if got := HasWords(tt.text, tt.words); got != tt.want {
			t.Errorf("%q in %q: got %v", tt.words, tt.text, got)
		}
	}
}
