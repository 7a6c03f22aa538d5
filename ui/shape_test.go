package ui

import (
	"go/ast"
	"go/parser"
	"go/token"
	"go/types"
	"io/fs"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"
)

// sources parses the files of the window and of its packages, but for tests.
func sources(t *testing.T) map[string]*ast.File {
	t.Helper()
	all := map[string]*ast.File{}
	err := filepath.WalkDir(".", func(path string, d fs.DirEntry, err error) error {
		if err != nil || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return err
		}
		all[filepath.ToSlash(path)], err = parser.ParseFile(token.NewFileSet(), path, nil, 0)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// Window only builds, connects, starts and stops: what it shows and does belongs to
// types of their own.
func TestTheWindowIsSmall(t *testing.T) {
	const most = 30
	var methods []string
	for _, file := range sources(t) {
		for _, d := range file.Decls {
			f, ok := d.(*ast.FuncDecl)
			if !ok || f.Recv == nil {
				continue
			}
			if p, ok := f.Recv.List[0].Type.(*ast.StarExpr); ok {
				if name, ok := p.X.(*ast.Ident); ok && name.Name == "Window" {
					methods = append(methods, f.Name.Name)
				}
			}
		}
	}
	if len(methods) > most {
		t.Errorf("Window has %d methods, want %d at most: %v", len(methods), most, methods)
	}
}

// asynchronous are the functions that leave the UI goroutine, or return to it.
var asynchronous = []string{"context.AfterFunc", "time.AfterFunc", "fyne.Do", "fyne.DoAndWait"}

// All work off the UI goroutine has an owner that waits for it.
func TestOnlyGroupsStartGoroutines(t *testing.T) {
	for path, file := range sources(t) {
		ast.Inspect(file, func(n ast.Node) bool {
			if path == "work/latest.go" {
				return false
			}
			switch n := n.(type) {
			case *ast.GoStmt:
				t.Errorf("%s starts a goroutine", path)
			case *ast.SelectorExpr:
				if name := types.ExprString(n); slices.Contains(asynchronous, name) {
					t.Errorf("%s uses %s: see package work", path, name)
				}
			}
			return true
		})
	}
}

// The window asks for little at a time: each interface of Options has four methods at most.
func TestOptionsAreNarrow(t *testing.T) {
	o := reflect.TypeFor[Options]()
	for i := range o.NumField() {
		f := o.Field(i)
		if f.Type.Kind() == reflect.Interface && f.Type.PkgPath() != "fyne.io/fyne/v2" && f.Type.NumMethod() > 4 {
			t.Errorf("%s has %d methods", f.Name, f.Type.NumMethod())
		}
	}
}
