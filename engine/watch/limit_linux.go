package watch

import (
	"fmt"
	"os"
	"strings"
)

// Limit tells how many folders this system lets a user watch, and how to raise
// that; next is empty where there is nothing to raise.
func Limit() (what, next string) {
	const file = "/proc/sys/fs/inotify/max_user_watches"
	n, err := os.ReadFile(file)
	if err != nil {
		return "inotify, limit unknown", ""
	}
	return fmt.Sprintf("inotify, up to %s folders", strings.TrimSpace(string(n))),
		"Folders beyond that are looked at every 20 s. To raise it: sysctl fs.inotify.max_user_watches=524288"
}
