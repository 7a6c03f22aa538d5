package main

import (
	"fmt"
	"os"
	"os/exec"
	"path"
	"runtime/debug"
	"slices"
	"strings"
)

// listed has a line for each file that is embedded in a package, for each static library that cgo links
// into one, and, with ".pc" behind it, for each that pkg-config names, after the package's path and a slash.
const listed = `{{if .Module}}{{$p := .ImportPath}}{{range .EmbedFiles}}{{$p}}/{{.}}
{{end}}{{range .CgoLDFLAGS}}{{$p}}/{{.}}
{{end}}{{range .CgoPkgConfig}}{{$p}}/{{.}}.pc
{{end}}{{end}}`

// ofModules begin what the licence of the module itself covers.
var ofModules = []string{
	"fyne.io/fyne/v2/theme/icons/", "fyne.io/fyne/v2/lang/translations/",
	"fyne.io/fyne/v2/internal/painter/gl/shaders/",
}

// embedded lists what is in the program that info is of beside the code of its modules. It asks the go
// command, which must see the source that the program was built from.
func embedded(info *debug.BuildInfo) ([]string, error) {
	set := map[string]string{}
	for _, s := range info.Settings {
		set[s.Key] = s.Value
	}
	cmd := exec.Command("go", "list", "-deps", "-tags", set["-tags"], "-f", listed, info.Path)
	cmd.Env = os.Environ()
	for _, name := range []string{"GOOS", "GOARCH", "CGO_ENABLED"} {
		if set[name] != "" {
			cmd.Env = append(cmd.Env, name+"="+set[name])
		}
	}
	cmd.Stderr = os.Stderr
	out, err := cmd.Output()
	if err != nil {
		return nil, fmt.Errorf("go list: %w", err)
	}
	var all []string
	for _, line := range strings.Fields(string(out)) {
		name := path.Base(line)
		if strings.HasSuffix(name, ".pc") && set["GOOS"] != "windows" {
			continue // shared there
		}
		if !strings.HasPrefix(name, "-") || strings.HasSuffix(name, ".a") {
			all = append(all, line)
		}
	}
	return all, nil
}

// explained is an error for a file of the list that no entry is about.
func explained(list []string, entries []other) error {
	for _, file := range list {
		if !explains(entries, file) {
			return fmt.Errorf("%s is in the program, and no entry says what it is", file)
		}
	}
	return nil
}

func explains(entries []other, file string) bool {
	for _, prefix := range ofModules {
		if strings.HasPrefix(file, prefix) {
			return true
		}
	}
	return slices.ContainsFunc(entries, func(o other) bool { return o.has(file) })
}

// has reports whether an entry is about an embedded file.
func (o other) has(file string) bool {
	return slices.ContainsFunc(o.within, func(pattern string) bool {
		ok, err := path.Match(pattern, file)
		return ok && err == nil
	})
}
