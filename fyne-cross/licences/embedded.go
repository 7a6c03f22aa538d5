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

// listed has a line for each file that is embedded in a package, and for each static library that cgo
// links into one, after the package's path and a slash.
const listed = `{{if .Module}}{{$p := .ImportPath}}{{range .EmbedFiles}}{{$p}}/{{.}}
{{end}}{{range .CgoLDFLAGS}}{{$p}}/{{.}}
{{end}}{{end}}`

// ofModules begin what the licence of the module itself covers.
var ofModules = []string{
	"fyne.io/fyne/v2/theme/icons/", "fyne.io/fyne/v2/lang/translations/",
	"fyne.io/fyne/v2/internal/painter/gl/shaders/",
}

// embedded lists what is in the program that info is of beside the code of its modules. It asks the go
// command, which must see the source that the program was built from.
func embedded(info *debug.BuildInfo) ([]string, error) {
	cmd := exec.Command("go", "list", "-deps", "-f", listed, info.Path)
	cmd.Env = os.Environ()
	for _, s := range info.Settings {
		if s.Key == "GOOS" || s.Key == "GOARCH" || s.Key == "CGO_ENABLED" {
			cmd.Env = append(cmd.Env, s.Key+"="+s.Value)
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
