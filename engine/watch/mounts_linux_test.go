package watch

import (
	"os"
	"slices"
	"syscall"
	"testing"
)

func mountOver(t *testing.T, dir string) (unmount func()) {
	t.Helper()
	if err := syscall.Mount("tmpfs", dir, "tmpfs", 0, "size=1m"); err != nil {
		t.Skipf("nothing can be mounted here: %v", err)
	}
	mounted := true
	unmount = func() {
		if mounted {
			mounted = false
			if err := syscall.Unmount(dir, syscall.MNT_DETACH); err != nil {
				t.Error(err)
			}
		}
	}
	t.Cleanup(unmount)
	return unmount
}

func TestMountsComeAndGo(t *testing.T) {
	root := folders(t, "a", "usb")
	for name, at := range map[string]string{"over the root": root, "inside it": root + "/usb"} {
		t.Run(name, func(t *testing.T) {
			w := start(t, quick())
			w.Add(root)
			await(t, w, root, func(l Dirty) bool { return slices.Equal(l.Deep, []string{root}) })
			unmount := mountOver(t, at)
			await(t, w, "the mount", func(l Dirty) bool { return slices.Equal(l.Deep, []string{root}) })
			if err := os.MkdirAll(at+"/b/c", 0o777); err != nil {
				t.Fatal(err)
			}
			await(t, w, at+"/b", func(l Dirty) bool { return slices.Contains(l.Deep, at+"/b") })
			write(t, at+"/b/c/1.jpg")
			await(t, w, at+"/b/c", func(l Dirty) bool { return slices.Equal(l.Shallow, []string{at + "/b/c"}) })
			unmount()
			await(t, w, "what was below the mount", func(l Dirty) bool { return slices.Contains(l.Deep, root) })
			write(t, root+"/a/2.jpg")
			await(t, w, root+"/a", func(l Dirty) bool { return covers(l, root+"/a") })
		})
	}
}
