package cloud

import (
	"io/fs"
	"syscall"
)

// dataless is SF_DATALESS of sys/stat.h: opening the file downloads its content.
const dataless = 0x40000000

// Only reports whether the content of a file is in a cloud only, so that opening the file
// would download it.
func Only(info fs.FileInfo) bool {
	st, ok := info.Sys().(*syscall.Stat_t)
	return ok && st.Flags&dataless != 0
}
