//go:build !windows

package app

import "os/exec"

// commandLine returns a command.
func commandLine(c []string) *exec.Cmd { return exec.Command(c[0], c[1:]...) }
