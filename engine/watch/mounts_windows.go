package watch

import (
	"fmt"

	"golang.org/x/sys/windows"
)

// systemMounts lists the drives. Servers without a letter are recognised by their path, see below.
func systemMounts() (mounts, error) {
	drives, err := windows.GetLogicalDrives()
	if err != nil {
		return nil, err
	}
	all := mounts{{at: `\\`, from: "servers", network: true}}
	for i := range 26 {
		if drives&(1<<i) == 0 {
			continue
		}
		root := string(rune('A'+i)) + `:\`
		kind := windows.GetDriveType(windows.StringToUTF16Ptr(root))
		all = append(all, mount{at: root, from: fmt.Sprint(kind), network: kind == windows.DRIVE_REMOTE})
	}
	return all, nil
}
