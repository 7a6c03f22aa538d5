package probe

import (
	"bytes"
	"io"
	"strings"

	"golang.org/x/sys/unix"

	"recollect/engine/file"
)

// drivers identifies the versions of the graphics drivers: those of modules that are no part of the
// kernel, and the kernel's for those that are.
func drivers() string {
	var text strings.Builder
	var name unix.Utsname
	if unix.Uname(&name) == nil {
		text.Write(bytes.TrimRight(name.Release[:], "\x00"))
	}
	for _, path := range []string{
		"/proc/driver/nvidia/version", "/sys/module/nvidia/version", "/sys/module/amdgpu/version",
		"/sys/module/xe/version", "/sys/module/intel_vpu/version",
	} {
		if f, err := file.Open(path); err == nil {
			data, _ := io.ReadAll(io.LimitReader(f, 4<<10))
			f.Close()
			text.Write(data)
		}
	}
	return text.String()
}
