package fynecross

import (
	"os"
	"os/exec"
	"strings"
	"testing"
)

// The source is whole for every target: with a C compiler, each package of the program has files for it,
// and no C file that nobody calls there.
func TestTargets(t *testing.T) {
	for _, target := range []string{"linux/amd64", "linux/arm64", "windows/amd64", "darwin/amd64", "darwin/arm64"} {
		t.Run(target, func(t *testing.T) {
			system, processor, _ := strings.Cut(target, "/")
			cmd := exec.Command("go", "list", "-deps", "..")
			cmd.Env = append(os.Environ(), "GOOS="+system, "GOARCH="+processor, "CGO_ENABLED=1")
			if out, err := cmd.CombinedOutput(); err != nil {
				t.Errorf("%v\n%s", err, out)
			}
		})
	}
}
