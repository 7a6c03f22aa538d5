package volume

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"syscall"

	"github.com/moby/sys/mountinfo"
	"golang.org/x/sys/unix"
)

// lasting are the file systems whose statfs identifier is made of their own UUID
// (f_fsid, see statfs(2) and uuid_to_fsid in the kernel). The identifier of others is
// the number of the device, which changes each time it is plugged in.
var lasting = map[string]bool{"ext2": true, "ext3": true, "ext4": true, "btrfs": true, "tmpfs": true}

// remote are the file systems whose source names a server and its share.
var remote = map[string]bool{
	"nfs": true, "nfs4": true, "cifs": true, "smb3": true, "9p": true, "ceph": true, "afs": true,
	"fuse.sshfs": true, "fuse.rclone": true, "fuse.glusterfs": true,
}

func identity(m *mountinfo.Info) string {
	switch {
	case remote[m.FSType]:
		return m.FSType + ":" + m.Source
	case lasting[m.FSType]:
		var st unix.Statfs_t
		if unix.Statfs(m.Mountpoint, &st) != nil || st.Fsid.Val == [2]int32{} {
			return ""
		}
		return fmt.Sprintf("%s:%08x%08x", m.FSType, uint32(st.Fsid.Val[0]), uint32(st.Fsid.Val[1]))
	case strings.HasPrefix(m.Source, "/dev/"):
		return uuid(m.Source, "/dev/disk/by-uuid")
	default:
		return ""
	}
}

// uuid returns the identity of device by the links in dir, where udev makes one for
// every file system that has a UUID or a serial number; empty where there is none.
func uuid(device, dir string) string {
	want, err := number(device)
	if err != nil {
		return ""
	}
	links, err := os.ReadDir(dir)
	if err != nil {
		return ""
	}
	for _, l := range links {
		if got, err := number(filepath.Join(dir, l.Name())); err == nil && got == want {
			return "uuid:" + l.Name()
		}
	}
	return ""
}

// number returns the device number of the device file at path.
func number(path string) (uint64, error) {
	info, err := os.Stat(path)
	if err != nil {
		return 0, err
	}
	st, ok := info.Sys().(*syscall.Stat_t)
	if !ok || info.Mode()&os.ModeDevice == 0 {
		return 0, fmt.Errorf("%s is no device", path)
	}
	return st.Rdev, nil
}
