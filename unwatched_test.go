package main

import (
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// The lines of scripts/unit.sh that run tests without the race detector: their names, and their packages.
var (
	unwatchedNames    = regexp.MustCompile(`(?m)^unwatched=['"](?:\$unwatched\|)?([\w|]+)['"]$`)
	unwatchedPackages = regexp.MustCompile(`(?m)^go test -run "\^\(\$unwatched\)\\\$"((?: \./[\w/]+)+)$`)
)

// TestUnwatchedTestsRun wants `make test` to run the tests that skip under the race detector, and no others, once
// more without it.
func TestUnwatchedTestsRun(t *testing.T) {
	script, err := os.ReadFile("scripts/unit.sh")
	if err != nil {
		t.Fatal(err)
	}
	line := unwatchedPackages.FindSubmatch(script)
	if line == nil {
		t.Fatal("unit.sh runs no test without the race detector")
	}
	named := map[string]bool{} // true: such a test was found
	for _, word := range strings.Fields(string(line[1])) {
		named[word] = false
	}
	for _, names := range unwatchedNames.FindAllSubmatch(script, -1) {
		for _, word := range strings.Split(string(names[1]), "|") {
			named[word] = false
		}
	}
	for _, path := range goFiles(t) {
		if !strings.HasSuffix(path, "_test.go") {
			continue
		}
		file, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		for _, d := range file.Decls {
			f, ok := d.(*ast.FuncDecl)
			if !ok || !runsUnwatched(f) {
				continue
			}
			for _, word := range []string{f.Name.Name, "./" + filepath.ToSlash(filepath.Dir(path))} {
				if _, ok := named[word]; !ok {
					t.Errorf("%s: %s skips under the race detector: unit.sh lacks %s where it runs tests without",
						path, f.Name.Name, word)
				}
				named[word] = true
			}
		}
	}
	for word, found := range named {
		if !found {
			t.Errorf("unit.sh runs %s without the race detector, where no test skips with it", word)
		}
	}
}

// runsUnwatched reports whether a function calls unwatched.Run.
func runsUnwatched(f *ast.FuncDecl) (runs bool) {
	ast.Inspect(f, func(n ast.Node) bool {
		if s, ok := n.(*ast.SelectorExpr); ok {
			of, _ := s.X.(*ast.Ident)
			runs = runs || of != nil && of.Name == "unwatched" && s.Sel.Name == "Run"
		}
		return true
	})
	return runs
}
