package decode

import (
	"io/fs"
	"path/filepath"
	"reflect"
	"testing"

	"recollect/engine/photo"
)

// pictureFiles are the files of testdata with an extension: pictures of many formats, with profiles and metadata.
func pictureFiles(t *testing.T) (paths []string) {
	t.Helper()
	for _, root := range []string{"testdata", "heif/testdata", "jpeg/testdata"} {
		err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
			if err == nil && d.Type().IsRegular() && filepath.Ext(path) != "" {
				paths = append(paths, path)
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	return paths
}

// A picture is as without a budget also after its file's memory was written to: nothing of it lies there.
func TestMemoryIsUsedAgain(t *testing.T) {
	warm(t)
	b, decoded := NewBudget(1<<30), 0
	for _, path := range pictureFiles(t) {
		f := photo.File{Path: path, ModTime: changed}
		want, wantErr := File(t.Context(), f, Options{})
		got, err := File(t.Context(), f, Options{Budget: b})
		if (err == nil) != (wantErr == nil) {
			t.Errorf("%s: err = %v, want %v", path, err, wantErr)
		}
		if err != nil || wantErr != nil {
			continue
		}
		decoded++
		if old, ok := b.spare.Get().(*[]byte); ok { // a pool may drop it
			clear((*old)[:cap(*old)])
		}
		if !reflect.DeepEqual(got.Details, want.Details) || got.Hash != want.Hash || got.Opaque != want.Opaque {
			t.Errorf("%s: %+v, want %+v", path, got, want)
		}
		if !reflect.DeepEqual(got.OnScreen(1<<20), want.OnScreen(1<<20)) {
			t.Errorf("%s: other pixels", path)
		}
	}
	if decoded < 50 {
		t.Errorf("%d files were decoded", decoded)
	}
}
