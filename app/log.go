package app

import (
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"runtime/debug"

	"recollect/engine/file"
)

// maxLogBytes is the size from which the log is rotated when the program starts. One old log is
// kept.
const maxLogBytes = 4 << 20

// openLog opens the library's log and the file for crash reports. The log holds what the window
// does not show, and no queries. The error is a *file.Foreign if a link or anything else lies in
// its place.
func openLog(library string) (*slog.Logger, func(), error) {
	path := filepath.Join(library, "recollect.log")
	if info, err := os.Lstat(path); err == nil && info.Size() > maxLogBytes {
		if err := os.Rename(path, path+".old"); err != nil {
			return nil, nil, fmt.Errorf("log: %w", err)
		}
	}
	f, err := file.OpenOwn(path, os.O_CREATE|os.O_APPEND|os.O_WRONLY)
	if err != nil {
		return nil, nil, fmt.Errorf("log: %w", err)
	}
	// The runtime itself writes a crash, when all else has stopped.
	if err := debug.SetCrashOutput(f, debug.CrashOptions{}); err != nil {
		f.Close()
		return nil, nil, fmt.Errorf("log: %w", err)
	}
	log := slog.New(slog.NewTextHandler(f, nil))
	return log, func() {
		log.Info("stop")
		f.Close()
	}, nil
}
