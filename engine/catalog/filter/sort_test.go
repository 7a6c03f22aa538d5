package filter

import "testing"

func TestNatural(t *testing.T) {
	want := []string{
		"", "a", "a 2", "a 10", "a 10 b", "a 11", "a 100", "a b", "img_0", "img_007", "img_8", "img_12345678901", "x",
	}
	for i := range want[1:] {
		if natural(want[i]) >= natural(want[i+1]) {
			t.Errorf("%q does not come before %q: %q, %q", want[i], want[i+1], natural(want[i]), natural(want[i+1]))
		}
	}
}
