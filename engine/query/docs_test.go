package query

import (
	"flag"
	"fmt"
	"os"
	"regexp"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "write the goldens")

// Every line of code in the language's part of the documentation is read as the
// golden says.
func TestDocumentedExamples(t *testing.T) {
	doc, err := os.ReadFile("../../docs/search.md")
	if err != nil {
		t.Fatal(err)
	}
	language, _, found := strings.Cut(string(doc), "\n## The formula")
	if !found {
		t.Fatal("docs/search.md: where does the language end?")
	}
	var got strings.Builder
	for _, code := range regexp.MustCompile("`[^`]+`").FindAllString(language, -1) {
		line := strings.ReplaceAll(strings.Trim(code, "`"), `\|`, "|") // a table's own sign is escaped
		if strings.HasPrefix(line, "recollect ") {
			continue
		}
		fmt.Fprintf(&got, "%s\n\t%s\n", line, plain(Parse(line, Options{Now: now})))
	}
	const golden = "testdata/documented.txt"
	if *update {
		if err := os.WriteFile(golden, []byte(got.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if got.String() != string(want) {
		t.Errorf("docs/search.md is read otherwise than %s says; got:\n%s", golden, &got)
	}
}

// What the documentation says of mistakes is what is told.
func TestDocumentedMistakes(t *testing.T) {
	doc, err := os.ReadFile("../../docs/search.md")
	if err != nil {
		t.Fatal(err)
	}
	_, table, _ := strings.Cut(string(doc), "| Line | Is told |")
	rows := regexp.MustCompile("(?m)^\\| `([^`]+)` \\| (.+) \\|$").FindAllStringSubmatch(table, -1)
	if len(rows) == 0 {
		t.Fatal("docs/search.md shows no mistake")
	}
	for _, row := range rows {
		q := Parse(row[1], Options{Now: now})
		if len(q.Mistakes) != 1 || said(q.Mistakes[0]) != row[2] {
			t.Errorf("%s: got %+v, want %s", row[1], q.Mistakes, row[2])
		}
	}
}
