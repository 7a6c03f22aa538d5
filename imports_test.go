package main

import (
	"slices"
	"strings"
	"testing"
)

// allowed is the table of layers by package.
func allowed() map[string][]string {
	table := map[string][]string{}
	pkg := ""
	for line := range strings.Lines(strings.TrimSpace(layers)) {
		name := strings.TrimSpace(line)
		if line[0] != '\t' {
			pkg = name
			table[pkg] = []string{}
			continue
		}
		table[pkg] = append(table[pkg], name)
	}
	return table
}

// only says which foreign packages stay behind one door of ours.
var only = map[string]string{
	"github.com/yalue/onnxruntime_go": "engine/model/ort",
	"database/sql":                    "engine/catalog",
	"modernc.org/sqlite":              "engine/catalog",
	"github.com/fsnotify/fsnotify":    "engine/watch",
	"net/http":                        "engine/model/fetch", // no other package speaks to a network
	"fyne.io/fyne":                    "ui",                 // and app, which starts it
}

func TestLayers(t *testing.T) {
	table, seen := allowed(), map[string]bool{}
	for pkg, imports := range packages(t) {
		seen[pkg] = true
		may, listed := table[pkg]
		if !listed && !inUI(pkg) && !isTool(pkg) {
			t.Errorf("package %s is not in the table of layers", pkg)
			continue
		}
		for path, file := range imports {
			ours, isOurs := strings.CutPrefix(path, module+"/")
			if isOurs && listed && !slices.Contains(may, ours) {
				t.Errorf("%s: %s must not import %s", file, pkg, ours)
			}
			if isOurs && inUI(pkg) && ours != "engine/photo" && ours != "words" && !inUI(ours) &&
				ours != "engine/query" {
				t.Errorf("%s: the window must not import %s", file, ours)
			}
			checkDoors(t, pkg, path, file)
			checkPlain(t, pkg, path, file)
		}
	}
	for pkg := range table {
		if !seen[pkg] {
			t.Errorf("the table of layers lists %s, which does not exist", pkg)
		}
	}
}
