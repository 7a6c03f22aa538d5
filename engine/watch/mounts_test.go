//go:build !windows

package watch

import (
	"slices"
	"testing"
)

func TestOnNetwork(t *testing.T) {
	tests := map[string]bool{
		"ext4": false, "btrfs": false, "tmpfs": false, "vfat": false, "apfs": false,
		"fuseblk": false, "fuse.ntfs-3g": false,
		"nfs": true, "nfs4": true, "cifs": true, "smb3": true, "smbfs": true, "9p": true, "ceph": true, "afs": true,
		"fuse.sshfs": true, "fuse.rclone": true, "fuse.gvfsd-fuse": true, "fuse": true,
	}
	for fsType, want := range tests {
		t.Run(fsType, func(t *testing.T) {
			if got := onNetwork(fsType); got != want {
				t.Errorf("want %v, got %v", want, got)
			}
		})
	}
}

func TestMounts(t *testing.T) {
	m := mounts{{at: "/"}, {at: "/nas", network: true}, {at: "/nas/usb"}, {at: "/over", network: true}, {at: "/over"}}
	tests := []struct {
		dir     string
		network bool
		around  []string
	}{
		{"/home", false, []string{"/"}},
		{"/nasty", false, []string{"/"}},
		{"/nas", true, []string{"/nas", "/nas/usb"}},
		{"/nas/photos", true, []string{"/nas"}},
		{"/nas/usb/photos", false, []string{"/nas/usb"}},
		{"/over/photos", false, []string{"/over"}},
		{"/", false, []string{"/", "/nas", "/nas/usb", "/over", "/over"}},
	}
	for _, tt := range tests {
		t.Run(tt.dir, func(t *testing.T) {
			if got := m.network(tt.dir); got != tt.network {
				t.Errorf("want on a network %v, got %v", tt.network, got)
			}
			var at []string
			for _, one := range m.around(tt.dir) {
				at = append(at, one.at)
			}
			if !slices.Equal(at, tt.around) {
				t.Errorf("want mounts %q, got %q", tt.around, at)
			}
		})
	}
}

func TestSystemMounts(t *testing.T) {
	all, err := systemMounts()
	if err != nil {
		t.Fatal(err)
	}
	if at := all.above("/").at; at != "/" {
		t.Errorf("want a mount at /, got %q of %d", at, len(all))
	}
}
