package app

import (
	"os/exec"
	"strings"
	"syscall"
)

// commandLine returns a command whose arguments reach the program as they are: explorer.exe splits its command line
// in its own way, and takes no quotes around a whole "/select,PATH".
func commandLine(c []string) *exec.Cmd {
	cmd := exec.Command(c[0])
	cmd.SysProcAttr = &syscall.SysProcAttr{CmdLine: strings.Join(c, " ")}
	return cmd
}
