package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

const help = `Recollect finds photos.

  recollect [FILE...]                open the window
  recollect search [TEXT]            find photos by a sentence
  recollect albums [save NAME QUERY] list albums

Anywhere:
  --json          print JSON
`

func TestParse(t *testing.T) {
	var names []string
	for _, v := range parse(help) {
		names = append(names, v.name)
	}
	if got := strings.Join(names, " "); got != "search albums" {
		t.Errorf("verbs are %q, want search and albums", got)
	}
}

func TestRoffEscapes(t *testing.T) {
	if got, want := roff(".dot -a\\n\n'quote"), `\&.dot \-a\en`+"\n"+`\&'quote`; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestPageHasEveryVerb(t *testing.T) {
	page := page("1.2.3", help, []verb{{"search", "recollect search [TEXT]\n      --limit int   the most"}})
	for _, want := range []string{".TH RECOLLECT 1", "1.2.3", ".SS search", `\-\-limit int`} {
		if !strings.Contains(page, want) {
			t.Errorf("the page lacks %q:\n%s", want, page)
		}
	}
}

// TestCompletion asks bash itself.
func TestCompletion(t *testing.T) {
	bash, err := exec.LookPath("bash")
	if err != nil {
		t.Skip("there is no bash")
	}
	script := filepath.Join(t.TempDir(), "completion")
	text := complete([]verb{{"search", "      --limit int\n      --image FILE"}, {"status", ""}})
	if err := os.WriteFile(script, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct{ words, want string }{
		{"recollect s", "search status"},
		{"recollect search --l", "--library --limit"},
		{"recollect status --l", "--library"},
		{"recollect search two", "two words.jpg"},
		{"recollect unknown --l", ""},
	} {
		dir := t.TempDir()
		if err := os.WriteFile(filepath.Join(dir, "two words.jpg"), nil, 0o600); err != nil {
			t.Fatal(err)
		}
		const ask = `. "$0"; COMP_WORDS=($1); COMP_CWORD=$((${#COMP_WORDS[@]}-1)); _recollect; echo "${COMPREPLY[*]}"`
		cmd := exec.Command(bash, "-c", ask, script, tt.words)
		cmd.Dir = dir
		out, err := cmd.CombinedOutput()
		if got := strings.TrimSpace(string(out)); err != nil || got != tt.want {
			t.Errorf("%q: got %q, %v, want %q", tt.words, got, err, tt.want)
		}
	}
}
