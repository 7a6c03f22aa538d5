package addon

import (
	"errors"
	"fmt"

	"golang.org/x/sys/unix"
)

// quarantine is the attribute with which macOS marks what came from the internet. A library that has it
// is not loaded before a person has agreed in a dialog, which programs without a window cannot show.
const quarantine = "com.apple.quarantine"

// release takes the mark off a library that has just been checked: a person has asked for it, and its
// SHA-256 is known.
func release(path string) error {
	if err := unix.Removexattr(path, quarantine); err != nil && !errors.Is(err, unix.ENOATTR) {
		return fmt.Errorf("%s: %w", path, err)
	}
	return nil
}
