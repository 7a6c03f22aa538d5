package ort

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"sync"

	onnx "github.com/yalue/onnxruntime_go"

	"recollect/engine/model/ort/telemetry"
	"recollect/engine/photo"
)

// ErrNoRuntime means that ONNX Runtime's library was not found or cannot be used.
var ErrNoRuntime error = &photo.Fault{
	Code: "model:no-runtime",
	Args: photo.Args{"library": LibraryName()},
	Text: "ONNX Runtime's library is missing or cannot be used",
}

// LibraryName returns what ONNX Runtime's library is called on this system when
// it lies beside the program.
func LibraryName() string {
	switch runtime.GOOS {
	case "windows":
		return "onnxruntime.dll"
	case "darwin":
		return "libonnxruntime.dylib"
	default:
		return "libonnxruntime.so"
	}
}

// FindLibrary returns the path of ONNX Runtime's library in the first of dirs
// that has it, or ErrNoRuntime.
func FindLibrary(dirs ...string) (string, error) {
	for _, dir := range dirs {
		path := filepath.Join(dir, LibraryName())
		if _, err := os.Stat(path); err == nil {
			return path, nil
		}
	}
	return "", fmt.Errorf("%w: %s is not in %q", ErrNoRuntime, LibraryName(), dirs)
}

// CPU is the provider that every library has.
const CPU = "CPU"

// Provider returns the name of the provider that a Session would use with the library that
// FindLibrary finds in dirs, or FindLibrary's error.
func Provider(dirs ...string) (string, error) {
	if _, err := FindLibrary(dirs...); err != nil {
		return "", err
	}
	return CPU, nil
}

// environment guards ONNX Runtime's process-wide state. It is created once and
// kept until the process ends: unloading the library under running sessions is
// not safe.
var environment sync.Mutex

// startRuntime loads the library at path, once for the process. A library of
// another version than the one that Recollect ships may hold a telemetry client
// or emit events: both are disabled.
func startRuntime(path string) error {
	environment.Lock()
	defer environment.Unlock()
	if onnx.IsInitialized() {
		return nil
	}
	path, err := filepath.Abs(path) // Windows would look for a mere name in its own folder first
	if err != nil {
		return fmt.Errorf("%w: %s: %w", ErrNoRuntime, path, err)
	}
	if err := telemetry.Disable(); err != nil { // before loading: the client starts with the environment
		return fmt.Errorf("%w: %w", ErrNoRuntime, err)
	}
	onnx.SetSharedLibraryPath(path)
	// The runtime writes coloured lines to stderr; errors are returned anyway.
	if err := onnx.InitializeEnvironment(onnx.WithLogLevelFatal()); err != nil {
		return fmt.Errorf("%w: %s: %w", ErrNoRuntime, path, err)
	}
	if err := onnx.DisableTelemetry(); err != nil { // ends ETW events on Windows
		return errors.Join(fmt.Errorf("%w: %s: %w", ErrNoRuntime, path, err), onnx.DestroyEnvironment())
	}
	return nil
}

// Version returns the version of ONNX Runtime, or empty before it is loaded.
func Version() string {
	environment.Lock()
	defer environment.Unlock()
	if !onnx.IsInitialized() {
		return ""
	}
	return onnx.GetVersion()
}
