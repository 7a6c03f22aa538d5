package power

import (
	"io/fs"
	"os"
	"path"
	"strings"
)

func onBattery() bool { return discharging(os.DirFS("/sys/class/power_supply")) }

// discharging reports whether the kernel's list of power supplies has a battery of the
// computer itself that is discharging (Documentation/ABI/testing/sysfs-class-power).
// Batteries of a mouse or a headset have the scope Device.
func discharging(supplies fs.FS) bool {
	entries, err := fs.ReadDir(supplies, ".")
	if err != nil {
		return false
	}
	for _, e := range entries {
		say := func(name string) string {
			text, err := fs.ReadFile(supplies, path.Join(e.Name(), name))
			if err != nil {
				return ""
			}
			return strings.TrimSpace(string(text))
		}
		if say("type") == "Battery" && say("scope") != "Device" && say("status") == "Discharging" {
			return true
		}
	}
	return false
}
