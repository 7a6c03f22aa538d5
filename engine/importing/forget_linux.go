package importing

import (
	"golang.org/x/sys/unix"

	"recollect/engine/file"
)

// forget has the system read a file from its disk the next time, and not from memory, as far as it will.
func forget(path string) {
	f, err := file.Open(path)
	if err != nil {
		return
	}
	defer f.Close()
	_ = unix.Fadvise(int(f.Fd()), 0, 0, unix.FADV_DONTNEED) // without it the copy is compared all the same
}
