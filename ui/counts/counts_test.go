package counts

import "testing"

func TestOf(t *testing.T) {
	for n, want := range map[int]string{
		0: "0 photos", 1: "1 photo", 2: "2 photos", 999: "999 photos", 1000: "1,000 photos",
		1_234_567: "1,234,567 photos",
	} {
		if got := Of(n, "photo"); got != want {
			t.Errorf("%d: got %q, want %q", n, got, want)
		}
	}
}

func TestNumber(t *testing.T) {
	for n, want := range map[int]string{0: "0", 999: "999", 1000: "1,000", 1234567: "1,234,567"} {
		if got := Number(n); got != want {
			t.Errorf("Number(%d) = %q, want %q", n, got, want)
		}
	}
}
