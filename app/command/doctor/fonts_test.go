package doctor

import (
	"errors"
	"strings"
	"testing"

	"recollect/app/fonts"
)

func TestFontsFinding(t *testing.T) {
	all := fontsFinding(nil, nil)
	if want := "there are fonts for Chinese, Japanese, Korean, Arabic and Hindi"; string(all.What) != want ||
		!all.OK || all.Next != "" {
		t.Errorf("got %+v", all)
	}
	// Nothing is amiss: the program is sound also where no font was installed yet.
	f := fontsFinding([]string{"Chinese", "Hindi"}, nil)
	if !f.OK || !strings.HasPrefix(string(f.What), "there is no font for Chinese and Hindi:") || f.Next == "" {
		t.Errorf("got %+v", f)
	}
	if f := fontsFinding(nil, errors.New("a folder cannot be read")); f.OK || f.What == "" {
		t.Errorf("got %+v", f)
	}
}

// Each system is told what it has.
func TestRemedies(t *testing.T) {
	for system, want := range map[string]string{
		"linux": "apt install fonts-noto-cjk", "windows": "Optional features", "darwin": "Font Book",
	} {
		if got := remedy(system); !strings.Contains(string(got), want) {
			t.Errorf("%s: no %q in %q", system, want, got)
		}
	}
	if len(fonts.Scripts()) == 0 {
		t.Error("no script is asked for")
	}
}
