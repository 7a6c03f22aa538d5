//go:build linux

package volume

import (
	"os"
	"path/filepath"
	"slices"
	"syscall"
	"testing"
)

// mount mounts for the time of the test, which needs the right to.
func mount(t *testing.T, source, target, kind string, flags uintptr) (unmount func()) {
	t.Helper()
	if err := os.MkdirAll(target, 0o700); err != nil {
		t.Fatal(err)
	}
	if err := syscall.Mount(source, target, kind, flags, ""); err != nil {
		t.Skipf("nothing may be mounted here: %v", err)
	}
	mounted := true
	unmount = func() {
		if mounted {
			mounted = false
			if err := syscall.Unmount(target, 0); err != nil {
				t.Errorf("unmount %s: %v", target, err)
			}
		}
	}
	t.Cleanup(unmount)
	return unmount
}

func TestADriveIsFoundWhereverItIsMounted(t *testing.T) {
	dir, err := filepath.EvalSymlinks(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	drive, first, second := filepath.Join(dir, "drive"), filepath.Join(dir, "first"), filepath.Join(dir, "second")
	mount(t, "none", drive, "tmpfs", 0)
	if err := os.MkdirAll(filepath.Join(drive, "photos", "2022"), 0o700); err != nil {
		t.Fatal(err)
	}
	unplug := mount(t, filepath.Join(drive, "photos"), first, "", syscall.MS_BIND)
	p, err := Of(filepath.Join(first, "2022"))
	if err != nil || p.Volume == "" || p.Path != "photos/2022" {
		t.Fatalf("got %+v, %v", p, err)
	}
	if whole, err := Of(drive); err != nil || whole.Volume != p.Volume || whole.Path != "." {
		t.Errorf("the drive's root: %+v, %v", whole, err)
	}
	if under, err := Of(dir); err != nil || under.Volume == p.Volume {
		t.Errorf("the folder that the drive is mounted in has its identity: %+v, %v", under, err)
	}

	unplug()
	if empty, err := Of(first); err != nil || empty.Volume == p.Volume {
		t.Errorf("the empty mount point: %+v, %v", empty, err)
	}
	mount(t, drive, second, "", syscall.MS_BIND)
	want := []string{filepath.Join(drive, "photos", "2022"), filepath.Join(second, "photos", "2022")}
	if found, err := Find(p); err != nil || !slices.Equal(found, want) {
		t.Errorf("found %q, %v; want %q", found, err, want)
	}
}

func TestTwoDrivesAreToldApart(t *testing.T) {
	dir := t.TempDir()
	one, other := filepath.Join(dir, "one"), filepath.Join(dir, "other")
	mount(t, "none", one, "tmpfs", 0)
	mount(t, "none", other, "tmpfs", 0)
	a, errA := Of(one)
	b, errB := Of(other)
	if errA != nil || errB != nil || a.Volume == "" || a.Volume == b.Volume {
		t.Errorf("%+v, %v and %+v, %v", a, errA, b, errB)
	}
}

func TestDeviceIsNamedByItsUUID(t *testing.T) {
	dir := t.TempDir()
	for name, device := range map[string]string{"AAAA-0001": "/dev/null", "AAAA-0002": "/dev/zero"} {
		if err := os.Symlink(device, filepath.Join(dir, name)); err != nil {
			t.Fatal(err)
		}
	}
	tests := []struct{ device, want string }{
		{"/dev/null", "uuid:AAAA-0001"},
		{"/dev/zero", "uuid:AAAA-0002"},
		{"/dev/full", ""},
		{dir, ""},
		{"/dev/missing", ""},
	}
	for _, tt := range tests {
		if got := uuid(tt.device, dir); got != tt.want {
			t.Errorf("%s: got %q, want %q", tt.device, got, tt.want)
		}
	}
}

func TestBelow(t *testing.T) {
	tests := []struct {
		folder, dir, rest string
		ok                bool
	}{
		{"/a/b", "/", "a/b", true},
		{"/", "/", ".", true},
		{"/a/b", "/a", "b", true},
		{"/a", "/a", ".", true},
		{"/ab", "/a", "", false},
		{"/a", "/a/b", "", false},
		{"/a", "/.", "a", true},
	}
	for _, tt := range tests {
		rest, ok := below(tt.folder, tt.dir)
		if ok != tt.ok || ok && rest != tt.rest {
			t.Errorf("%s below %s: got %q, %v, want %q, %v", tt.folder, tt.dir, rest, ok, tt.rest, tt.ok)
		}
	}
}
