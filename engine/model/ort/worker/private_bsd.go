//go:build unix && !linux

package worker

import "golang.org/x/sys/unix"

// rssUnit is what macOS's Rusage counts memory in.
const rssUnit = 1

func redirect(from, to int) error { return unix.Dup2(from, to) }
