package main

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"unicode/utf8"
)

// The sizes of CONTRIBUTING: what is larger has a seam that was not found yet.
const (
	mostOfPackage  = 2500 // lines, without tests
	mostOfFile     = 500
	mostOfFunction = 80
	mostOfLine     = 120 // characters, a tab for four
)

// wide names files whose lines may be longer: they hold drawings, and pairs of long names.
var wide = map[string]bool{
	"engine/meta/takeout/takeout_test.go": true,
	"ui/theme/icons.go":                   true,
}

func TestSizes(t *testing.T) {
	inPackage := map[string]int{}
	for _, path := range goFiles(t) {
		data, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		lines := strings.Split(strings.TrimSuffix(string(data), "\n"), "\n")
		if len(lines) > mostOfFile {
			t.Errorf("%s has %d lines, the most is %d", path, len(lines), mostOfFile)
		}
		if !wide[path] {
			checkLines(t, path, lines)
		}
		if !strings.HasSuffix(path, "_test.go") {
			inPackage[filepath.Dir(path)] += len(lines)
			checkFunctions(t, path, data)
		}
	}
	for dir, n := range inPackage {
		if n > mostOfPackage {
			t.Errorf("%s has %d lines without tests, the most is %d", dir, n, mostOfPackage)
		}
	}
}

func checkLines(t *testing.T, path string, lines []string) {
	for i, line := range lines {
		n := utf8.RuneCountInString(line) + 3*strings.Count(line, "\t")
		if n > mostOfLine {
			t.Errorf("%s:%d has %d characters, the most is %d", path, i+1, n, mostOfLine)
		}
	}
}

func checkFunctions(t *testing.T, path string, data []byte) {
	files := token.NewFileSet()
	f, err := parser.ParseFile(files, path, data, parser.SkipObjectResolution)
	if err != nil {
		t.Fatal(err)
	}
	for _, d := range f.Decls {
		fn, ok := d.(*ast.FuncDecl)
		if !ok {
			continue
		}
		if n := files.Position(fn.End()).Line - files.Position(fn.Pos()).Line + 1; n > mostOfFunction {
			t.Errorf("%s: %s has %d lines, the most is %d", path, fn.Name.Name, n, mostOfFunction)
		}
	}
}

// goFiles are the Go files of the project.
func goFiles(t *testing.T) (paths []string) {
	err := filepath.WalkDir(".", func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		hidden := path != "." && strings.HasPrefix(d.Name(), ".")
		if d.IsDir() && (hidden || d.Name() == "testdata" || d.Name() == "build") {
			return filepath.SkipDir
		}
		if !d.IsDir() && strings.HasSuffix(path, ".go") {
			paths = append(paths, path)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return paths
}

// packages parses the imports of every non-test file, for every system, with
// the file that has each import.
func packages(t *testing.T) map[string]map[string]string {
	all := map[string]map[string]string{}
	for _, path := range goFiles(t) {
		if strings.HasSuffix(path, "_test.go") {
			continue
		}
		file, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.ImportsOnly)
		if err != nil {
			t.Fatal(err)
		}
		pkg := filepath.ToSlash(filepath.Dir(path))
		if all[pkg] == nil {
			all[pkg] = map[string]string{}
		}
		for _, spec := range file.Imports {
			name, err := strconv.Unquote(spec.Path.Value)
			if err != nil {
				t.Fatal(err)
			}
			all[pkg][name] = path
		}
	}
	return all
}
