package scan

import (
	"reflect"
	"testing"
)

func TestScopeOutermost(t *testing.T) {
	for _, c := range []struct{ have, want Scope }{
		{Scope{}, Scope{}},
		{Scope{[]string{"/p/b", "/p", "/q", "/q"}, nil}, Scope{[]string{"/p", "/q"}, nil}},
		{
			Scope{[]string{"/p/b"}, []string{"/p", "/p/b", "/p/b/c", "/p/bc", "/p"}},
			Scope{[]string{"/p/b"}, []string{"/p", "/p/bc"}},
		},
	} {
		if got := c.have.Outermost(); !reflect.DeepEqual(got, c.want) && !(got.Empty() && c.want.Empty()) {
			t.Errorf("%v: got %v, want %v", c.have, got, c.want)
		}
	}
}
