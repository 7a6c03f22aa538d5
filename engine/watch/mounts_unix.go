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

// onNetwork reports whether a file system of that type can change without this system noticing. The
// type is a name, because statfs(2) does not distinguish a disk mounted by ntfs-3g from a server
// mounted by sshfs.
func onNetwork(fsType string) bool {
	switch fsType {
	case "nfs", "nfs4", "cifs", "smb3", "smbfs", "ncpfs", "9p", "ceph", "afs", "coda", "lustre", "gfs2", "ocfs2",
		"beegfs", "davfs", "autofs",
		"virtiofs", "vboxsf", "vmhgfs", "prl_fs", // a host's folders in a virtual machine
		"afpfs", "webdav", "ftp", "macfuse", "osxfuse": // macOS
		return true
	case "fuse.ntfs-3g", "fuse.exfat", "fuse.gocryptfs", "fuse.cryfs", "fuse.encfs", "fuse.bindfs", "fuse.portal":
		return false // FUSE: a folder or disk of this machine
	default:
		return fsType == "fuse" || strings.HasPrefix(fsType, "fuse.")
	}
}
