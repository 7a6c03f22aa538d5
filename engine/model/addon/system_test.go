package addon

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// What many computers have already is left out where they have it, whole.
func TestWhatTheSystemHas(t *testing.T) {
	one, two := t.TempDir(), t.TempDir()
	put := func(dir, name string) {
		t.Helper()
		if err := os.WriteFile(filepath.Join(dir, name), nil, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	put(one, "libcublas.so.13")
	put(one, "libcudart.so.13")
	put(one, "libonnxruntime.so")
	put(two, "libcublasLt.so.13")
	if err := os.Mkdir(filepath.Join(one, "libcudnn.so.9"), 0o700); err != nil {
		t.Fatal(err)
	}
	of := func(shared bool, names ...string) Archive {
		x := Archive{Shared: shared, Bytes: 7}
		for _, name := range names {
			x.Members = append(x.Members, Member{To: name, Bytes: 5})
		}
		return x
	}
	a := AddOn{Archives: []Archive{
		of(false, "libonnxruntime.so"), of(true, "libcudart.so.13"), of(true, "libcublas.so.13", "libcublasLt.so.13"),
		of(true, "libcudnn.so.9"), of(true, "libcurand.so.10"),
	}}
	for _, tt := range []struct {
		folders []string
		want    []bool // left out
	}{
		{nil, []bool{false, false, false, false, false}},
		{[]string{one, "not there"}, []bool{false, true, false, false, false}},
		{[]string{"not there", one, two}, []bool{false, true, true, false, false}},
	} {
		skip := In(tt.folders)
		var got []bool
		left := int64(0)
		for _, x := range a.Archives {
			got = append(got, skip(x))
			if !skip(x) {
				left += x.Bytes
			}
		}
		if download, _ := a.Bytes(skip); !slices.Equal(got, tt.want) || download != left {
			t.Errorf("in %d folders: %v and %d bytes, want %v", len(tt.folders), got, download, tt.want)
		}
	}
}

func FuzzConfigured(f *testing.F) {
	f.Add("# libraries of CUDA\n/usr/local/cuda/lib64 # here\n\ninclude /etc/ld.so.conf.d/*.conf\n\t/opt/lib")
	f.Fuzz(func(t *testing.T, text string) {
		for _, dir := range configured(text) {
			if !filepath.IsAbs(dir) || !strings.Contains(text, dir) || strings.ContainsAny(dir, "#\n") {
				t.Errorf("%q in %q", dir, text)
			}
		}
	})
}

func TestConfigured(t *testing.T) {
	got := configured("# CUDA\n/usr/local/cuda/lib64 # here\n\ninclude /etc/ld.so.conf.d/*.conf\n\t/opt/lib")
	if want := []string{"/usr/local/cuda/lib64", "/opt/lib"}; !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}
