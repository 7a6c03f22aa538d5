package probe

import (
	"fmt"
	"path/filepath"
	"strings"

	"golang.org/x/sys/windows"
)

// drivers identifies the versions of the graphics drivers: of Windows, and of the files that drivers put
// into its folder.
func drivers() string {
	var text strings.Builder
	v := windows.RtlGetVersion()
	fmt.Fprint(&text, v.MajorVersion, ".", v.MinorVersion, ".", v.BuildNumber)
	if dir, err := windows.GetSystemDirectory(); err == nil {
		for _, name := range []string{"nvcuda.dll", "amdxc64.dll", "igxpun.exe", "ze_loader.dll", "vulkan-1.dll"} {
			fmt.Fprint(&text, " ", stamp(filepath.Join(dir, name)))
		}
	}
	return text.String()
}
