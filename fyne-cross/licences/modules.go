package main

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime/debug"
	"strings"
)

// part is something that is shipped: a Go module, a library, data.
type part struct {
	name, version string
	purl          string // package URL, if there is one
	sum           string // SHA-256 in hexadecimal, if it is a file
	text          string // of the licence
}

// licence is what files with the terms of a module are called.
var licence = regexp.MustCompile(`(?i)^(LICEN[SC]E|COPYING|NOTICE|PATENTS)`)

// modules are the modules that a program was linked from, Go's own library first, and the folder of each.
func modules(info *debug.BuildInfo) (parts []part, dirOf map[string]string, err error) {
	root, err := goEnv("GOROOT")
	if err != nil {
		return nil, nil, err
	}
	cache, err := goEnv("GOMODCACHE")
	if err != nil {
		return nil, nil, err
	}
	version := strings.TrimPrefix(info.GoVersion, "go")
	std := part{name: "Go's standard library", version: version, purl: "pkg:golang/std@" + version}
	if std.text, err = terms(root); err != nil {
		return nil, nil, err
	}
	parts, dirOf = []part{std}, map[string]string{}
	for _, m := range info.Deps {
		if m.Replace != nil {
			m = m.Replace
		}
		p := part{name: m.Path, version: m.Version, purl: "pkg:golang/" + m.Path + "@" + m.Version}
		dirOf[m.Path] = filepath.Join(cache, escape(m.Path)+"@"+m.Version)
		if p.text, err = terms(dirOf[m.Path]); err != nil {
			return nil, nil, err
		}
		parts = append(parts, p)
	}
	return parts, dirOf, nil
}

func goEnv(name string) (string, error) {
	out, err := exec.Command("go", "env", name).Output()
	return strings.TrimSpace(string(out)), err
}

var capital = regexp.MustCompile(`[A-Z]`)

// escape writes a path as the module cache does: an exclamation mark and the small letter for each capital.
func escape(path string) string {
	return capital.ReplaceAllStringFunc(path, func(s string) string { return "!" + strings.ToLower(s) })
}

// terms returns the texts of the licences that lie in a folder.
func terms(folder string) (string, error) {
	entries, err := os.ReadDir(folder)
	if err != nil {
		return "", err
	}
	var all []string
	for _, e := range entries {
		if e.IsDir() || !licence.MatchString(e.Name()) {
			continue
		}
		text, err := os.ReadFile(filepath.Join(folder, e.Name()))
		if err != nil {
			return "", err
		}
		all = append(all, strings.TrimSpace(string(text)))
	}
	if len(all) == 0 {
		return "", fmt.Errorf("%s has no licence", folder)
	}
	return strings.Join(all, "\n\n"), nil
}
