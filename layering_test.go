package main

import (
	"slices"
	"strings"
	"testing"
)

// plain lists the packages of the window that know no toolkit: they are tested without one.
var plain = []string{
	"ui/counts", "ui/letters", "ui/phrases", "ui/plan", "ui/roll", "ui/session", "ui/trail", "ui/typing", "ui/view",
	"ui/world",
}

// checkPlain tells of a plain package that imports the toolkit, or a package that may.
func checkPlain(t *testing.T, pkg, path, file string) {
	ours, _ := strings.CutPrefix(path, module+"/")
	toolkit := strings.HasPrefix(path, "fyne.io/") || inUI(ours) && !slices.Contains(plain, ours)
	if slices.Contains(plain, pkg) && toolkit {
		t.Errorf("%s: %s is to be tested without the toolkit and must not import %s", file, pkg, path)
	}
}

// beside are packages that import what is behind a door for something harmless.
var beside = map[string]string{
	"ui/drop": "net/http", // tells the type of content by its first bytes
}

func checkDoors(t *testing.T, pkg, path, file string) {
	for foreign, door := range only {
		inside := pkg == door || strings.HasPrefix(pkg, door+"/") ||
			door == "ui" && pkg == "app" || beside[pkg] == path
		if (path == foreign || strings.HasPrefix(path, foreign+"/")) && !inside && !isTool(pkg) {
			t.Errorf("%s: %s must not import %s, only %s may", file, pkg, path, door)
		}
	}
}

func inUI(pkg string) bool { return pkg == "ui" || strings.HasPrefix(pkg, "ui/") }

// isTool reports whether pkg is no part of the program: set-up and the
// whole-program test.
func isTool(pkg string) bool {
	for _, dir := range []string{"scripts", "e2e", "bench", "assets/icongen", "fyne-cross"} {
		if pkg == dir || strings.HasPrefix(pkg, dir+"/") {
			return true
		}
	}
	return false
}
