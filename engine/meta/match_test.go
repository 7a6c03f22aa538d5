package meta

import (
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"testing"
)

func TestTitlesInFolder(t *testing.T) {
	dir := t.TempDir()
	for name, text := range map[string]string{
		"one.json":      `{"title":"a.jpg","photoTakenTime":{"timestamp":"1258375918"}}`,
		"album.json":    `{"title":"b.jpg","date":{"timestamp":"1258375918"}}`,
		"other.json":    `[1, 2, 3]`,
		"pictures.json": `{"title":"c.jpg"}`,
	} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	got := Sidecars(dir, []string{"a.jpg", "b.jpg", "c.jpg", "one.json", "album.json", "other.json", "pictures.json"})
	if want := map[string][]string{"a.jpg": {"one.json"}}; !reflect.DeepEqual(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}

// Many files of one folder, and one of Takeout that fits none.
func BenchmarkSidecars(b *testing.B) {
	names := []string{"metadata.json"}
	for i := range 10_000 {
		names = append(names, fmt.Sprintf("IMG_%05d.jpg", i))
	}
	dir := b.TempDir()
	for b.Loop() {
		Sidecars(dir, names)
	}
}
