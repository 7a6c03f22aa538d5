package command

import (
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// Only these write to the terminal. All others go through print, list or tell, which
// take nothing but what package plain made safe.
var writers = []string{"output.go", "progress.go", "help.go"}

func TestOnlyOutputWrites(t *testing.T) {
	files, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range files {
		if strings.HasSuffix(file, "_test.go") || slices.Contains(writers, file) {
			continue
		}
		tree, err := parser.ParseFile(token.NewFileSet(), file, nil, parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(tree, func(n ast.Node) bool {
			s, ok := n.(*ast.SelectorExpr)
			if ok && slices.Contains([]string{"Stdout", "Stderr", "write"}, s.Sel.Name) {
				t.Errorf("%s uses %s: c.Print, c.List and c.PrintErr quote what strangers wrote", file, s.Sel.Name)
			}
			if call, ok := n.(*ast.CallExpr); ok {
				checkConversion(t, file, call)
			}
			return true
		})
	}
}

// checkConversion refuses plain.Text(x), which would pass a string off as safe.
func checkConversion(t *testing.T, file string, call *ast.CallExpr) {
	s, ok := call.Fun.(*ast.SelectorExpr)
	if !ok || s.Sel.Name != "Text" || len(call.Args) != 1 {
		return
	}
	if pkg, ok := s.X.(*ast.Ident); !ok || pkg.Name != "plain" {
		return
	}
	if _, constant := call.Args[0].(*ast.BasicLit); !constant {
		t.Errorf("%s converts a string to plain.Text: use plain.Format, Name or Prose", file)
	}
}
