package call

import "testing"

func TestCalls(t *testing.T) {
	var got []string
	If(nil)
	If(func() { got = append(got, "if") })
	With(nil, "nobody")
	With(func(s string) { got = append(got, s) }, "with")
	if len(got) != 2 || got[0] != "if" || got[1] != "with" {
		t.Errorf("called %q, want if and with", got)
	}
}
