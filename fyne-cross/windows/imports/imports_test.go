package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// program returns one for Windows that Go's own tests have.
func program(t *testing.T) string {
	t.Helper()
	root, err := exec.Command("go", "env", "GOROOT").Output()
	if err != nil {
		t.Fatal(err)
	}
	return filepath.Join(strings.TrimSpace(string(root)), "src/debug/pe/testdata/gcc-amd64-mingw-exec")
}

func TestLinked(t *testing.T) {
	libs, err := linked(program(t))
	if want := []string{"kernel32.dll", "msvcrt.dll"}; err != nil || !slices.Equal(libs, want) {
		t.Errorf("got %q, %v, want %q", libs, err, want)
	}
}

func TestMissingLibrary(t *testing.T) {
	data, err := os.ReadFile(program(t))
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	exe := filepath.Join(dir, "program.exe")
	if err := os.WriteFile(exe, data, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := run(dir); err != nil {
		t.Errorf("a program that needs only Windows: %v", err)
	}
	data = []byte(strings.ReplaceAll(string(data), "msvcrt.dll", "absent.dll"))
	if err := os.WriteFile(exe, data, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := run(dir); err == nil || err.Error() != "program.exe needs absent.dll" {
		t.Errorf("got %v", err)
	}
	if err := os.WriteFile(filepath.Join(dir, "absent.dll"), data, 0o600); err != nil {
		t.Fatal(err)
	}
	// It needs itself, and lies there.
	if err := run(dir); err != nil {
		t.Errorf("the library lies beside the program: %v", err)
	}
}
