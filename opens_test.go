package main

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"strings"
	"testing"
)

// opening lists the functions of package os that open a path whatever lies there, or
// remove all below it. They may wait for ever on a named pipe, and follow links:
// engine/file is the way to open a file.
var opening = map[string]bool{
	"Open": true, "OpenFile": true, "ReadFile": true, "WriteFile": true, "Create": true, "Truncate": true,
	"OpenRoot": true, "RemoveAll": true, "CopyFS": true,
}

// mayOpen lists the files that call them all the same, and why that is safe.
var mayOpen = map[string]string{
	"engine/file/file.go":               "is where it is done",
	"engine/durable/durable.go":         "syncs a folder, and a file that the caller has just written",
	"engine/durable/fresh.go":           "makes a new file, with O_EXCL",
	"engine/model/store/store.go":       "removes folders of its own, whose names CheckID has passed",
	"engine/model/addon/install.go":     "removes folders of its own, whose names are data of the program",
	"engine/watch/limit_linux.go":       "reads /proc",
	"engine/trash/trash_linux.go":       "makes a new file, with O_EXCL",
	"app/command/bench/memory_linux.go": "reads and writes /proc",
	"app/command/cli/files.go": "reads the stream of names that a shell may give as a pipe, as it " +
		"does standard input",
	"app/command/bench/ingest.go":               "removes the temporary folder that it has made",
	"app/console/console_windows.go":            "opens the console",
	"app/samples.go":                            "copies the samples that come with the program",
	"app/fonts/fonts.go":                        "removes the temporary folder that it has made",
	"engine/typeface/typeface.go":               "removes the temporary folder that it has made",
	"app/window.go":                             "opens the trace that a test asks for",
	"engine/analyse/analysetest/analysetest.go": "makes pictures for tests",
	"engine/model/ort/orttest/orttest.go":       "makes a library for tests",
	"ui/uitest/golden.go":                       "compares views with pictures that tests keep",
}

// What others have put on the disk may be anything by the time it is opened.
func TestFilesAreOpenedInOnePlace(t *testing.T) {
	used := map[string]bool{}
	for _, top := range []string{"engine", "app", "ui"} {
		err := filepath.WalkDir(top, func(path string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
				return err
			}
			for _, call := range opens(t, path) {
				used[filepath.ToSlash(path)] = true
				if mayOpen[filepath.ToSlash(path)] == "" {
					t.Errorf("%s: os.%s: use engine/file, or say in mayOpen why this is safe", path, call)
				}
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	for path := range mayOpen {
		if !used[path] {
			t.Errorf("mayOpen lists %s, which opens nothing", path)
		}
	}
}

// opens returns which of the functions a file mentions, called or not.
func opens(t *testing.T, path string) (calls []string) {
	t.Helper()
	parsed, err := parser.ParseFile(token.NewFileSet(), path, nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	ast.Inspect(parsed, func(n ast.Node) bool {
		s, ok := n.(*ast.SelectorExpr)
		if !ok || !opening[s.Sel.Name] {
			return true
		}
		if x, ok := s.X.(*ast.Ident); ok && x.Name == "os" {
			calls = append(calls, s.Sel.Name)
		}
		return true
	})
	return calls
}
