package store

import (
	"net/url"
	"testing"
)

// No path is taken for the name of a computer, whatever system it is of.
func TestURI(t *testing.T) {
	for path, want := range map[string]string{
		"/home/a b/x.db":       "file:///home/a%20b/x.db?mode=ro",
		"C:/Users/ä?/x.db":     "file:///C:/Users/%C3%A4%3F/x.db?mode=ro",
		"//server/share/x.db":  "file:////server/share/x.db?mode=ro",
		"//?/C:/long/x.db":     "file:////%3F/C:/long/x.db?mode=ro",
		"/home/100%/#1/x:y.db": "file:///home/100%25/%231/x:y.db?mode=ro",
	} {
		if got := uri(path, url.Values{"mode": {"ro"}}); got != want {
			t.Errorf("%s: %s, want %s", path, got, want)
		}
	}
}
