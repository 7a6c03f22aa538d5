package duplicates

import (
	"os"
	"testing"

	"recollect/engine/catalog"
	"recollect/engine/photo"
)

// The number of groups is told without looking for them again, until something changes that it depends on.
func TestCount(t *testing.T) {
	s := mixed(t)
	if err := s.catalog.UseSteps(t.Context(), catalog.LookKey); err != nil {
		t.Fatal(err)
	}
	want := func(what string, n int, looks bool) {
		t.Helper()
		before, _ := os.Stat(s.countPath())
		got, err := s.Count(t.Context())
		if err != nil || got != n {
			t.Errorf("%s: %d groups, %v, want %d", what, got, err, n)
		}
		after, err := os.Stat(s.countPath())
		if err != nil {
			t.Fatal(err)
		}
		if looked := before == nil || !os.SameFile(before, after); looked != looks {
			t.Errorf("%s: it looked for them: %v", what, looked)
		}
	}
	want("at first", 2, true)
	want("again", 2, false)
	s.add(shot{"hill-small.jpg", 8, 3, -1, 40})
	want("after one more photo", 3, true)
	if err := s.Reject(t.Context(), []photo.ID{s.ids["hill.jpg"], s.ids["hill-small.jpg"]}); err != nil {
		t.Fatal(err)
	}
	want("after some were told apart", 2, true)
	if _, err := s.Groups(t.Context(), true); err != nil {
		t.Fatal(err)
	}
	want("after shots were looked for", 2, false)
	for _, damaged := range []string{"", "{", `{"version":2,"groups":9}`, `{"version":1,"groups":-1}`} {
		if err := os.WriteFile(s.countPath(), []byte(damaged), 0o600); err != nil {
			t.Fatal(err)
		}
		want("of a file with "+damaged, 2, true)
	}
}
