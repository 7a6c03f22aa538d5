package app

import (
	"path/filepath"
	"slices"
	"testing"
)

func TestWhatLiesBesideTheProgram(t *testing.T) {
	for _, tt := range []struct {
		dir  string
		want []string
	}{
		{"/usr/lib/recollect", []string{"/usr/lib/recollect", "/usr/lib/lib/recollect"}},
		{"/opt/r/bin", []string{"/opt/r/bin", "/opt/r/lib/recollect"}},
		{"/A/R.app/Contents/MacOS", []string{"/A/R.app/Contents/Frameworks", "/A/R.app/Contents/Resources"}},
		{"/home/MacOS", []string{"/home/MacOS", "/home/lib/recollect"}},
	} {
		for i := range tt.want {
			tt.want[i] = filepath.FromSlash(tt.want[i])
		}
		if got := dirsOf(filepath.FromSlash(tt.dir)); !slices.Equal(got, tt.want) {
			t.Errorf("%s: got %q, want %q", tt.dir, got, tt.want)
		}
	}
}
