package scan

import (
	"fmt"
	"io/fs"

	"golang.org/x/sys/windows"
)

// identifier returns a function that identifies files: by volume and file index.
func identifier(string) func(path string, info fs.FileInfo) string { return fileIndex }

func fileIndex(path string, _ fs.FileInfo) string {
	name, err := windows.UTF16PtrFromString(path)
	if err != nil {
		return ""
	}
	// The file is opened without access rights, and no link or placeholder is resolved: that
	// neither disturbs other programs nor downloads a file from a cloud.
	const share = windows.FILE_SHARE_READ | windows.FILE_SHARE_WRITE | windows.FILE_SHARE_DELETE
	const flags = windows.FILE_FLAG_BACKUP_SEMANTICS | windows.FILE_FLAG_OPEN_REPARSE_POINT
	h, err := windows.CreateFile(name, 0, share, nil, windows.OPEN_EXISTING, flags, 0)
	if err != nil {
		return ""
	}
	defer windows.CloseHandle(h)
	var d windows.ByHandleFileInformation
	if err := windows.GetFileInformationByHandle(h, &d); err != nil {
		return ""
	}
	return fmt.Sprintf("%x:%x%08x", d.VolumeSerialNumber, d.FileIndexHigh, d.FileIndexLow)
}
