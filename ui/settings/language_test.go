package settings

import (
	"slices"
	"testing"

	"recollect/ui/phrases"
)

func TestLanguage(t *testing.T) {
	p := shownPage(t)
	var chosen []string
	p.OnLanguage = func(l string) { chosen = append(chosen, l) }
	p.Set(State{})
	if p.language.Selected != "As the system" || p.later.Visible() || len(chosen) != 0 {
		t.Fatalf("it shows %q, later %v, chosen %q", p.language.Selected, p.later.Visible(), chosen)
	}
	for _, tt := range []struct {
		name, language string
		later          bool
	}{
		{"Deutsch", "de", true},
		{"English", phrases.Spoken(), false},
		{"Deutsch", "de", true},
		{"As the system", "", false}, // it was so when the program was started
	} {
		p.language.SetSelected(tt.name)
		if chosen[len(chosen)-1] != tt.language || p.later.Visible() != tt.later {
			t.Errorf("%s: chosen %q, later %v", tt.name, chosen, p.later.Visible())
		}
		if p.Set(State{Language: tt.language}); p.later.Visible() != tt.later {
			t.Errorf("%s, shown again: later %v", tt.name, p.later.Visible())
		}
	}
	if want := []string{"de", "en", "de", ""}; !slices.Equal(chosen, want) {
		t.Errorf("chosen %q, want %q", chosen, want)
	}
}
