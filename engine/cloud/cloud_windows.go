package cloud

import (
	"io/fs"
	"syscall"

	"golang.org/x/sys/windows"
)

// Only reports whether the content of a file is in a cloud only, so that opening or
// reading the file would download it (File Attribute Constants of the Windows API).
func Only(info fs.FileInfo) bool {
	data, ok := info.Sys().(*syscall.Win32FileAttributeData)
	const recalled = windows.FILE_ATTRIBUTE_OFFLINE | windows.FILE_ATTRIBUTE_RECALL_ON_OPEN |
		windows.FILE_ATTRIBUTE_RECALL_ON_DATA_ACCESS
	return ok && data.FileAttributes&recalled != 0
}
