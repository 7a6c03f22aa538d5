package importing

import (
	"os"
	"slices"
	"testing"

	"recollect/engine/photo"
)

// Files whose names differ in case alone are all copied, under names that differ in more.
func TestNamesThatDifferInCase(t *testing.T) {
	from := card(t, map[string][]byte{
		"a.JPG": picture(t, shot7, 1), "a.jpg": picture(t, shot7, 2), "A.jpg": picture(t, shot7, 3),
		"b.jpg": picture(t, shot7, 4), "b.AAE": []byte("one"), "b.aae": []byte("two"),
	})
	to := t.TempDir()
	o := Options{From: from, To: to}
	imported(t, library{}, o)
	got := files(t, to)
	for _, name := range []string{"A.jpg", "a-2.JPG", "a-3.jpg", "b.AAE", "b-2.aae", "b.jpg"} {
		if !slices.Contains(got, "2023/2023-07-04/"+name) {
			t.Errorf("no %s in %q", name, got)
		}
	}
	imported(t, library{}, o)
	if again := files(t, to); !slices.Equal(again, got) {
		t.Errorf("again it makes %q of %q", again, got)
	}
}

// Where a file cannot be copied, another with its content is copied.
func TestTheTwinOfAFailure(t *testing.T) {
	r := run{seen: map[photo.Hash]string{}}
	r.seen[photo.Hash{1}] = "a"
	r.failed(&Result{Path: "a"}, os.ErrPermission)
	if len(r.seen) != 0 {
		t.Error("the content of a file that failed counts as copied")
	}
}
