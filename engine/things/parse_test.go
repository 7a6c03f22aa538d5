package things

import (
	"os"
	"reflect"
	"strings"
	"testing"
)

func TestParse(t *testing.T) {
	text := "\ufeff# mine\n\n[ animals ]\ndog\nmouse (animal) = small furry mouse\n[places]\r\nbeach = \n= nothing\n" +
		"Dog\na, b\n" +
		"[broken\nbeach\n" + strings.Repeat("x", 61) + "\nb\xffd\n"
	list, faults := Parse(text)
	want := []Thing{
		{"dog", "animals", "dog", ""},
		{"mouse (animal)", "animals", "small furry mouse", ""},
		{"beach", "[broken", "beach", ""},
	}
	want[2].Group = list[len(list)-1].Group // a fault; whatever it is called
	if !reflect.DeepEqual(list, want) {
		t.Errorf("got %q, want %q", list, want)
	}
	reported := []string{
		"line 7: the prompt", "line 8: the name", `line 9: "Dog" is there already, in line 4`, `line 10: "a, b"`,
		"line 11: a group", "line 13: ", "line 14: it is not UTF-8",
	}
	if len(faults) != len(reported) {
		t.Fatalf("got %d faults: %v", len(faults), faults)
	}
	for i, want := range reported {
		if !strings.HasPrefix(faults[i].Error(), want) {
			t.Errorf("fault %d: got %q, want %q", i, faults[i], want)
		}
	}
	if list, faults := Parse("# nothing\n"); len(list) != 0 || len(faults) != 1 {
		t.Errorf("of nothing: %v, %v", list, faults)
	}
}

func TestParseOneOf(t *testing.T) {
	list, faults := Parse("[people]\nsoldier\nclown\ncook\none of: soldier , cook\n" +
		"one of: clown\none of: clown, cat\none of: clown, cook\n")
	if len(list) != 3 || list[0].Kind == "" || list[0].Kind != list[2].Kind || list[1].Kind != "" {
		t.Errorf("got %q", list)
	}
	want := []string{`line 6: two names`, `line 7: "cat" is not`, `line 8: "cook" is in another`}
	if len(faults) != len(want) {
		t.Fatalf("faults %v", faults)
	}
	for i, w := range want {
		if !strings.HasPrefix(faults[i].Error(), w) {
			t.Errorf("got %q, want %q", faults[i], w)
		}
	}
}

// The shipped vocabulary must be without fault.
func TestParseShipped(t *testing.T) {
	list := shipped(t)
	groups := map[string]bool{}
	for _, thing := range list {
		groups[thing.Group] = true
	}
	if len(list) < 500 || len(list) > 700 || len(groups) < 15 || groups[""] {
		t.Errorf("%d things in %d groups", len(list), len(groups))
	}
}

func shipped(t *testing.T) []Thing {
	t.Helper()
	text, err := os.ReadFile("../../assets/things.txt")
	if err != nil {
		t.Fatal(err)
	}
	list, faults := Parse(string(text))
	for _, fault := range faults {
		t.Error(fault)
	}
	return list
}

func FuzzParse(f *testing.F) {
	f.Add("[a]\nb = c\n")
	f.Fuzz(func(t *testing.T, text string) {
		list, faults := Parse(text)
		if len(list) == 0 && len(faults) == 0 {
			t.Error("nothing, and no fault")
		}
		seen := map[string]bool{}
		for _, thing := range list {
			if thing.Name == "" || thing.Prompt == "" || seen[thing.Name] {
				t.Errorf("%+v", thing)
			}
			seen[thing.Name] = true
		}
	})
}
