package scan

import "golang.org/x/sys/unix"

// stableInodes reports whether a file in dir has the same inode after the volume was mounted anew.
// FAT, exFAT and many FUSE file systems, which memory cards and phones use, invent inodes at each
// mount: as identities, they would make every file on a card changed each time it is inserted.
func stableInodes(dir string) bool {
	const exFAT = 0x2011bab0 // not in x/sys/unix
	var st unix.Statfs_t
	if unix.Statfs(dir, &st) != nil {
		return false
	}
	switch uint32(st.Type) {
	case unix.MSDOS_SUPER_MAGIC, exFAT, unix.FUSE_SUPER_MAGIC:
		return false
	}
	return true
}
