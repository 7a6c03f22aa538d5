package folders

import "testing"

func TestName(t *testing.T) {
	for path, want := range map[string]string{"/home/a/Pictures": "Pictures", "/": "/", "/media/USB/": "USB"} {
		if got := Name(path); got != want {
			t.Errorf("Name(%q) = %q, want %q", path, got, want)
		}
	}
}
