package things

import (
	"strings"
	"testing"
	"unicode/utf8"
)

// A vocabulary is written by hand: whatever is in it, what is read of it is sound.
func FuzzVocabulary(f *testing.F) {
	for _, text := range []string{
		"", "[animals]\ndog\ncat = a tabby cat\n", "[\n=\n[]\ndog\ndog", "\ufeffmouse (computer) = computer mouse",
		"\xff\x00",
	} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		list, faults := Parse(text)
		if len(list) == 0 && len(faults) == 0 {
			t.Error("nothing was read, and nothing is told")
		}
		seen := map[string]bool{}
		for _, thing := range list {
			name := strings.ToLower(thing.Name)
			if thing.Name == "" || thing.Prompt == "" || len(thing.Name) > mostBytes || !utf8.ValidString(thing.Name) ||
				seen[name] {
				t.Errorf("%+v", thing)
			}
			seen[name] = true
		}
	})
}
