package main

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

// mayParse lists the files that read a line of the search box, and why. A line is read
// where it is typed and travels as a query.Query from there.
var mayParse = map[string]string{
	"ui/typing/reading.go":      "is where a line is typed into the window",
	"app/command/search.go":     "is where a line is typed into a command",
	"engine/search/albums.go":   "reads the lines of albums, which are kept as text",
	"ui/pages/counts.go":        "counts what the lines of albums find, which are kept as text",
	"app/command/bench/eval.go": "reads the lines of a file of judgements",
	"app/command/bench/at.go":   "has sentences of its own to measure with",
	"engine/models/compare.go":  "reads the lines of judgements, which are kept as text",
	"bench/relevance/tables.go": "reads the lines of a file of judgements",
}

func TestLinesAreParsedInOnePlace(t *testing.T) {
	used := map[string]int{}
	for _, top := range []string{"engine", "app", "ui", "bench"} {
		err := filepath.WalkDir(top, func(path string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
				return err
			}
			path = filepath.ToSlash(path)
			n := parses(t, path)
			if used[path] = n; n > 0 && mayParse[path] == "" {
				t.Errorf("%s: query.Parse: take a query.Query that was parsed where its line was typed", path)
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	for path := range mayParse {
		if used[path] != 1 {
			t.Errorf("%s parses lines at %d places, want 1", path, used[path])
		}
	}
}

// parses is how often a file mentions query.Parse of the engine, called or not.
func parses(t *testing.T, path string) (n int) {
	t.Helper()
	parsed, err := parser.ParseFile(token.NewFileSet(), path, nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	name := ""
	for _, spec := range parsed.Imports {
		if p, err := strconv.Unquote(spec.Path.Value); err == nil && p == module+"/engine/query" {
			if name = "query"; spec.Name != nil {
				name = spec.Name.Name
			}
		}
	}
	ast.Inspect(parsed, func(node ast.Node) bool {
		if s, ok := node.(*ast.SelectorExpr); ok && s.Sel.Name == "Parse" {
			if x, ok := s.X.(*ast.Ident); ok && x.Name == name && name != "" {
				n++
			}
		}
		return true
	})
	return n
}
