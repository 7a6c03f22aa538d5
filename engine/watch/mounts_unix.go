//go:build !windows

package watch

import (
	"fmt"
	"strings"

	"github.com/moby/sys/mountinfo"
)

// systemMounts reads the system's table of mounts.
func systemMounts() (mounts, error) {
	infos, err := mountinfo.GetMounts(nil)
	if err != nil {
		return nil, err
	}
	all := make(mounts, 0, len(infos))
	for _, i := range infos {
		from := fmt.Sprintf("%d %d:%d %s %s", i.ID, i.Major, i.Minor, i.FSType, i.Source)
		all = append(all, mount{at: i.Mountpoint, from: from, network: onNetwork(i.FSType)})
	}
	return all, nil
}

// onNetwork reports whether a file system of that type can be changed where this
// system does not see it. The type is a name, because to statfs(2) a disk mounted
// by ntfs-3g and a server mounted by sshfs look alike.
func onNetwork(fsType string) bool {
	switch fsType {
	case "nfs", "nfs4", "cifs", "smb3", "smbfs", "ncpfs", "9p", "ceph", "afs", "coda", "lustre", "gfs2", "ocfs2",
		"beegfs", "davfs", "autofs",
		"virtiofs", "vboxsf", "vmhgfs", "prl_fs", // a host's folders, as its guest sees them
		"afpfs", "webdav", "ftp", "macfuse", "osxfuse": // macOS
		return true
	case "fuse.ntfs-3g", "fuse.exfat", "fuse.gocryptfs", "fuse.cryfs", "fuse.encfs", "fuse.bindfs", "fuse.portal":
		return false // a folder or disk of this machine, through a program
	default:
		return fsType == "fuse" || strings.HasPrefix(fsType, "fuse.")
	}
}
