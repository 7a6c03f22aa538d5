// Command imports checks that the programs and libraries in a folder find all libraries that they are linked with:
//
//	imports FOLDER
//
// Each must lie in the folder or be a part of Windows 10.
package main

import (
	"debug/pe"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

func main() {
	if len(os.Args) != 2 {
		fmt.Fprintln(os.Stderr, "usage: imports FOLDER")
		os.Exit(2)
	}
	if err := run(os.Args[1]); err != nil {
		fmt.Fprintln(os.Stderr, "imports:", err)
		os.Exit(1)
	}
}

// system are libraries of Windows 10. Those whose names begin with one of sets are parts of it, too.
var system = []string{
	"advapi32.dll", "bcrypt.dll", "bcryptprimitives.dll", "d3d12.dll", "dbghelp.dll", "dxgi.dll", "gdi32.dll",
	"kernel32.dll", "msvcrt.dll", "ntdll.dll", "ole32.dll", "opengl32.dll", "powrprof.dll", "setupapi.dll",
	"shell32.dll", "user32.dll", "winmm.dll", "ws2_32.dll",
}

var sets = []string{"api-ms-win-", "ext-ms-win-"}

func run(folder string) error {
	entries, err := os.ReadDir(folder)
	if err != nil {
		return err
	}
	beside := map[string]bool{}
	for _, e := range entries {
		beside[strings.ToLower(e.Name())] = true
	}
	var missing []error
	for _, e := range entries {
		if !slices.Contains([]string{".exe", ".com", ".dll"}, strings.ToLower(filepath.Ext(e.Name()))) {
			continue
		}
		wanted, err := linked(filepath.Join(folder, e.Name()))
		if err != nil {
			return err
		}
		for _, lib := range wanted {
			if !beside[lib] && !ofWindows(lib) {
				missing = append(missing, fmt.Errorf("%s needs %s", e.Name(), lib))
			}
		}
	}
	return errors.Join(missing...)
}

// linked returns the libraries that a file names, in small letters.
func linked(path string) ([]string, error) {
	f, err := pe.Open(path)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	defer f.Close()
	symbols, err := f.ImportedSymbols()
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	var libs []string
	for _, s := range symbols { // "symbol:library"
		_, lib, _ := strings.Cut(s, ":")
		libs = append(libs, strings.ToLower(lib))
	}
	slices.Sort(libs)
	return slices.Compact(libs), nil
}

func ofWindows(lib string) bool {
	return slices.Contains(system, lib) ||
		slices.ContainsFunc(sets, func(s string) bool { return strings.HasPrefix(lib, s) })
}
