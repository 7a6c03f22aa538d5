package restore

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"

	"recollect/engine/catalog"
	"recollect/engine/photo"
)

func TestFailedBackup(t *testing.T) {
	at := time.Date(2024, 6, 3, 9, 5, 0, 0, time.UTC)
	tests := []struct {
		name string
		err  error // nil: text is what an earlier version wrote
		text string
		want Backups
	}{
		{
			"a fault", fmt.Errorf("back up: %w", catalog.ErrDisk), "",
			Backups{FailedAt: "2024-06-03 09:05:00", Failed: "catalog:disk"},
		},
		{
			"any other error", errors.New("open /x?y: no"), "",
			Backups{
				FailedAt: "2024-06-03 09:05:00",
				Failed:   photo.NewReason("other", photo.Args{"error": "open /x?y: no"}),
			},
		},
		{
			"of an earlier version", nil, "2024-06-03 09:05:00 the disk is full\n",
			Backups{FailedAt: "2024-06-03 09:05:00", Failed: "the disk is full"},
		},
		{"not a time", nil, "something else that is long\n", Backups{Failed: "something else that is long"}},
		{"empty", nil, "\n", Backups{}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			f := Files{Dir: t.TempDir()}
			if err := os.Mkdir(f.backupDir(), 0o700); err != nil {
				t.Fatal(err)
			}
			write(t, filepath.Join(f.backupDir(), failedName), []byte(tt.text))
			if tt.err != nil {
				if err := f.writeFailure(at, tt.err); err != nil {
					t.Fatal(err)
				}
			}
			if got, err := f.Backups(); err != nil || got != tt.want {
				t.Errorf("got %+v, %v, want %+v", got, err, tt.want)
			}
		})
	}
}
