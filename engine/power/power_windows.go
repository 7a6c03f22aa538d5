package power

import (
	"unsafe"

	"golang.org/x/sys/windows"
)

var getSystemPowerStatus = windows.NewLazySystemDLL("kernel32.dll").NewProc("GetSystemPowerStatus")

// status is SYSTEM_POWER_STATUS.
type status struct {
	lineStatus         byte // 0 offline, 1 online, 255 unknown
	batteryFlag        byte // 128 no battery, 255 unknown
	batteryLifePercent byte
	systemStatusFlag   byte
	batteryLifeTime    uint32
	batteryFullTime    uint32
}

func onBattery() bool {
	const noBattery, unknown = 128, 255
	var s status
	done, _, _ := getSystemPowerStatus.Call(uintptr(unsafe.Pointer(&s)))
	return done != 0 && s.lineStatus == 0 && s.batteryFlag != unknown && s.batteryFlag&noBattery == 0
}
