package decode

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"testing"

	"recollect/engine/cloud"
	"recollect/engine/photo"
)

// A file may have left this computer since it was listed.
func TestWhatIsInACloudOnlyIsNotOpened(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a.jpg")
	if err := os.WriteFile(path, []byte("fetched"), 0o600); err != nil {
		t.Fatal(err)
	}
	inCloud = func(info fs.FileInfo) bool { return info.Name() == "a.jpg" }
	t.Cleanup(func() { inCloud = cloud.Only })
	f := photo.File{Path: path}
	_, described := Describe(f)
	_, decoded := File(t.Context(), f, Options{})
	_, hashed := Hash(t.Context(), path)
	for what, err := range map[string]error{"Describe": described, "File": decoded, "Hash": hashed} {
		if !errors.Is(err, cloud.ErrOnly) {
			t.Errorf("%s: want %v, got %v", what, cloud.ErrOnly, err)
		}
	}
}
