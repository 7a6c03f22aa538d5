package photo

import (
	"slices"
	"testing"
)

func TestWithin(t *testing.T) {
	tests := []struct {
		path, dir string
		want      bool
	}{
		{"/a/b", "/a/b", true},
		{"/a/b/c", "/a/b", true},
		{"/a/bc", "/a/b", false},
		{"/a", "/a/b", false},
		{"/a", "/", true},
		{"/a", "", false},
	}
	for _, tt := range tests {
		if got := Within(tt.path, tt.dir); got != tt.want {
			t.Errorf("Within(%q, %q): want %v, got %v", tt.path, tt.dir, tt.want, got)
		}
	}
}

func TestOutermost(t *testing.T) {
	got := Outermost([]string{"/a/b", "/c", "/a", "/a/b/c", "/c", "/ab"})
	if want := []string{"/a", "/ab", "/c"}; !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}
