package app

import (
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"runtime/debug"

	"recollect/engine/file"
)

// maxLogBytes is how large the log may have grown when the program starts;
// then it becomes the old log, and the one before that goes.
const maxLogBytes = 4 << 20

// openLog opens the library's log, and the file that takes the last words of a
// crash. The log holds what the window does not show; no query is written to it. The
// error is a *file.Foreign if there is a link or another thing in its place.
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
	// A crash is written by the runtime itself, after all else has stopped.
	if err := debug.SetCrashOutput(f, debug.CrashOptions{}); err != nil {
		f.Close()
		return nil, nil, fmt.Errorf("log: %w", err)
	}
	log := slog.New(slog.NewTextHandler(f, nil))
	log.Info("start", "version", Version)
	return log, func() {
		log.Info("stop")
		f.Close()
	}, nil
}
