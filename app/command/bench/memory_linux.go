package bench

import (
	"bufio"
	"bytes"
	"fmt"
	"os"
)

// ProcessMemory is the physical memory of this process in bytes: the most since forgetPeak, and now
// (proc(5), VmHWM and VmRSS). 0 means unknown.
func ProcessMemory() (peak, now int64) {
	status, err := os.ReadFile("/proc/self/status")
	if err != nil {
		return 0, 0
	}
	lines := bufio.NewScanner(bytes.NewReader(status))
	for lines.Scan() {
		var kB int64
		if n, _ := fmt.Sscanf(lines.Text(), "VmHWM: %d kB", &kB); n == 1 {
			peak = kB << 10
		}
		if n, _ := fmt.Sscanf(lines.Text(), "VmRSS: %d kB", &kB); n == 1 {
			now = kB << 10
		}
	}
	return peak, now
}

// forgetPeak resets the peak (proc(5), clear_refs). If that is not allowed it stays that of the
// whole run.
func forgetPeak() { _ = os.WriteFile("/proc/self/clear_refs", []byte("5"), 0) }
