package store

import (
	"errors"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"
)

// Whoever compares the file while another process writes to it sees no damage.
func TestSumsOfAFileThatIsWrittenTo(t *testing.T) {
	path, sums := filepath.Join(t.TempDir(), "recollect.db"), filepath.Join(t.TempDir(), "recollect.sums")
	data := make([]byte, 8<<20)
	for range 20 {
		err := errors.Join(os.WriteFile(path, data, 0o600), os.Chtimes(path, time.Time{}, time.Unix(1e9, 0)),
			WriteSums(path, sums))
		if err != nil {
			t.Fatal(err)
		}
		f, err := os.OpenFile(path, os.O_WRONLY, 0)
		if err != nil {
			t.Fatal(err)
		}
		var other sync.WaitGroup
		other.Go(func() {
			_, err := f.WriteAt([]byte("written"), int64(len(data)-7))
			if err := errors.Join(err, f.Close()); err != nil {
				t.Error(err)
			}
		})
		_, err = CompareSums(path, sums, int64(len(data)))
		other.Wait()
		if err != nil {
			t.Fatal(err)
		}
	}
}
