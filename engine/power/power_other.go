//go:build !linux && !windows

package power

import (
	"context"
	"os/exec"
	"strings"
	"time"
)

// onBattery asks a tool of macOS, whose first line names the source of power.
func onBattery() bool {
	ctx, cancel := context.WithTimeout(context.Background(), 5*time.Second)
	defer cancel()
	out, err := exec.CommandContext(ctx, "/usr/bin/pmset", "-g", "batt").Output()
	return err == nil && strings.Contains(string(out), "'Battery Power'")
}
