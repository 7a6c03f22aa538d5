package photo

import "testing"

func TestTagPath(t *testing.T) {
	for name, want := range map[string]string{
		"Family/Anna": "Family/Anna", " Family / Anna B ": "Family/Anna B", "/Family//": "Family",
		"Family/\x01/ \x02Anna": "Family/Anna", " / ": "", "": "",
	} {
		if got := TagPath(name); got != want {
			t.Errorf("%q: got %q, want %q", name, got, want)
		}
	}
}
