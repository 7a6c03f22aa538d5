package cloud

import (
	"io/fs"
	"syscall"
)

// dataless is SF_DATALESS of sys/stat.h: the content would be fetched.
const dataless = 0x40000000

// Only reports whether a file's content is elsewhere, so that opening it would fetch it.
func Only(info fs.FileInfo) bool {
	st, ok := info.Sys().(*syscall.Stat_t)
	return ok && st.Flags&dataless != 0
}
