package typing

import "testing"

func TestFilePath(t *testing.T) {
	tests := []struct{ name, text, want string }{
		{"path", "/a/b.jpg", "/a/b.jpg"},
		{"with spaces and quotes", " '/a/my photo.jpg'\n", "/a/my photo.jpg"},
		{"uri", "file:///a/my%20photo.jpg", "/a/my photo.jpg"},
		{"not clean", "/a/../b.png", "/b.png"},
		{"sentence", "a dog", ""},
		{"relative", "b.jpg", ""},
		{"no ending", "/usr", ""},
		{"two lines", "/a/b.jpg\n/a/c.jpg", ""},
		{"web", "https://example.org/a.jpg", ""},
		{"empty", "", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := FilePath(tt.text); got != tt.want {
				t.Errorf("FilePath(%q) = %q, want %q", tt.text, got, tt.want)
			}
		})
	}
}
