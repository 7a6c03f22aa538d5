package phrases

import "testing"

func TestSay(t *testing.T) {
	for n, want := range map[int]string{
		0: "0 photos", 1: "1 photo", 2: "2 photos", 999: "999 photos", 1000: "1,000 photos",
		1_234_567: "1,234,567 photos",
	} {
		if got := Say("count:photos", "n", n); got != want {
			t.Errorf("%d: got %q, want %q", n, got, want)
		}
	}
	if got, want := Say("offer:tag", "name", "{n}", "n", 3), "Tagged {n} (3)"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	if got, want := Say("nothing:all"), "Show all photos"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}
