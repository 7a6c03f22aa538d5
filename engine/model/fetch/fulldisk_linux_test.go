package fetch

import (
	"errors"
	"net/http"
	"syscall"
	"testing"
)

// On a disk that is really full nothing is in place; with room again the download goes on.
func TestAFullDisk(t *testing.T) {
	dir := t.TempDir()
	if err := syscall.Mount("tmpfs", dir, "tmpfs", 0, "size=2m"); err != nil {
		t.Skipf("nothing can be mounted here: %v", err)
	}
	t.Cleanup(func() {
		if err := syscall.Unmount(dir, syscall.MNT_DETACH); err != nil {
			t.Error(err)
		}
	})
	data := noise(4 << 20)
	s := serve(t, func(_ int, w http.ResponseWriter, r *http.Request) { content(w, r, data, `"1"`) })
	o, _ := quick()
	told(t, one(t, o, dir, s.URL, data), "fetch:space")
	o.Free = func(string) (int64, error) { return 0, errors.ErrUnsupported }
	if err := one(t, o, dir, s.URL, data); !errors.Is(err, syscall.ENOSPC) {
		t.Errorf("got %v", err)
	}
	if left := beside(t, dir, "onnx/model.onnx"); left < 1<<20 {
		t.Errorf("%d bytes are kept", left)
	}
	if err := syscall.Mount("", dir, "", syscall.MS_REMOUNT, "size=64m"); err != nil {
		t.Fatal(err)
	}
	if err := one(t, o, dir, s.URL, data); err != nil {
		t.Error(err)
	}
	if asked := s.requests(); len(asked) != 2 || asked[1].Header.Get("Range") == "" {
		t.Errorf("%d requests", len(asked))
	}
}
