package main

import (
	"os"
	"regexp"
	"strings"
	"testing"
)

// A map that names places which are not there leads astray.
func TestArchitectureNamesWhatIsThere(t *testing.T) {
	doc, err := os.ReadFile("docs/architecture.md")
	if err != nil {
		t.Fatal(err)
	}
	file := regexp.MustCompile(`\.(go|json|md|txt)$`)
	for _, m := range regexp.MustCompile("`([^`\n]+)`").FindAllStringSubmatch(string(doc), -1) {
		name := m[1]
		isPath := strings.Contains(name, "/") && !strings.ContainsAny(name, " {") || file.MatchString(name)
		if _, err := os.Stat(name); isPath && err != nil {
			t.Errorf("docs/architecture.md names %s, which is not there", name)
		}
	}
}
